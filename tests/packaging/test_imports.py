"""What a fresh interpreter really loads: start-up time is a promise, and the engine stands alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MODULES_OF_VERSION = 7
"""The most of our own modules that the lightest command loads."""


def _modules_of(code: str) -> set[str]:
    """The modules in a fresh interpreter after `code`."""
    script = f"{code}\nimport sys, json\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def _loaded_by(code: str) -> set[str]:
    """The top-level modules in a fresh interpreter after `code`."""
    return {name.split(".")[0] for name in _modules_of(code)}


def _loaded_by_command(arguments: list[str]) -> set[str]:
    return _modules_of(
        "import sys\n"
        f"sys.argv = ['dateline', *{arguments!r}]\n"
        "from tui.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code, ended.code",
    )


def test_the_engine_loads_no_interface() -> None:
    code = "import index\nfrom index import Library, Searcher, add_sources, highlight_article, understand"
    assert _loaded_by(code) & {"tui", "textual", "rich"} == set()


def test_importing_the_engine_costs_nothing() -> None:
    assert _loaded_by("import index") & {"whoosh", "sqlite3", "Stemmer", "py3langid"} == set()


def test_version_loads_nothing_heavy() -> None:
    heavy = {"textual", "rich", "whoosh", "sqlite3", "py3langid", "trafilatura", "numpy"}
    loaded = _loaded_by_command(["--version"])
    assert loaded & heavy == set()
    assert sum(name.split(".")[0] in {"index", "tui"} for name in loaded) <= MODULES_OF_VERSION


@pytest.mark.parametrize("command", ["search", "count", "show"])
def test_search_loads_no_interface_and_no_parsers(command: str, tmp_path: Path) -> None:
    library = tmp_path / "library"
    page = tmp_path / "page.txt"
    page.write_text("Moss found on the moon\n\nGreen moss was found on the moon, the observatory said on Friday.\n")
    base = [sys.executable, "-m", "tui", "--library", str(library)]
    subprocess.run([*base, "add", str(page)], check=True, capture_output=True)
    argument = "1" if command == "show" else "moss"
    loaded = _loaded_by_command(["--library", str(library), command, argument])
    assert "sqlite3" in loaded
    assert loaded & {"textual", "rich", "trafilatura", "py3langid", "charset_normalizer"} == set()
    assert "numpy.ma" not in loaded, "np.unique and what calls it load masked arrays: 20 ms of every search"
    assert loaded & {"index.search.breakdown", "index.search.tags", "index.types.timelines"} == set()


def test_what_fetches_is_loaded_where_something_is_fetched(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Moss found on the moon\n\nGreen moss was found on the moon, the observatory said on Friday.\n")
    network = {"httpx", "anyio", "feedparser", "asyncio"}
    base = ["--library", str(tmp_path / "library")]
    assert _loaded_by_command([*base, "add", str(page)]) & network == set()
    assert _loaded_by_command([*base, "sync"]) & network == set()
    assert _loaded_by_command([*base, "search", "moss"]) & network == set()

"""The README holds: every command in it runs, its keys are the program's, its settings are understood."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.readme import PICTURE, README, with_keys
from tests.terminal.terminal import Terminal
from tui.config import load_config

TEXT = README.read_text(encoding="utf-8")
ROOT = README.parent
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def blocks(label: str = "") -> list[str]:
    """The shell blocks under a label, or all."""
    before = rf"<!-- {label} -->\n" if label else ""
    return re.findall(rf"{before}```sh\n(.*?)```", TEXT, flags=re.DOTALL)


def inline() -> list[str]:
    """The commands that stand in running text and can be run as they are."""
    found = re.findall(r"`(dateline [^`…]+)`", TEXT)
    return sorted({command for command in found if command != "dateline demo"})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person's home, with the files that the README speaks of."""
    (tmp_path / "clippings").mkdir()
    (tmp_path / "clippings" / "moss.txt").write_text("Moss found on the moon\n\nGreen moss, said the observatory.\n")
    (tmp_path / "corpora").mkdir()
    wire = json.dumps({"title": "Eels return", "body": "Eels came back to the river on Friday."})
    (tmp_path / "corpora" / "wire.jsonl.gz").write_bytes(gzip.compress(wire.encode()))
    (tmp_path / "exports").mkdir()
    with zipfile.ZipFile(tmp_path / "exports" / "2033.zip", "w") as archive:
        archive.writestr("a.txt", "Kites over the quay\n\nHundreds of kites were flown over the quay on Sunday.\n")
    return tmp_path


def surroundings(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DATELINE_"))}
    return {**kept, "HOME": str(home), "PATH": PATH, "COLUMNS": "100"}


def run(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=home,
        env=surroundings(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_every_command_runs(home: Path) -> None:
    """In the order of the README: the tour, the sources, and what stands in its sentences."""
    commands = [line for block in blocks("tour") for line in block.splitlines()]
    sources = next(block for block in blocks() if "clippings" in block)
    commands += [*sources.splitlines(), *inline()]
    assert len(commands) > 15
    for command in commands:
        ended = run(command, home)
        assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"


def test_the_tour_of_the_reader(home: Path) -> None:
    setup = "\n".join(line for block in blocks("tour")[:1] for line in block.splitlines())
    assert run(setup, home).returncode == 0
    assert blocks("tour: reader") == ["dateline\n"]
    with Terminal([], env={**surroundings(home), "XDG_DATA_HOME": str(home / ".local/share")}) as terminal:
        terminal.wait_for("80 articles")
        terminal.press("j", "k", "/")
        terminal.type("ferry strike")
        terminal.wait_for("best first")
        terminal.press("enter", "enter")
        terminal.wait_for("match 1 of")
        terminal.press("n")
        terminal.wait_for("match 2 of")
        terminal.press("N")
        terminal.wait_for("match 1 of")
        terminal.press("s", "+")
        terminal.wait_for("starred")
        terminal.press("U", "U", "?")
        terminal.wait_for("Moving")
        terminal.press("esc")
        terminal.wait_for(lambda screen: "Moving" not in screen)
        terminal.press("Q")
        assert terminal.wait_for_exit() == 0


def test_the_first_command_ends_in_the_running_reader(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    archived = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=False)
    if archived.returncode:
        pytest.skip("not a git checkout")
    subprocess.run(["tar", "-x", "-C", str(checkout)], input=archived.stdout, check=True)
    (command,) = blocks("first command")
    script = tmp_path / "first"
    script.write_text(f"#!/bin/sh\ncd {shlex.quote(str(checkout))} && {command}")
    script.chmod(0o755)
    with Terminal([], command=script) as terminal:
        terminal.wait_for("80 articles", patience=600)
        terminal.press("Q")
        assert terminal.wait_for_exit() == 0


def test_the_test_command_is_what_is_run_before_a_change_lands() -> None:
    (command,) = blocks("test command")
    assert ".venv/bin/pytest" in command
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_keys_are_those_of_the_program() -> None:
    assert with_keys(TEXT) == TEXT, "run `python -m tests.packaging.readme`"


def test_the_settings_are_understood(tmp_path: Path) -> None:
    (settings,) = re.findall(r"(?<!-->\n)```toml\n(.*?)```", TEXT, flags=re.DOTALL)
    path = tmp_path / "config.toml"
    path.write_text(settings, encoding="utf-8")
    assert load_config(path).problems == ()


def test_the_picture_is_there_and_tells_nothing_of_a_machine() -> None:
    assert str(PICTURE.relative_to(ROOT)) in TEXT
    picture = PICTURE.read_text(encoding="utf-8")
    assert "match" in picture
    assert not re.search(r"/(tmp|home|root|Users|work)/", picture.replace("&#160;", " "))

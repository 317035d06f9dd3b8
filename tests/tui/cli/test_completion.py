"""The completion scripts, loaded by the shells that they are for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Dateline

_BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
compopt() { :; }
_dateline_completion dateline
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def filled(dateline: Dateline, folder: Path) -> Dateline:
    spaced = folder.with_name("more pages")
    shutil.copytree(folder, spaced)
    assert dateline("add", folder, spaced).returncode == 0
    return dateline


def run(tmp_path: Path, *command: str) -> list[str]:
    """What a shell prints that finds `dateline` in its path and knows the test's library."""
    programs = tmp_path / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "dateline").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tui "$@"\n')
    (programs / "dateline").chmod(0o755)
    here = {"PATH": f"{programs}:{os.environ['PATH']}", "DATELINE_LIBRARY": str(tmp_path / "library")}
    env = {**os.environ, **here, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=60)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


def bash(dateline: Dateline, tmp_path: Path, *words: str) -> list[str]:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash")
    script = tmp_path / "completion.bash"
    script.write_text(dateline("completion", "bash").stdout)
    return run(tmp_path, "bash", "--norc", "-c", _BASH, "bash", str(script), *words)


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (("dateline", "sou"), ["sources"]),
        (("dateline", "sources", "re"), ["remove"]),
        (("dateline", "search", "--fac"), ["--facets"]),
        (("dateline", "search", "--format", "j"), ["json"]),
        (("dateline", "search", "ferry", "headl"), ["headline:"]),
        (("dateline", "search", "is", ":", "un"), ["unread", "undated"]),
        (("dateline", "search", "sort", ":"), ["relevance", "newest", "oldest"]),
        (("dateline", "count", "capt"), ["caption:"]),
        (("dateline", "sync", "2"), ["2"]),
    ],
)
def test_bash_completes(filled: Dateline, tmp_path: Path, words: tuple[str, ...], completed: list[str]) -> None:
    assert bash(filled, tmp_path, *words) == completed


def test_bash_completes_the_paths_of_sources(filled: Dateline, tmp_path: Path, folder: Path) -> None:
    spaced = str(folder.with_name("more pages")).replace(" ", "\\ ")
    assert bash(filled, tmp_path, "dateline", "sources", "remove", "") == [str(folder), spaced]
    assert bash(filled, tmp_path, "dateline", "sync", str(folder)[:-2]) == [str(folder)]
    assert bash(filled, tmp_path, "dateline", "sync", "~nobody-of-that-name/n") == [""]


def test_without_a_library_no_source_is_completed(dateline: Dateline, tmp_path: Path) -> None:
    assert bash(dateline, tmp_path, "dateline", "sync", "") == [""]


def test_fish_completes(filled: Dateline, tmp_path: Path, folder: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("there is no fish")
    script = tmp_path / "completion.fish"
    script.write_text(filled("completion", "fish").stdout)
    for line, completed in (("search headl", "headline:"), ("sync ", str(folder)), ("sou", "sources")):
        told = run(tmp_path, "fish", "-N", "-c", f"source {script}; complete -C 'dateline {line}'")
        assert completed in [candidate.partition("\t")[0] for candidate in told]


def test_zsh_reads_the_script(filled: Dateline, tmp_path: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("there is no zsh")
    script = tmp_path / "_dateline"
    script.write_text(filled("completion", "zsh").stdout)
    load = f"autoload -Uz compinit && compinit -u -D && source {script} && print $_comps[dateline]"
    assert run(tmp_path, "zsh", "-f", "-c", load) == ["_dateline_completion"]

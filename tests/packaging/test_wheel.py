"""The wheel: what is in it, and that it runs in an environment with nothing else."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_top_level_is_the_two_packages_and_the_metadata(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in _names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tui", "index"}
    assert len(tops) == 3


def test_every_file_of_the_packages_is_in_it(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "tui", "index"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    expected = {name for name in tracked if name and (ROOT / name).is_file()}
    if not expected:
        pytest.skip("not a git checkout")
    assert expected - _names(wheel) == set()
    assert any(name.endswith(".tcss") for name in expected)
    assert {"tui/py.typed", "index/py.typed"} <= expected


@pytest.fixture(scope="module")
def clean_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder / "bin" / "dateline"


def test_the_installed_command_tells_its_version(clean_environment: Path) -> None:
    run = subprocess.run([str(clean_environment), "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("dateline, version ")


def test_the_installed_demo_opens_the_reader(clean_environment: Path) -> None:
    with Terminal(["demo"], command=clean_environment) as terminal:
        terminal.wait_for("articles")
        terminal.press("Q")
        assert terminal.wait_for_exit() == 0

"""What cannot be read for want of a library or a permission, and is once it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.parsing.test_pdf import story
from tests.tui.cli.conftest import Dateline


@pytest.fixture
def without_pypdf(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation without the library for PDF."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pypdf.py").write_text("raise ImportError('not installed')\n")
    return {"PYTHONPATH": str(hidden)}


def test_a_form_without_its_library_is_named_and_the_rest_is_read(
    dateline: Dateline, folder: Path, without_pypdf: dict[str, str]
) -> None:
    (folder / "story.pdf").write_bytes(story())
    run = dateline("add", folder, env=without_pypdf)
    assert run.returncode == 3
    assert "2 added" in run.stderr
    assert "story.pdf: reading PDF files needs a library that is not installed (pypdf)" in run.stderr
    assert "pip install 'dateline[pdf]'" in run.stderr
    again = dateline("sync")
    assert again.returncode == 0
    assert "1 added" in again.stderr


def test_a_file_is_read_once_it_may_be(bound: Dateline, folder: Path) -> None:
    (folder / "dam.txt").chmod(0)
    run = bound("add", folder)
    assert (run.returncode, "1 added" in run.stderr) == (3, True)
    (folder / "dam.txt").chmod(0o644)
    again = bound("sync")
    assert (again.returncode, "1 added" in again.stderr) == (0, True)

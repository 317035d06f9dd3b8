from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from index.library import Library
from index.sync import add
from tests.benchmarks import reader
from tests.benchmarks.generate import write

COUNT = 60


@pytest.fixture
def library(tmp_path: Path) -> Path:
    write(COUNT, tmp_path / "articles.jsonl")
    folder = tmp_path / "library"
    with Library.open(folder) as made:
        add(made, [tmp_path / "articles.jsonl"])
    return folder


def test_a_library_that_is_there_is_measured(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "RUNS", 1)
    monkeypatch.setattr(reader, "TYPED", "ba be")
    printed = (
        CliRunner()
        .invoke(reader.main, ["--library", str(library), "--keep", str(tmp_path / "kept")], catch_exceptions=False)
        .stdout
    )
    assert f"| what | {COUNT} articles |" in printed
    for row in ("start to first list", "key to repaint, G", "search as you type", "longest wait", "own memory"):
        assert f"| {row}" in printed

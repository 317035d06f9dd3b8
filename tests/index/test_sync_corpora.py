from __future__ import annotations

from pathlib import Path

from index.library import Library
from index.sync import add, check
from tests.index.writing import stored


def test_real_news_is_read_in(corpora: Path, seed: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        report = add(library, [seed, corpora / "bbc-news"])
        assert (report.added, report.failures) == (1 + 2_225, ())
        assert not any("README" in location for location in stored(library))
        stats = library.stats()
        assert stats.sections[:2] == (("sport", 511), ("business", 510))
        assert stats.undated == 1 + 2_225
        # The corpus counts 136 bodies that are equal but for white space; two more differ in punctuation or case.
        assert stats.duplicates == len(library.ids_in_state("duplicate")) == 138
        pound = next(each for location, each in stored(library).items() if location.endswith("sport/199.txt"))
        assert "£" in "".join(block.text for block in pound.article.blocks)
        assert check(library) == []

"""Names found under their spellings: in the vocabulary, and end to end in a library."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.codec.wordlist import WordList
from index.search.collection import Collection
from index.search.vocabulary import IndexVocabulary
from tests.index.codec.making import article, written


def never() -> None:
    """Polls nobody."""


def collection(folder: Path, *texts: str) -> Collection:
    """Each text in a segment of its own."""
    segments = [written(folder / str(number), [article(number, [text])]) for number, text in enumerate(texts)]
    return Collection(segments, [np.empty(0, np.uint32)] * len(segments))


def names(found: Collection, name: str) -> list[str]:
    """The spellings of a name."""
    return IndexVocabulary(found, never).words_named(name)


def test_spellings_in_all_segments(tmp_path: Path) -> None:
    found = collection(tmp_path, "Jughaifi met Jughayfi", "al-Jughaify's men, Aljughaifi", "Hauran and the mohamed")
    assert names(found, "jughaifi") == ["aljughaifi", "jughaifi", "jughaify's", "jughayfi"]
    assert names(found, "hawran") == ["hauran"]


def test_spellings_with_diacritics(tmp_path: Path) -> None:
    assert names(collection(tmp_path, "Wādī Ḥawrān, Hauran, Houran"), "hauran") == ["hauran", "houran", "ḥawrān"]


def test_words_that_are_mostly_written_small_are_no_names(tmp_path: Path) -> None:
    found = collection(tmp_path, "Said he: it is said, they said. Saeed said.", "SAEED", "Saied")
    assert names(found, "saeed") == ["saeed", "saied"]


def test_a_spelling_of_what_was_typed_needs_a_capital_too(tmp_path: Path) -> None:
    found = collection(tmp_path, "he said, Sa'id, a SAEED, Saïd")
    assert names(found, "sa'id") == ["sa'id", "saeed", "saïd"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("al", ["al", "el", "ez"]),
        ("ibn", ["bin"]),
        ("москва", ["москва", "москвы"]),
        ("f16", ["f16"]),
        ("nobody", []),
    ],
)
def test_what_is_no_name(tmp_path: Path, name: str, found: list[str]) -> None:
    segment = written(tmp_path / "1", [article(1, ["al el ez-Zor bin Laden Москва Москвы f16"], language="ru")])
    assert names(Collection([segment], [np.empty(0, np.uint32)]), name) == found


def test_a_name_is_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = collection(tmp_path, "Qaddafi", "Gaddafi")
    assert names(found, "kadhafi") == ["gaddafi", "qaddafi"]
    monkeypatch.setattr(WordList, "matching", lambda *_: pytest.fail("the vocabulary was read again"))
    assert names(found, "kadhafi") == ["gaddafi", "qaddafi"]


def test_looking_up_can_be_given_up(tmp_path: Path) -> None:
    found = collection(tmp_path, "Qaddafi")

    def give_up() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        IndexVocabulary(found, give_up).words_named("gaddafi")
    assert names(found, "gaddafi") == ["qaddafi"]

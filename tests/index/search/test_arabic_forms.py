"""Arabic words with prefixes, which the index keeps no keys for, are those that keys tell."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import keys
from index.search.collection import Collection
from index.search.vocabulary import IndexVocabulary
from tests.index.codec.making import article, written

WORDS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "و", "ف"]),
    st.sampled_from(["", "ال", "بال", "كال", "لل", "ب", "ل", "ك"]),
    st.sampled_from(["كتاب", "بازار", "آزار", "ولد", "لد", "حوران", "بغداد", "له", "أحمد"]),
)
TEXTS = st.lists(st.tuples(st.sampled_from(["ar", "fa"]), st.lists(WORDS, min_size=1, max_size=6)), max_size=4)


@settings(max_examples=25, deadline=None)
@given(TEXTS, WORDS)
def test_forms_of_an_arabic_word(texts: list[tuple[str, list[str]]], asked: str) -> None:
    spoken: dict[str, set[str]] = {}
    for language, some in texts:
        for word in some:
            spoken.setdefault(word, set()).add(language)
    with TemporaryDirectory() as name:
        segments = [
            written(Path(name, str(number)), [article(number, [" ".join(some)], language=language)])
            for number, (language, some) in enumerate(texts)
        ]
        collection = Collection(segments, [np.empty(0, np.uint32)] * len(segments))
        vocabulary = IndexVocabulary(collection, lambda: None)
        wanted = keys(asked, vocabulary.languages())
        found = vocabulary.words_with_keys(wanted)
    assert found == {word for word, languages in spoken.items() if wanted & keys(word, languages)}

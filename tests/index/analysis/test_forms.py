from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold, keys, keys_of, words
from index.analysis.arabic import BARE


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("harbour", "harbour"),
        ("province's", "province"),
        ("o'neill", "oneill"),
        ("don't", "dont"),
        ("u.s", "us"),
        ("u.s.'s", "us"),
        ("1,500", "1500"),
        ("1,500.25", "1500.25"),
        ("3.5", "3.5"),
        ("1,5", "1,5"),
        ("élan", "elan"),
        ("i̇stanbul", "istanbul"),
        ("łódź", "lodz"),
        ("ærø", "aero"),
        ("αθήνα", "αθηνα"),
        ("ёлка", "елка"),
        ("йод", "йод"),
        ("هَذَا", "هذا"),
        ("مـحـمـد", "محمد"),
        ("أحمد", "احمد"),
        ("إسلام", "اسلام"),
        ("آثار", "اثار"),
        ("على", "علي"),
        ("مدينة", "مدينه"),
        ("مُؤَسَّسَة", "موسسه"),
        ("رئيس", "رييس"),
        ("هٰذا", "هذا"),
        ("کتابهای", "كتابهاي"),
        ("ڪتاب", "كتاب"),
        ("٢٠١٧", "2017"),
        ("कुछ", "कुछ"),
        ("각", "각"),
        ("が", "が"),
    ],
)
def test_the_plainest_spelling(word: str, plain: str) -> None:
    assert fold(word) == plain


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("province", "province's", "en"),
        ("province's", "provinces", "en"),
        ("returning", "returned", "en"),
        ("élection", "elections", "fr"),
        ("élection", "l'élection", "fr"),
        ("dell'acqua", "acqua", "it"),
        ("müller", "muller", "en"),
        ("müller", "mueller", "en"),
        ("häuser", "haus", "de"),
        ("elecciones", "elección", "es"),
        ("кошки", "кошка", "ru"),
        ("المدينة", "مدينه", "ar"),
        ("والكتاب", "كتاب", "ar"),
        ("وكتاب", "كتاب", "ar"),
        ("بالكتاب", "الكتاب", "ar"),
        ("فالكتاب", "كتاب", "ar"),
        ("كالكتاب", "كتاب", "ar"),
        ("للكتاب", "كتاب", "ar"),
        ("وللرئيس", "الرئيس", "ar"),
        ("بحوران", "حوران", "ar"),
        ("لبغداد", "بغداد", "ar"),
        ("وبغداد", "ببغداد", "ar"),
        ("الْمُحَمَّد", "محمد", "ar"),
        ("کتابها", "كتاب", "fa"),
        ("کتاب", "كتاب", ""),
        ("علی", "على", ""),
        ("كِتَاب", "كتاب", "en"),
        ("u.s", "us", "en"),
        ("10,000", "10000", "en"),
    ],
)
def test_forms_of_one_another(one: str, other: str, languages: str) -> None:
    assert keys(one, languages.split()) & keys(other, languages.split())


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("returning", "returned", "fr"),
        ("returning", "returned", ""),
        ("l'élection", "élection", "en"),
        ("harbour", "harbinger", "en"),
        ("мой", "мои", ""),
        ("as", "a", "en"),
        ("ab's", "abs", "en"),
        ("mp3s", "mp3", "en"),
        ("والكتاب", "كتاب", "fa"),
        ("ولد", "لد", "ar"),
        ("كتب", "تب", "ar"),
        ("الم", "م", "ar"),
        ("بغداد", "حداد", "ar"),
    ],
)
def test_not_forms_of_one_another(one: str, other: str, languages: str) -> None:
    assert not keys(one, languages.split()) & keys(other, languages.split())


@given(st.text("ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌَّ"))
def test_arabic_letters_are_folded_alike_in_and_beside_other_signs(text: str) -> None:
    word = f"م{text}"
    assert fold(f"{word}ّ") == fold(word)
    assert fold(f"{word}ک") == f"{fold(word)}ك"


def test_stems_are_made_in_the_languages_of_the_script_only() -> None:
    assert keys("книги", ("en", "ru")) == {"fold:книги", "stem:ru:книг"}
    assert keys("books", ("en", "ru", "xx")) == {"fold:books", "stem:en:book"}


@given(
    st.text().flatmap(lambda text: st.sampled_from(words(text) or ["a"])),
    st.sets(st.sampled_from(["en", "fr", "ar", "ru"])),
)
def test_every_word_has_a_key_that_its_plain_spelling_shares(word: str, languages: set[str]) -> None:
    assert f"fold:{fold(word)}" in keys(word, languages)
    assert fold(fold(word)) == fold(word)


@given(
    st.lists(st.text().flatmap(lambda text: st.sampled_from(words(text) or ["returning", "it's", "ab"]))),
    st.sets(st.sampled_from(["en", "fr", "ar", "ru"])),
)
def test_keys_of_many_words_are_those_of_each(some: list[str], languages: set[str]) -> None:
    found = keys_of(some, languages).items()
    assert sorted((place, f"{kind}:{key}") for kind, pair in found for key, place in zip(*pair, strict=True)) == [
        (place, key)
        for place, word in enumerate(some)
        for key in sorted(keys(word, languages))
        if not key.startswith(BARE)
    ]


def test_stems_are_the_same_in_every_thread() -> None:
    vocabulary = [
        f"{stem}{ending}" for stem in ("harbour", "sail", "trad") for ending in ("s", "ed", "ing", "er")
    ] * 200
    expected = [keys(word, ("en", "fr")) for word in vocabulary]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: [keys(word, ("en", "fr")) for word in vocabulary], range(8)))
    assert all(found == expected for found in results)

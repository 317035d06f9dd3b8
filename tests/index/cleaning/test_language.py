from __future__ import annotations

import pytest

from index.cleaning.language import declared_language, detected_language

TEXTS = {
    "en": "The night ferry between the two towns sailed again on Monday, and everybody came to the quay.",
    "fr": "Le bac de nuit entre les deux villes a repris lundi, et tous ceux qui pouvaient sont venus sur le quai.",
    "es": "El transbordador nocturno volvió a zarpar el lunes y todos los que podían andar acudieron al viejo muelle.",
    "de": "Die Nachtfähre zwischen den beiden Städten fuhr am Montag wieder, und wer gehen konnte, kam an den Kai.",
    "ar": "عادت العبارة الليلية بين المدينتين إلى الإبحار يوم الاثنين وجاء كل من يستطيع المشي إلى الرصيف القديم",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_languages(code: str, text: str) -> None:
    assert detected_language(text) == code
    assert detected_language(text * 20) == code


@pytest.mark.parametrize("text", ["", "No", "12 34 56 78 90 " * 20, "Kelmouth 2-1 Alderholm"])
def test_too_little_says_nothing(text: str) -> None:
    assert detected_language(text) is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("pt_BR", "pt"),
        ("eng", "en"),
        ("Français", "fr"),
        ("zh-Hans", "zh"),
        ("iw", "he"),
    ],
)
def test_declared_languages(value: str, code: str) -> None:
    assert declared_language(value) == code


@pytest.mark.parametrize("value", ["", "unknown", "x", "12", "klingon", "xxx"])
def test_what_is_no_language(value: str) -> None:
    assert declared_language(value) is None

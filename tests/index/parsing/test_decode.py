from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parsing.decode import decode, looks_binary

ENGLISH = "The ferry sailed again on Monday, and everybody came to the quay to see it. " * 8
FRENCH = "Le bac de nuit a repris la mer lundi à l'aube ; les îliens étaient venus très tôt, même les bébés. " * 8
RUSSIAN = "Ночной паром снова вышел в море в понедельник, и все, кто мог ходить, пришли на старый причал. " * 8
ARABIC = "عادت العبارة الليلية إلى الإبحار يوم الاثنين وجاء كل من يستطيع المشي إلى الرصيف القديم. " * 8
JAPANESE = "夜のフェリーは月曜日に再び出航し、歩ける人は皆、古い桟橋に集まりました。" * 8


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "ascii"),
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "utf-32"),
        (FRENCH, "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (ARABIC, "windows-1256"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert not looks_binary(data)
    assert decode(data)[0] == text


def test_one_pound_sign_in_a_latin_1_file() -> None:
    assert decode((ENGLISH + "It cost £15.8m.").encode("latin-1"))[0].endswith("It cost £15.8m.")


def test_quotes_of_windows() -> None:
    assert decode((ENGLISH + "“Soup” – it’s thin").encode("windows-1252"))[0].endswith("“Soup” – it’s thin")


def test_a_stray_byte_in_utf8_costs_that_byte_only() -> None:
    data = FRENCH.encode() + b" caf\xe9 " + FRENCH.encode()
    assert decode(data) == (FRENCH + " café " + FRENCH, "utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    text, _ = decode(data)
    assert isinstance(text, str)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_utf8_is_read_as_utf8(text: str) -> None:
    data = text.encode("utf-8")
    if b"~{" not in data and not text.startswith("\ufeff"):
        assert decode(data)[0] == text


def test_binary_data_is_no_text() -> None:
    chance = random.Random(7)  # noqa: S311 - bytes for a test
    assert looks_binary(chance.randbytes(4096))
    assert looks_binary(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10" + bytes(200))
    assert not looks_binary(b"text with a stray \x00 in it, and \x1b[31mcolours\x1b[0m")
    assert not looks_binary(b"")


def test_files_in_many_encodings(corpora: Path) -> None:
    checked = 0
    for path in sorted((corpora / "encodings" / "cjkencodings").glob("*-utf8.txt")):
        name = path.name.removesuffix("-utf8.txt")
        if name == "big5hkscs":
            continue  # two dozen signs: too little to tell the encoding by
        text = decode(path.with_name(f"{name}.txt").read_bytes())[0]
        assert text == path.read_text("utf-8"), name
        checked += 1
    assert checked >= 10


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sample-arabic-1.txt", "إفريقية"),
        ("sample-french-1.txt", "Despréaux"),
        ("sample-greek.txt", "Τουρκία"),
        ("sample-hebrew-2.txt", "בתחביר"),
        ("sample-korean.txt", "예수에"),
        ("sample-russian.txt", "творческому мышлению"),
        ("sample-turkish.txt", "Avrupa'da"),
    ],
)
def test_real_texts(corpora: Path, name: str, words: str) -> None:
    assert words in decode((corpora / "encodings" / "data" / name).read_bytes())[0]

"""XML that was made to do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import BrokenInputError
from index.parsing.xml import local_name, xml_root

BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a>x &c;</a>'
)


def test_entities_stay_unexpanded() -> None:
    root = xml_root(BOMB, "bomb.xml")
    assert root.text == "x "
    assert "".join(child.tail or "" for child in root) == ""


def test_a_file_outside_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    data = f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]><a>x &s; y</a>'
    assert "secret" not in str(list(xml_root(data.encode(), "a.xml").itertext(tag="a")))


@pytest.mark.parametrize("data", [b"", b"no xml", b"<a><b></a>", b"<a>" * 5000])
def test_damage_is_told(data: bytes) -> None:
    with pytest.raises(BrokenInputError, match=r"a\.xml"):
        xml_root(data, "a.xml")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY a "&b;"><!ENTITY b "&a;">]><a x="&a;"/>',
        b'<!DOCTYPE a [<!ENTITY a "' + b"ha" * 50_000 + b'">]><a x="' + b"&a;" * 5_000 + b'"/>',
    ],
)
def test_entities_without_end_are_told_in_plain_words(data: bytes) -> None:
    with pytest.raises(BrokenInputError, match="than is safe to read"):
        xml_root(data, "a.xml")


def test_damage_may_be_gone_over() -> None:
    names = [local_name(each) for each in xml_root(b"<A><B>t</B><c>", "a.xml", recover=True).iter()]
    assert names == ["a", "b", "c"]


def test_every_bomb_is_harmless(corpora: Path) -> None:
    bombs = sorted((corpora / "hostile" / "xml-bombs" / "xmltestdata").glob("*.xml"))
    assert len(bombs) >= 9
    for bomb in bombs:
        try:
            root = xml_root(bomb.read_bytes(), bomb.name)
        except BrokenInputError:
            continue
        assert sum(len(str(text)) for text in root.itertext(tag=None)) < 100_000

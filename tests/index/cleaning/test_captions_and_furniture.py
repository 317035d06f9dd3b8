from __future__ import annotations

import pytest

from index.cleaning.captions import caption_of
from index.cleaning.furniture import Furniture, furniture_of


@pytest.mark.parametrize(
    ("line", "text", "credit"),
    [
        ("The quay at dawn. [Tam Rowley/Coastwire]", "The quay at dawn.", "Tam Rowley/Coastwire"),
        ("The quay at dawn. (AP Photo/Tam Rowley)", "The quay at dawn.", "AP Photo/Tam Rowley"),
        ("The quay at dawn. (Photo by Tam Rowley/Getty Images)", "The quay at dawn.", "Tam Rowley/Getty Images"),
        ("The quay at dawn. Photo: Tam Rowley", "The quay at dawn.", "Tam Rowley"),
        ("Le quai à l'aube. (Photo : Anaïs Brédoux)", "Le quai à l'aube.", "Anaïs Brédoux"),
        ("Image caption The quay at dawn", "The quay at dawn", None),
        ("Photo: Tam Rowley, AP", "", "Tam Rowley, AP"),
        ("© REUTERS / POOL", "", "REUTERS / POOL"),
    ],
)
def test_captions(line: str, text: str, credit: str | None) -> None:
    caption = caption_of(line)
    assert caption is not None
    assert (caption.text, caption.credit) == (text, credit)


@pytest.mark.parametrize(
    "line",
    [
        "The harbour board met on Monday.",
        "He moved to Pittsburgh, she to Harrisburg (both in Pennsylvania, PA).",
        "The ferry sailed on Monday, the company said. (Reuters)",
        "She had the photo by her bed, and looked at it each night before she slept.",
        "© 2031 Kelmouth Lantern. All rights reserved",
        "The picture is unclear: nobody knows who sailed.",
    ],
)
def test_what_is_no_caption(line: str) -> None:
    assert caption_of(line) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Do you like this article?", Furniture.VOTE),
        ("0 Comment(s)", Furniture.COMMENTS),
        ("14 comments", Furniture.COMMENTS),
        ("Comment Policy * Denotes Required Field 1500 / 1500", Furniture.COMMENTS),
        ("Advertisement", Furniture.ADVERTISEMENT),
        ("Story continues below advertisement", Furniture.ADVERTISEMENT),
        ("Facebook | Twitter | Email", Furniture.SHARE),
        ("Facebook Twitter WhatsApp", Furniture.SHARE),
        ("4 min read", Furniture.COUNTER),
        ("Read more: The lamp that would not go out", Furniture.RELATED),
        ("Tags: harbour, ferries, soup", Furniture.RELATED),
        ("© 2031 Kelmouth Lantern", Furniture.LEGAL),
        ("À lire aussi", Furniture.RELATED),
        ("Laisser un commentaire", Furniture.COMMENTS),
        ("Politique de confidentialité", Furniture.LEGAL),
        ("¿Te gustó este artículo?", Furniture.VOTE),
        ("Deja un comentario", Furniture.COMMENTS),
        ("Kommentar schreiben", Furniture.COMMENTS),
        ("هل أعجبك هذا المقال؟", Furniture.VOTE),
        ("اقرأ أيضا", Furniture.RELATED),
        ("→", Furniture.NAVIGATION),
    ],
)
def test_furniture(line: str, kind: Furniture) -> None:
    assert furniture_of(line, len(line.split())) is kind


@pytest.mark.parametrize(
    "line",
    [
        "Threats to the harbour",
        "A winter without boats",
        "The comments that he made on Monday were not his first, and they will not be his last, the board fears.",
        "She shared the soup with the keepers.",
        "Video shows ferry leaving the quay without its passengers",
        "Who pays for the light?",
    ],
)
def test_what_is_no_furniture(line: str) -> None:
    assert furniture_of(line, len(line.split())) is None

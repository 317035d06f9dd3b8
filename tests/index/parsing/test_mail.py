"""Mail: messages, mailboxes, Maildir folders."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing import RecoveredArticle, read_articles
from index.parsing.mail import looks_like_mail, looks_like_mailbox
from index.sources import Limits, SourceItem, discover
from index.types import Article, BlockKind, Failure

LETTER = """\
Return-Path: <news@lantern.example>
From: =?utf-8?Q?Orla_Fennick_from_Kelmouth_L=C3=A4ntern?= <news@lantern.example>
To: reader@example.test
Subject: [Lantern] Ferry =?utf-8?B?4oCTIHNhaWxz?=
Date: Sun, 09 Mar 2031 06:12:00 +0100 (CET)
List-Id: Kelmouth Lantern <lantern.example.test>
List-Unsubscribe: <mailto:off@example.test>
Message-ID: <ferry-1@lantern.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="xx"

--xx
Content-Type: text/plain; charset=windows-1252; format=flowed
Content-Transfer-Encoding: quoted-printable

View this in your browser <https://example.test/view>

The night ferry sailed again on Monday, ending a silence of two winters =
that=20
islanders had feared. =93It is late=94, the owner said.

> Too late.
> Far too late.

https://example.test/ferry

Unsubscribe from this list: https://example.test/off

--=20
The Lantern
--xx--
"""
PLAIN = """\
From: Tam Rowley <tam@example.test>
Subject: Re: Fwd: Eels return
Date: Mon, 10 Mar 2031 06:12:00 -0000
Message-ID: <eels-2@example.test>

The eels came back to the harbour, and
>From that day on nobody was hungry.
"""
PAGE = (
    """<html><head><title>x</title></head><body><h1>Ferry sails</h1><p>View it in your browser</p>"""
    + "".join(
        f"<p>The night ferry sailed again on day {day}, ending a silence of two winters that islanders had feared.</p>"
        for day in range(5)
    )
    + "</body></html>"
)


def read(root: Path, limits: Limits | None = None) -> list[RecoveredArticle | Failure]:
    items = [item for item in discover(root) if isinstance(item, SourceItem)]
    return [found for item in items for found in read_articles(item, limits=limits)]


def mails(folder: Path, text: str, name: str = "a.eml") -> list[RecoveredArticle]:
    (folder / name).write_bytes(text.encode())
    found = read(folder / name)
    assert not [one for one in found if isinstance(one, Failure)]
    return [one for one in found if isinstance(one, RecoveredArticle)]


def article_of(folder: Path, text: str, name: str = "a.eml") -> Article:
    (found,) = mails(folder, text, name)
    return found.article


def test_a_newsletter(tmp_path: Path) -> None:
    article = article_of(tmp_path, LETTER)
    assert (article.headline, article.published) == ("Ferry – sails", "2031-03-09T06:12:00+01:00")
    assert (article.authors, article.outlet) == (("Orla Fennick",), "Kelmouth Läntern")
    assert article.evidence["headline"] == "mail:Subject"
    assert [(block.kind, block.text) for block in article.blocks] == [
        (
            BlockKind.PARAGRAPH,
            (
                "The night ferry sailed again on Monday, ending a silence of two winters that islanders had feared. "
                "“It is late”, the owner said."
            ),
        ),
        (BlockKind.QUOTE, "Too late."),
        (BlockKind.QUOTE, "Far too late."),
    ]


def test_a_page_in_a_mail(tmp_path: Path) -> None:
    data = base64.encodebytes(PAGE.encode()).decode()
    text = LETTER.replace(
        "--xx--", f"--xx\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n{data}\n--xx--"
    )
    article = article_of(tmp_path, text)
    assert article.headline == "Ferry – sails"
    assert len(article.blocks) == 5
    assert all(block.text.startswith("The night ferry sailed again on day") for block in article.blocks)


@pytest.mark.parametrize("name", ["a.eml", "1700000000.M1P2.host:2,S", "1700000000.M1P2.mail.example.test", "note"])
def test_a_mail_of_a_person(tmp_path: Path, name: str) -> None:
    article = article_of(tmp_path, PLAIN, name)
    assert (article.headline, article.published) == ("Eels return", "2031-03-10T06:12:00+00:00")
    assert (article.authors, article.outlet) == (("Tam Rowley",), None)


@pytest.mark.parametrize(
    ("line", "authors", "outlet"),
    [
        ("The Morning Lantern <a@example.test>", (), "The Morning Lantern"),
        ("Orla Fennick at Kelmouth Lantern <a@example.test>", ("Orla Fennick",), "Kelmouth Lantern"),
        ("a@example.test", (), None),
        ("=?nonsense?Q?=FF?= <a@example.test>", (), "ÿ"),
        ('"Soup, of the day" <a@example.test>', (), "Soup, of the day"),
    ],
)
def test_senders(tmp_path: Path, line: str, authors: tuple[str, ...], outlet: str | None) -> None:
    article = article_of(tmp_path, f"From: {line}\nSubject: Soup\nList-Unsubscribe: <x>\n\nThere is soup today.\n")
    assert (article.authors, article.outlet) == (authors, outlet)


def test_mails_in_a_mail_are_articles(tmp_path: Path) -> None:
    inner = LETTER.replace("xx", "yy")
    text = (
        'From: Tam Rowley <t@example.test>\nSubject: Fwd: look\nContent-Type: multipart/mixed; boundary="zz"\n\n'
        "--zz\n\nHere you go, this is what they wrote.\n--zz\nContent-Type: message/rfc822\n\n"
        f"{inner}\n--zz\nContent-Type: image/png\nContent-Disposition: attachment\n\nxxxx\n--zz--\n"
    )
    outer, letter = mails(tmp_path, text)
    assert (outer.article.headline, outer.record) == ("look", "")
    assert (letter.article.headline, letter.record) == ("Ferry – sails", "#1")
    assert letter.location.endswith("a.eml#1")


ANSWER = """\
From: Tam Rowley via talk <talk@example.test>
Subject: Re: [talk] Eel prices
List-Id: Harbour talk <talk.example.test>
List-Post: <mailto:talk@example.test>

On Sat, 8 Mar 2031 at 10:12, Orla Fennick
<orla@example.test> wrote:
> Eels are dear.

They are, and the soup is dearer still; the baker told me so at length
yesterday when I came for bread.

* eels
* soup

_______________________________________________
talk mailing list
https://example.test/listinfo/talk
"""


def test_an_answer_on_a_list(tmp_path: Path) -> None:
    article = article_of(tmp_path, ANSWER)
    assert (article.headline, article.authors, article.outlet) == ("Eel prices", ("Tam Rowley",), "Harbour talk")
    assert [block.text for block in article.blocks] == [
        "Eels are dear.",
        "They are, and the soup is dearer still; the baker told me so at length yesterday when I came for bread.",
        "eels\nsoup",
    ]


MAILBOX = f"From - Mon Mar 10 06:12:00 2031\n{PLAIN}\nFrom a@example.test Mon Mar 10 06:13:00 2031\n{LETTER}\n"


@pytest.mark.parametrize("name", ["a.mbox", "a.mbx", "Inbox"])
def test_a_mailbox(tmp_path: Path, name: str) -> None:
    found = mails(tmp_path, MAILBOX, name)
    assert [one.article.headline for one in found] == ["Eels return", "Ferry – sails"]
    assert [one.record for one in found] == ["eels-2@example.test", "ferry-1@lantern.example"]
    assert [one.location.rpartition("#")[2] for one in found] == ["1", "2"]
    assert found[0].article.blocks[-1].text.endswith("From that day on nobody was hungry.")


def test_a_mail_over_the_limit_costs_that_mail(tmp_path: Path) -> None:
    long = f"From - Mon Mar 10 06:12:00 2031\nFrom: x\n\n{'eels ' * 300_000}\n\n"
    (tmp_path / "a.mbox").write_text(f"{MAILBOX}{long}{MAILBOX}")
    found = read(tmp_path / "a.mbox", Limits(text=2**20))
    assert [isinstance(one, Failure) for one in found] == [False, False, True, False, False]
    assert isinstance(found[2], Failure)
    assert found[2].message == "a mail of more than 1 MB is no article. Split it up."


def test_a_maildir(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp", ".Letters/cur", ".Letters/new", ".Letters/tmp"):
        (tmp_path / folder).mkdir(parents=True)
    for number, folder in enumerate(("cur", "cur", "cur", "new", "tmp", ".Letters/cur")):
        text = PLAIN.replace("Eels return", f"Eels {number}")
        (tmp_path / folder / f"170000000{number}.M1P{number}.kelmouth.example:2,S").write_text(text)
    found = [one for one in read(tmp_path) if isinstance(one, RecoveredArticle)]
    assert sorted(one.article.headline for one in found) == ["Eels 0", "Eels 1", "Eels 2", "Eels 3", "Eels 5"]
    assert {one.article.section for one in found} == {None}


def test_apples_mail(tmp_path: Path) -> None:
    article = article_of(tmp_path, f"{len(PLAIN)}\n{PLAIN}<?xml version='1.0'?><plist/>\n", "7.emlx")
    assert article.blocks[-1].text.endswith("hungry.")


def test_what_begins_as_mail() -> None:
    assert looks_like_mail(PLAIN.encode())
    assert looks_like_mailbox(MAILBOX.encode())
    assert not looks_like_mail(b"Subject: a story\n\nFrom: here\nDate: now\n")
    assert not looks_like_mailbox(b"From Kelmouth at 06:12 a ferry sailed.\n\nIt was late.\n")


@pytest.mark.parametrize(
    "text",
    [
        "no mail",
        "\n\n",
        "From: x\nContent-Type: multipart/mixed; boundary=a\n\n" + "--a\n" * 1000,
        "From: x\n" + "Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 1000,
        "From: x\nContent-Type: text/plain; charset=none\nContent-Transfer-Encoding: base64\n\n\xff\xff==",
        "From: x\nDate: 99 Foo 99999 99:99\nSubject: =?utf-8?B?///?=\n\nx",
        "From: x\n" + "Content-Type: message/rfc822\n\n" * 200,
        "From: " + "(" * 20_000 + "\nSubject: x\n\nx",
        "From: x\nContent-Type: text/plain; " + "a*0=b; " * 50_000 + "\n\nx",
        "From: x\nContent-Type: text/plain;\n" + " a=b;\n" * 50_000 + "\n\nx",
    ],
    ids=range(10),
)
def test_bad_mails_are_read_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.eml").write_bytes(text.encode("latin-1"))
    for one in read(tmp_path / "a.eml"):
        assert not isinstance(one, Failure) or "fault of Dateline" not in one.message


pieces = st.sampled_from(
    ["From: a <a@b>\n", "Subject: ", "=?utf-8?Q?", "?=", "Content-Type: ", "multipart/mixed; boundary=a\n", "--a\n",
     "text/html\n", "message/rfc822\n", "\n", "\n\n", "charset=", "Date: ", "Content-Transfer-Encoding: base64\n",
     "From - Mon Mar 10 06:12:00 2031\n", "> ", "<p>", "\0", "\xff", ";", '"']
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(pieces | st.text(max_size=8), max_size=40), st.sampled_from(["any.eml", "any.mbox"]))
def test_mangled_mails_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes("".join(parts).encode("latin-1", "replace"))
    for one in read(path):
        assert not isinstance(one, Failure) or "fault of Dateline" not in one.message


def test_a_real_forwarded_mail(corpora: Path) -> None:
    outer, inner = read(corpora / "formats" / "mail_nested.eml")
    assert isinstance(outer, RecoveredArticle)
    assert isinstance(inner, RecoveredArticle)
    assert outer.article.published == "2020-07-20T07:35:55+02:00"
    assert inner.article.published == "2020-07-20T02:15:26+00:00"
    assert inner.article.blocks

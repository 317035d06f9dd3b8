"""Searching and lighting in the scripts of the world, from the text to what is lit; all texts are made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pytest

from index.highlight import highlight
from index.indexer import Indexer
from index.library import Library
from index.library.writer import Place
from index.search import Searcher
from index.types import Article, Block, BlockKind, PartKind

TEXTS = (
    ("ar", "وزير المدينة", "زار الرئيس وَالوَزِير مدينةَ حوران، وبالكتاب وللمدرسة خرجوا إلى بغداد."),
    ("ar", "أخبار", "قال أحمد إن علي وفاطمة ذهبا إلى الشـــاطئ في ٢٠١٧، وكالعادة لبغداد وببغداد."),
    ("fa", "خبر", "او می‌رود و کتاب‌های تازه را در خانه‌ها می‌خواند؛ علی گفت كتاب دیگر هست."),
    ("he", "חדשות", "שָׁלוֹם לעולם, ראש הממשלה בירושלים אמר."),
    ("ru", "Новости", "Пётр Чайковский ехал в Киев; ёлки и йод в кошках, кошка спит."),
    ("zh", "新闻", "中华人民共和国今天宣布，北京大学的学生们开始上课。"),
    ("zh", "新聞", "臺灣的報紙說，臺北今天下雨，ＡＢＣ電台也報導了。"),
    ("ja", "ニュース", "東京でｺｰﾋｰを飲んだ。データベースとﾃﾞｰﾀは大事です。ひらがなも読む。"),
    ("ko", "뉴스", normalize("NFD", "한국") + " 정부는 서울에서 한국어를 가르친다."),
    ("th", "ข่าว", "รัฐบาลไทยประกาศว่ากรุงเทพมหานครจะเปิดโรงเรียนใหม่"),
    ("en", "Names", "Al-Jughaify met Jughayfi near Wadi Hauran; Dayr az-Zawr, Deir Ezzor and Deir al-Zour are one."),
    ("en", "Others", "Abd al-Rahman, Abdurrahman and Abdel Rahman heard Qaddafi's speech. He said so, said Saeed."),
)


class Found(NamedTuple):
    """The articles that a query finds, from 0, and what is lit in their bodies."""

    articles: list[int]
    lit: list[str]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder: Path = tmp_path_factory.mktemp("scripts")
    with Library.open(folder / "library") as library:
        with library.write_lock("test") as lock, Indexer(library) as indexer:
            with library.writing(lock) as writer:
                for number, (language, headline, text) in enumerate(TEXTS):
                    blocks = (Block(BlockKind.PARAGRAPH, text),)
                    writer.add(Article(headline, blocks, language=language), Place(f"{number}.txt"))
            indexer.catch_up()
        with Searcher(library) as made:
            yield made


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put spans together that touch: pairs of characters overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def ask(searcher: Searcher, query: str) -> Found:
    """Search, and read what is lit."""
    results = searcher.search(query)
    articles: list[int] = []
    lit: list[str] = []
    for stored in sorted(searcher._library.get_many(results.ids), key=lambda one: one.id):
        articles.append(int(stored.location.partition(".")[0]))
        text, spans = "", []
        for match in highlight(stored, results.understood).matches:
            if match.part.kind is PartKind.BLOCK:
                text = stored.article.blocks[match.part.index].text
                spans += [(span.start, span.end) for span in match.spans]
        lit += [text[start:end] for start, end in _joined(spans)]
    return Found(articles, lit)


@pytest.mark.parametrize(
    ("query", "articles", "lit"),
    [
        # Arabic: letters, marks, prefixes
        ("وزير", [0], ["وَالوَزِير"]),
        ("الوزير", [0], ["وَالوَزِير"]),
        ("كتاب", [0, 2], ["وبالكتاب", "کتاب‌های", "كتاب"]),
        ("مدرسة", [0], ["وللمدرسة"]),
        ("بغداد", [0, 1], ["بغداد", "لبغداد", "وببغداد"]),
        ("احمد", [1], ["أحمد"]),
        ("على", [1, 2], ["علي", "علی"]),
        ("فاطمه", [1], ["وفاطمة"]),
        ("الشاطئ", [1], ["الشـــاطئ"]),
        ("عادة", [1], ["وكالعادة"]),
        ("2017", [1], ["٢٠١٧"]),
        ("=الوزير", [], []),
        # Persian: ya, kaf, the zero-width non-joiner, the plural
        ("میرود", [2], ["می‌رود"]),
        ("می‌رود", [2], ["می‌رود"]),
        ("کتاب", [0, 2], ["وبالكتاب", "کتاب‌های", "كتاب"]),
        ("خانه", [2], ["خانه‌ها"]),
        # Hebrew and Cyrillic
        ("שלום", [3], ["שָׁלוֹם"]),
        ("ירושלים", [], []),
        ("*ירושלים", [3], ["בירושלים"]),
        ("елка", [4], ["ёлки"]),
        ("кошка", [4], ["кошках", "кошка"]),
        ("чайковский", [4], ["Чайковский"]),
        # Chinese, Japanese, Korean
        ("北京大学", [5], ["北京大学"]),
        ("大学", [5], ["大学"]),
        ("北大", [], []),
        ("臺北", [6], ["臺北"]),
        ("abc電台", [6], ["ＡＢＣ電台"]),
        ("コーヒー", [7], ["ｺｰﾋｰ"]),
        ('"コーヒー"', [7], ["ｺｰﾋｰ"]),
        ('"データ"', [7], ["データ", "ﾃﾞｰﾀ"]),
        ("ﾃﾞｰﾀ", [7], ["データ", "ﾃﾞｰﾀ"]),
        ("ひらがな", [7], ["ひらがな"]),
        ("한국", [8], [normalize("NFD", "한국"), "한국"]),
        ("한국어", [8], None),
        # Thai: any piece of the text
        ("ไทย", [9], ["ไทย"]),
        ("กรุงเทพ", [9], ["กรุงเทพ"]),
        ("โรงเรียน", [9], ["โรงเรียน"]),
        ("โรงแรม", [], []),
        # Names in Latin letters
        ("name:jughaifi", [10], ["Jughaify", "Jughayfi"]),
        ("name:al-jughaifi", [10], None),
        ("name:houran", [10], ["Hauran"]),
        ('name:"deir ez-zor"', [10], ["Dayr az-Zawr", "Deir Ezzor", "Deir al-Zour"]),
        ('name:"abdul rahman"', [11], ["Abd al-Rahman", "Abdurrahman", "Abdel Rahman"]),
        ("name:gaddafi", [11], ["Qaddafi's"]),
        ("name:sa'id", [11], ["Saeed"]),
        ("houran", [], []),
    ],
)
def test_found_and_lit(searcher: Searcher, query: str, articles: list[int], lit: list[str] | None) -> None:
    found = ask(searcher, query)
    assert found.articles == articles
    if lit is not None:
        assert sorted(found.lit) == sorted(lit)

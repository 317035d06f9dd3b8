"""Parsers that other packages bring, found by their entry points."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PARSER = """
from index.cleaning.document import Found, ParsedDocument, RawBlock

class Telegrams:
    kind = "telegram"
    suffixes = frozenset({".tlg", ".txt"})

    def accepts(self, name, head):
        return head.startswith(b"STOP PRESS")

    def parse(self, document, context):
        first, *rest = document.stream.read().decode().splitlines()
        fields = {"headline": (Found(first.removeprefix("STOP PRESS "), "telegram"),)}
        yield ParsedDocument(document.location, tuple(map(RawBlock, rest)), fields)

TELEGRAMS = Telegrams()
"""
POINTS = """[dateline.parsers]
telegram = telegrams:TELEGRAMS
broken = telegrams:NOTHING
"""
READING = """
import sys
from pathlib import Path
from index.parsing import broken_parsers, parser_for, read_articles
from index.sources import discover
for item in discover(Path(sys.argv[1])):
    for found in read_articles(item):
        print(found.article.headline, found.article.evidence["headline"], sep=" | ")
for broken in broken_parsers():
    print(broken.location, broken.message, sep=" | ")
"""


def test_an_installed_parser_is_asked_first_and_a_broken_one_is_told(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    info = packages / "telegrams-1.0.dist-info"
    info.mkdir(parents=True)
    (packages / "telegrams.py").write_text(PARSER)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: telegrams\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.tlg").write_text("STOP PRESS Ferry sails\nShe left at noon.\n")
    (news / "b.txt").write_text("STOP PRESS Ferry lands\nShe came in at one.\n")
    (news / "c.txt").write_text("Moss found on the moon\n\nGreen moss was found, the observatory said.\n")
    run = subprocess.run(
        [sys.executable, "-c", READING, str(news)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(packages), str(Path.cwd())])},
    )
    *found, broken = run.stdout.splitlines()
    assert found == ["Ferry sails | telegram", "Ferry lands | telegram", "Moss found on the moon | first line"]
    assert broken.startswith("broken = telegrams:NOTHING | an installed parser cannot be used (AttributeError: ")
    assert broken.endswith("). Mend or remove its package.")

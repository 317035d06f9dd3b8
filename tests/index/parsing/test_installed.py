"""Parsers that other packages bring, found by their entry points: the README's example, and a broken one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

READING = """
import sys
from pathlib import Path
from index.parsing import broken_parsers, read_articles
from index.sources import discover
for item in discover(Path(sys.argv[1])):
    for found in read_articles(item):
        article = found.article
        print(article.headline, article.place, article.published, found.record, sep=" | ")
        print(*(block.text for block in article.blocks), sep="\\n")
for broken in broken_parsers():
    print(broken.location, broken.message, sep=" | ")
"""


def example(label: str) -> str:
    """The block of the README under a label."""
    text = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(rf"<!-- parser: {label} -->\n```\w*\n(.*?)```", text, flags=re.DOTALL)
    return str(block)


def install(packages: Path) -> None:
    """Puts the example where an installer would, with an entry point more that leads nowhere."""
    project = tomllib.loads(example("pyproject"))["project"]
    points = project["entry-points"]["dateline.parsers"] | {"broken": "telegrams:NOTHING"}
    info = packages / f"{project['name']}-{project['version']}.dist-info"
    info.mkdir(parents=True)
    (packages / "telegrams.py").write_text(example("module"))
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    lines = ["[dateline.parsers]", *(f"{name} = {value}" for name, value in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))


def test_the_parser_of_the_readme_reads_and_a_broken_one_is_told(tmp_path: Path) -> None:
    packages, news = tmp_path / "packages", tmp_path / "news"
    install(packages)
    news.mkdir()
    (news / "a.tgm").write_text(example("sample") + example("sample").replace("sails", "lands"))
    (news / "b.txt").write_text("Moss found on the moon\n\nGreen moss was found, the observatory said.\n")
    run = subprocess.run(
        [sys.executable, "-c", READING, str(news)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(packages), str(ROOT)])},
    )
    *found, broken = run.stdout.splitlines()
    assert found == [
        "Ferry sails again | Port Ellery | 2033-05-09 | #1",
        "The night ferry sailed on Monday, after nine days.",
        "Ferry lands again | Port Ellery | 2033-05-09 | #2",
        "The night ferry sailed on Monday, after nine days.",
        "Moss found on the moon | None | None | ",
        "Green moss was found, the observatory said.",
    ]
    assert broken.startswith("broken = telegrams:NOTHING | an installed parser cannot be used (AttributeError: ")
    assert broken.endswith("). Mend or remove its package.")

"""Each command of the shell, on a real library."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from index import Library
from tests.index.library.making import article, put
from tests.tui.cli.conftest import Dateline
from tui.cli.main import COMMANDS


@pytest.fixture
def filled(dateline: Dateline, folder: Path) -> Dateline:
    assert dateline("add", folder).returncode == 0
    return dateline


def test_add_says_what_it_did_on_standard_error_only(dateline: Dateline, folder: Path) -> None:
    run = dateline("add", folder)
    assert (run.returncode, run.stdout) == (0, "")
    assert "2 added" in run.stderr


def test_sync_of_an_unchanged_folder_does_nothing(filled: Dateline) -> None:
    run = filled("sync")
    assert run.returncode == 0
    assert "2 unchanged" in run.stderr
    assert "added" not in run.stderr


def test_search_json_has_the_documented_form(filled: Dateline) -> None:
    run = filled("search", "pilots", "--format", "json")
    assert run.returncode == 0
    told = json.loads(run.stdout)
    assert list(told) == ["version", "query", "total", "took_ms", "hits", "facets", "rising"]
    assert told["version"] == 1
    assert told["total"] == 1
    assert list(told["query"]) == ["text", "understood", "suggestions"]
    hit = told["hits"][0]
    assert list(hit) == [
        *("id", "score", "headline", "headline_marks", "authors", "place", "published", "section", "outlet"),
        *("language", "location", "url", "words", "read", "starred", "rating", "tags", "snippets"),
    ]
    assert hit["headline"] == "Ferry strike enters its third week"
    assert hit["authors"] == ["Mara Quill"]
    assert hit["place"] == "Port Elsin"
    assert hit["published"] is None
    snippet = hit["snippets"][0]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["pilots"]


def test_search_lights_the_headline(filled: Dateline) -> None:
    hit = json.loads(filled("search", "ferries", "--format", "json").stdout)["hits"][0]
    assert [hit["headline"][start:end] for start, end in hit["headline_marks"]] == ["Ferry"]


def test_search_text_ids_limit_and_offset(filled: Dateline) -> None:
    assert "Dam inquiry hears of cracked spillway" in filled("search", "spillway").stdout
    both = filled("search", "ferry", "--format", "ids").stdout.split()
    assert sorted(both) == ["1", "2"]
    assert filled("search", "ferry", "--format", "ids", "--limit", "1").stdout.split() == both[:1]
    assert filled("search", "ferry", "--format", "ids", "--offset", "1").stdout.split() == both[1:]


def test_search_facets_are_counted_on_demand(filled: Dateline) -> None:
    asked = json.loads(filled("search", "ferry", "--facets", "--format", "json").stdout)
    assert ["Harbour News", 1] in asked["facets"]["section"]
    assert set(asked["facets"]) == {"outlet", "section", "place", "author", "language", "tag", "year"}
    assert json.loads(filled("search", "ferry", "--format", "json").stdout)["facets"] is None


def test_search_explains_the_scores_on_demand(filled: Dateline) -> None:
    told = json.loads(filled("search", "ferry", "--explain", "--format", "json").stdout)
    for hit in told["hits"]:
        why = hit["explanation"]
        assert [share["label"] for share in why["conditions"]] == ["ferry"]
        assert {reward["kind"] for reward in why["rewards"]} == {"typed", "early"}
        parts = [*why["conditions"], *why["rewards"]]
        assert sum(part["score"] for part in parts) == pytest.approx(hit["score"], rel=1e-5)
    lines = filled("search", "ferry", "--explain", "--limit", "1").stdout.splitlines()
    first, *parts = [line.split() for line in lines if line.startswith(" " * 9) and line.split()[0][0].isdigit()]
    assert first[1:] == ["="]
    assert sum(float(part[0]) for part in parts) == pytest.approx(float(first[0]), abs=0.002)
    assert "nothing ranks it" in filled("search", "is:unread", "--explain").stdout


def test_nothing_found_is_exit_code_one_with_a_way_on(filled: Dateline) -> None:
    run = filled("search", "pilots zeppelin")
    assert run.returncode == 1
    assert run.stdout == ""
    assert "without zeppelin: 1" in run.stderr


def test_a_query_typed_never_fails(filled: Dateline) -> None:
    for query in ('"', "(((", "OR", "-", "a:", "headline:", "*?*", "NOT NOT", "\\", "date:tomorrowish", "''"):
        assert filled("count", "--", query).returncode in {0, 1}, query


def test_count_prints_a_number(filled: Dateline) -> None:
    assert filled("count", "ferry").stdout == "2\n"
    none = filled("count", "zeppelin")
    assert (none.returncode, none.stdout) == (1, "0\n")


def test_show_in_each_form(filled: Dateline) -> None:
    number = filled("search", "pilots", "--format", "ids").stdout.strip()
    told = json.loads(filled("show", number, "--format", "json", "--query", "strike").stdout)
    assert list(told) == [
        *("version", "id", "headline", "standfirst", "authors", "place", "section", "outlet", "published", "evidence"),
        *("language", "location", "url", "words", "read", "starred", "rating", "tags", "note", "blocks"),
    ]
    caption = told["blocks"][0]
    assert (caption["kind"], caption["credit"]) == ("caption", "Ilse Brandt/Meridian")
    assert [block["kind"] for block in told["blocks"]].count("caption") == 1
    lit = [block["text"][start:end] for block in told["blocks"] for start, end in block["marks"]]
    assert lit == ["strikes"]
    assert "Nobody strikes for pleasure" in filled("show", number).stdout
    assert filled("show", number, "--format", "markdown").stdout.startswith("# Ferry strike enters its third week\n")


@pytest.mark.parametrize("number", ["999", "abc", "-1", "9" * 40])
def test_show_of_no_article_says_how_to_find_one(filled: Dateline, number: str) -> None:
    run = filled("show", "--", number)
    assert run.returncode == 1
    assert "no such article" in run.stderr


def test_removing_is_told_to_a_program(filled: Dateline, folder: Path) -> None:
    run = filled("sources", "remove", "--keep-marked", "--porcelain", "--", folder)
    assert (run.returncode, json.loads(run.stdout)) == (0, {"event": "done", "removed": 2})


def test_that_somebody_else_writes_is_told_to_a_program(filled: Dateline, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as opened, opened.write_lock("dateline add"):
        run = filled("--wait", "0", "sources", "remove", "--keep-marked", "--porcelain", "1")
    told = json.loads(run.stdout)
    assert (run.returncode, told["event"], told["locked"]) == (4, "error", True)


def test_sources_lists_and_removes(filled: Dateline, folder: Path) -> None:
    listed = filled("sources")
    assert str(folder) in listed.stdout
    assert "2 articles" in listed.stdout
    assert filled("sources", "remove", folder).returncode == 0
    assert filled("sources").stdout == ""
    assert filled("count", "*").stdout == "0\n"
    assert (folder / "ferry.txt").exists()


@pytest.mark.parametrize("name", ["nowhere", "~nobody-of-that-name/news"])
def test_a_source_that_is_none_is_a_wrong_usage(filled: Dateline, name: str) -> None:
    run = filled("sources", "remove", name)
    assert run.returncode == 2
    assert "dateline sources" in run.stderr


def test_check_finds_and_repairs_a_damaged_index(filled: Dateline, tmp_path: Path) -> None:
    assert filled("check").returncode == 0
    for path in (tmp_path / "library" / "search").rglob("segment.*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(bytes(data))
    assert filled("check").returncode == 4
    assert filled("check", "--repair").returncode == 0
    assert filled("check").returncode == 0
    assert filled("count", "ferry").stdout == "2\n"


@pytest.mark.parametrize("left", [[], ["1"], ["1", "2"]], ids=str)
def test_check_of_an_index_not_built_yet_warns_and_says_what_builds_it(
    filled: Dateline, tmp_path: Path, left: list[str]
) -> None:
    search = tmp_path / "library" / "search"
    shutil.rmtree(search)
    for unfinished in left:
        (search / unfinished).mkdir(parents=True)
    unbuilt = filled("check")
    assert (unbuilt.returncode, unbuilt.stdout) == (0, "")
    assert (
        "the search index is not built yet; the next `dateline sync` or `dateline reindex` builds it" in unbuilt.stderr
    )
    assert filled("sync").returncode == 0
    assert "the library and its index are sound" in filled("check").stderr


def test_check_repairs_an_index_that_is_not_built_yet(filled: Dateline, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "library" / "search")
    assert filled("check", "--repair").returncode == 0
    assert "the library and its index are sound" in filled("check").stderr


def test_check_says_what_the_index_lacks(filled: Dateline, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        put(library, article("Moss found on the moon"))
    behind = filled("check")
    assert (behind.returncode, behind.stdout) == (0, "")
    assert "the search index is 1 change behind; the next `dateline sync` or `dateline reindex`" in behind.stderr
    assert filled("sync").returncode == 0
    assert "the library and its index are sound" in filled("check").stderr


def test_the_index_may_be_deleted(filled: Dateline, tmp_path: Path) -> None:
    for path in sorted((tmp_path / "library" / "search").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert filled("count", "ferry").stdout == "2\n"


def test_reindex_and_stats(filled: Dateline) -> None:
    assert "2 articles indexed" in filled("reindex").stderr
    told = json.loads(filled("stats", "--format", "json").stdout)
    assert told["articles"] == 2
    assert "articles" in filled("stats").stdout


@pytest.mark.parametrize("setting", [["--memory", "1"], []])
def test_less_memory_makes_more_steps(dateline: Dateline, tmp_path: Path, setting: list[str]) -> None:
    lines = [json.dumps({"title": f"Ferry {number}", "text": f"ferry dock {number} " * 300}) for number in range(60)]
    (tmp_path / "ferries.jsonl").write_text("\n".join(lines))
    env = {} if setting else {"DATELINE_MEMORY": "1"}
    assert dateline(*setting, "add", tmp_path / "ferries.jsonl", env=env).returncode == 0
    few = commits(tmp_path)
    assert dateline("reindex").returncode == 0
    assert few > commits(tmp_path)
    assert dateline(*setting, "reindex", env=env).returncode == 0
    assert few == commits(tmp_path)
    assert dateline("count", "ferry").stdout == "60\n"


def commits(tmp_path: Path) -> int:
    """How many commits made the index that is there."""
    (manifest,) = (tmp_path / "library" / "search").glob("*/manifest.json")
    number: int = json.loads(manifest.read_text())["manifest"]["number"]
    return number


def test_porcelain_is_json_lines(dateline: Dateline, folder: Path) -> None:
    run = dateline("add", folder, "--porcelain")
    events = [json.loads(line) for line in run.stdout.splitlines()]
    assert events[-1]["event"] == "done"
    assert events[-1]["added"] == 2
    assert {event["event"] for event in events[:-1]} <= {"progress"}


def test_map_names_unusual_keys(dateline: Dateline, tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"ttl": "Moss found", "txt": "Green moss was found.", "meta": {"on": "2031-04-05"}}))
    assert (
        dateline("add", path, "--map", "headline=ttl", "--map", "body=txt", "--map", "published=meta.on").returncode
        == 0
    )
    told = json.loads(dateline("search", "moss", "--format", "json").stdout)["hits"][0]
    assert (told["headline"], told["published"]) == ("Moss found", "2031-04-05")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(dateline: Dateline, shell: str) -> None:
    run = dateline("completion", shell)
    assert run.returncode == 0
    assert "_DATELINE_COMPLETE" in run.stdout


def test_version_is_the_distributions(dateline: Dateline) -> None:
    assert dateline("--version").stdout == f"dateline, version {version('dateline')}\n"


@pytest.mark.parametrize("command", ["batch", "completion", "concordance", "saved", "search"])
def test_examples_in_the_help_have_lines_of_their_own(dateline: Dateline, command: str) -> None:
    lines = dateline(command, "--help").stdout.splitlines()
    assert not any("\\b" in line or "\b" in line for line in lines)
    assert sum(f"dateline {command} " in line for line in lines[1:]) >= 2


def test_help_names_every_command(dateline: Dateline) -> None:
    told = dateline("--help").stdout
    for name in COMMANDS:
        assert (name in told) == (name not in {"catch-up", "apply-rules"}), name


@pytest.mark.parametrize(
    ("query", "spoken"),
    [
        (["-ferry"], "not ferry"),
        (["crews", "-headline:dam"], "crews, not in headline: dam"),
        (["--limit", "1", "-horse", "--sort", "newest"], "not horse"),
        (["-", "ferry"], "ferry"),
        (["--", "-ferry", "--limit"], "not ferry and limit"),
    ],
)
def test_a_word_with_a_minus_is_left_out_not_taken_for_an_option(
    filled: Dateline, query: list[str], spoken: str
) -> None:
    run = filled("search", "--format", "json", *query)
    assert run.returncode < 2, run.stderr
    assert json.loads(run.stdout)["query"]["understood"].split(";")[0] == spoken
    assert filled("count", "-ferry").stdout == "0\n"


def test_a_mistyped_option_is_not_taken_for_a_word(filled: Dateline) -> None:
    run = filled("search", "ferry", "--fromat", "json")
    assert run.returncode == 2
    assert "--format" in run.stderr
    assert filled("search", "-h").stdout.startswith("Usage:")
    assert "-1 is not in the range" in filled("search", "ferry", "--limit", "-1").stderr


def test_one_damaged_body_stops_neither_reindex_nor_check(filled: Dateline, tmp_path: Path, folder: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        library.database.execute_many("UPDATE bodies SET data = x'00' WHERE article_id = ?", [(1,)])
    built = filled("reindex")
    assert built.returncode == 3
    assert "article 1 cannot be read" in built.stderr
    assert "2 articles indexed" in built.stderr
    checked = filled("check")
    assert (checked.returncode, checked.stdout.startswith("article 1 has a damaged body: ")) == (4, True)
    (page,) = (path for path in folder.iterdir() if str(path) in checked.stdout)
    aside = page.rename(tmp_path / "aside")
    lost = filled("check", "--repair")
    assert lost.returncode == 4
    assert "not mended: article 1 has a damaged body" in lost.stderr
    assert "put it back" in lost.stderr
    aside.rename(page)
    assert filled("check", "--repair").returncode == 0
    assert filled("check").returncode == 0
    assert filled("show", "1").returncode == 0

"""Lines of a batch: which can be asked, and what their rows are written as."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from index import understand
from index.types import Summary
from tui.batches import LONGEST_LINE, NOTHING_STATED, Line, Row, export, lines_in, lines_of, outlets_text, row_of


def read(data: bytes) -> list[Line]:
    return list(lines_of(io.BytesIO(data)))


def test_blank_lines_say_nothing_and_the_others_are_numbered_by_the_file() -> None:
    assert read(b"\xef\xbb\xbfpilots\r\n\n \t \n  Ida Vane \n#tagged") == [
        Line(1, "pilots"),
        Line(4, "Ida Vane"),
        Line(5, "#tagged"),
    ]
    assert read(b"") == []


def test_what_is_no_text_or_too_long_has_a_problem_and_the_next_line_none() -> None:
    longest = b"w" * LONGEST_LINE
    lines = read(b"a\xff\n" + longest + b"\n" + longest + b"w\n" + b"w" * 200_000 + b"\nferry\n")
    assert [(line.number, line.problem) for line in lines] == [
        (1, "it is not UTF-8 text"),
        (2, None),
        (3, "it is longer than 10,000 characters"),
        (4, "it is longer than 10,000 characters"),
        (5, None),
    ]
    assert lines[-1].query == "ferry"
    assert all(len(line.query) <= LONGEST_LINE for line in lines)


@given(st.binary(max_size=300))
def test_any_bytes_are_lines(data: bytes) -> None:
    for line in read(data):
        assert line.query or line.problem
        assert line.query.isprintable()
        assert 1 <= line.number <= data.count(b"\n") + 1


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text: str) -> None:
    assert all(line.query.isprintable() for line in lines_in(text))


def asked(query: str) -> Row | Line:
    return row_of(Line(3, query), Summary(understand(query), 2, "2031-05-02", None, (("Mail", 2), ("=Post", 1))))


def test_a_line_that_states_nothing_is_no_row() -> None:
    for query in ("()", "-", "sort:newest", '""', "AND"):
        assert asked(query) == Line(3, query, NOTHING_STATED)
    for query in ("*", "ferry", "is:read", "(ferry"):
        assert isinstance(asked(query), Row)


def test_rows_are_written_as_csv_and_json() -> None:
    row = asked('"ferry, strike')
    assert isinstance(row, Row)
    (read_back,) = csv.DictReader(io.StringIO(export([row], ".csv")))
    assert list(read_back) == ["query", "hits", "first", "last", "outlets", "repairs"]
    assert (read_back["query"], read_back["hits"], read_back["last"]) == ('"ferry, strike', "2", "")
    assert read_back["outlets"] == outlets_text(row.outlets) == "2 Mail, 1 =Post"
    assert read_back["repairs"]
    (told,) = json.loads(export([row], ".json"))
    assert told == json.loads(export([row], ".jsonl"))
    assert told["outlets"] == [["Mail", 2], ["=Post", 1]]
    assert (told["line"], told["total"], told["first"], told["last"]) == (3, 2, "2031-05-02", None)

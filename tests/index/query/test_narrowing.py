"""Queries rewritten by the facet panel and the timeline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import understand, written
from index.query.narrowing import dated, faceted, narrowed, undated, widened
from index.types import FacetValue

FACETS = ("outlet", "section", "place", "author", "language", "tag", "year", "word")
QUERIES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["ferry", "-quay", " ", " OR ", "(", ")", '"', "tag:sea", "#sea", "date:2030", "sort:oldest", " AND ", "=a",
             'outlet:=="Mail"', "since:2029", "is:read", "~2", "w/3", "atleast2(", "b/s c", "lang:en", "/x/", "*"]
        ),
        max_size=12,
    ).map(" ".join),
)  # fmt: skip


def meaning(text: str) -> tuple[str, object]:
    understood = understand(text)
    return written(understood.tree), understood.order  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "facet", "value", "narrow"),
    [
        ("", "outlet", "The Planet", 'outlet:=="The Planet"'),
        ("ferry", "section", "politics", 'ferry section:=="politics"'),
        ("ferry ", "author", "Ida Vane", 'ferry byline:=="Ida Vane"'),
        ("ferry", "place", "Eastmark", 'ferry place:=="Eastmark"'),
        ("ferry", "language", "en", "ferry lang:en"),
        ("ferry", "tag", "sea", "ferry tag:sea"),
        ("ferry", "tag", "sea level", 'ferry tag:"sea level"'),
        ("ferry", "year", "2030", "ferry date:2030"),
        ("ferry", "word", "tide", "ferry =tide"),
        ("ferry OR quay", "tag", "sea", "(ferry OR quay) tag:sea"),
        ('"ferry', "tag", "sea", "ferry tag:sea"),
        ("*", "tag", "sea", "tag:sea"),
        ("sort:oldest", "tag", "sea", "sort:oldest tag:sea"),
    ],
)
def test_a_query_is_narrowed_as_one_would_type_it_and_widened_to_what_it_was(
    query: str, facet: str, value: str, narrow: str
) -> None:
    assert narrowed(query, facet, value) == narrow
    assert meaning(widened(narrow, facet, value)) == meaning(query)
    excluded = narrowed(narrow, facet, value, exclude=True)
    assert excluded is not None
    assert meaning(widened(excluded, facet, value)) == meaning(query)
    assert narrowed(excluded, facet, value) == narrow


@pytest.mark.parametrize("typed", ["source:==“Mail”", "feed:==«Mail»", 'OUTLET:=="Mail"'])
def test_what_was_typed_another_way_is_taken_out_too(typed: str) -> None:
    query = f"ferry {typed} quay"
    assert faceted(query, {"outlet": [("Mail", 3)]}) == {"outlet": (FacetValue("outlet", "Mail", 3, chosen=True),)}
    assert widened(query, "outlet", "Mail") == "ferry quay"


def test_values_of_the_query_come_first_and_stay_where_nothing_has_them() -> None:
    marked = faceted("-tag:Quay tag:gone", {"tag": [("sea", 9), ("quay", 4)], "outlet": []})
    assert marked == {
        "tag": (
            FacetValue("tag", "gone", 0, chosen=True),
            FacetValue("tag", "quay", 4, excluded=True),
            FacetValue("tag", "sea", 9),
        ),
        "outlet": (),
    }


def test_values_that_no_query_can_tell_apart_are_counted_as_one() -> None:
    counted = {"place": [("Ansel", 5), ("Eastmark", 4), ("Eastmark\u00a0", 2)]}
    assert faceted("", counted) == {"place": (FacetValue("place", "Eastmark", 6), FacetValue("place", "Ansel", 5))}


def test_what_is_one_of_several_ways_is_no_choice() -> None:
    assert faceted("tag:sea OR tag:quay", {"tag": [("sea", 2)]}) == {"tag": (FacetValue("tag", "sea", 2),)}


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2030-01-01", "2030-12-31", "date:2030"),
        ("2030-01-01", "2032-12-31", "date:2030..2032"),
        ("2030-02-01", "2030-02-28", "date:2030-02"),
        ("2030-02-01", "2030-04-30", "date:2030-02..2030-04"),
        ("2030-02-01", "2030-02-01", "date:2030-02-01"),
        ("2030-02-03", "2030-03-31", "date:2030-02-03..2030-03-31"),
    ],
)
def test_days_are_written_short(first: str, last: str, said: str) -> None:
    assert dated("ferry", first, last) == f"ferry {said}"
    assert dated(f"ferry {said}", first, last) == f"ferry {said}"
    assert undated(f"ferry {said}") == "ferry"


def test_days_take_the_place_of_other_days() -> None:
    assert dated("since:2029 ferry date:2030 -date:2031", "2030-05-01", "2030-05-31") == "ferry -date:2031 date:2030-05"
    assert undated("ferry is:undated") == "ferry"


@given(QUERIES, st.sampled_from(FACETS), st.text(max_size=12))
def test_whatever_is_asked_the_new_query_means_what_it_should(query: str, facet: str, value: str) -> None:
    narrow = narrowed(query, facet, value)
    if narrow is None:
        return
    back = widened(narrow, facet, value)
    assert len(set(faceted(narrow, {facet: []})[facet]) - set(faceted(back, {facet: []})[facet])) == 1
    assert meaning(back) == meaning(widened(query, facet, value))


@given(QUERIES)
def test_days_come_and_go_in_every_query(query: str) -> None:
    cut = dated(query, "2030-05-01", "2030-05-31")
    if cut is not None:
        assert meaning(undated(cut)) == meaning(undated(query))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("saved:tide OR quay", '(saved:tide OR quay) outlet:=="Mail"'),
        ('saved:"low tide"', 'saved:"low tide" outlet:=="Mail"'),
        ("-saved:tide", '-saved:tide outlet:=="Mail"'),
    ],
)
def test_saved_searches_stay_whole(query: str, expected: str) -> None:
    assert narrowed(query, "outlet", "Mail") == expected
    assert widened(expected, "outlet", "Mail") in {query, f"({query})"}
    assert understand(expected, saved=lambda _: "ebb OR flow").spoken.endswith("outlet is Mail")

"""Numbers for strings are those that a dictionary would give, whatever the strings are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.codec.interning import Numbers, in_one, keys_at

STRINGS = st.lists(
    st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=40)
    | st.text("ab\0é", min_size=1, max_size=17)
    | st.integers(0, 50).map("{:09}".format),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(STRINGS, max_size=5))
def test_equal_strings_have_equal_numbers(parts: list[list[str]]) -> None:
    numbers, known = Numbers(), dict[str, int]()
    for strings in parts:
        found, new = numbers.of(*in_one(strings))
        assert len(set(new.tolist())) == len(new)
        for number, place in enumerate(new.tolist(), len(known)):
            assert known.setdefault(strings[place], number) == number
        assert found.tolist() == [known[string] for string in strings]
        assert len(numbers) == len(known)


def test_many_strings() -> None:
    numbers = Numbers()
    strings = [f"{number:x}" for number in range(100_000)]
    for first in range(0, len(strings), 7_000):
        numbers.of(*in_one(strings[first : first + 7_000]))
    found, new = numbers.of(*in_one(strings))
    assert len(new) == 0
    assert sorted(found.tolist()) == list(range(len(strings)))
    assert numbers.of(*in_one(["0", "fff", "1869f"]))[0].tolist() == [found[0], found[0xFFF], found[99_999]]


def test_short_strings_are_told_in_full() -> None:
    strings = ["a", "fifteen letters", "é中🙂", "\0", "\ud800"]
    text, starts, lengths = in_one(strings)
    assert keys_at(text, starts, lengths).strings() == strings
    assert keys_at(text, starts, lengths).lengths.tolist() == lengths.tolist()

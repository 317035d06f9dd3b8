from __future__ import annotations

from itertools import combinations

import pytest
from textual.binding import Binding

from tui.actions import ACTIONS, BY_ID
from tui.keymaps import NO_KEY, PRESETS, make_keymap, names, show_key


@pytest.mark.parametrize("preset", PRESETS)
def test_every_action_has_a_key_in_every_preset(preset: str) -> None:
    keymap, problems = make_keymap(preset, {})
    assert not problems
    assert [action.id for action in ACTIONS if not keymap.keys[action.id]] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_means_two_things_in_one_place(preset: str) -> None:
    keymap, _ = make_keymap(preset, {})
    clashes = [
        (one.id, other.id)
        for one, other in combinations(ACTIONS, 2)
        if set(one.scopes) & set(other.scopes) and set(keymap.keys[one.id]) & set(keymap.keys[other.id])
    ]
    # Escape leaves the search in the list, and is one of the ways back elsewhere.
    assert clashes in ([("back", "clear_search")], [])


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(ACTIONS)


@pytest.mark.parametrize("preset", PRESETS)
def test_textual_knows_every_key_by_the_same_name(preset: str) -> None:
    keymap, _ = make_keymap(preset, {})
    for action in ACTIONS:
        bound = Binding.make_bindings([Binding(keymap.binding(action.id), "nothing")])
        assert tuple(binding.key for binding in bound) == keymap.keys[action.id]


def test_own_keys_go_over_the_preset() -> None:
    keymap, problems = make_keymap("vim", {"star": ["X", "ctrl+b"], "quit": ["f10"]})
    assert not problems
    assert keymap.keys["star"] == ("X", "ctrl+b")
    assert keymap.keys["quit"] == ("f10",)
    assert "ctrl+b" not in keymap.keys["page_up"]


def test_swapped_keys_are_no_problem() -> None:
    keymap, problems = make_keymap("vim", {"star": ["m"], "toggle_read": ["s"]})
    assert not problems
    assert (keymap.keys["star"], keymap.keys["toggle_read"]) == (("m",), ("s",))


def test_an_action_that_loses_its_only_key_is_told() -> None:
    keymap, problems = make_keymap("vim", {"star": ["m"]})
    assert keymap.keys["toggle_read"] == ()
    assert keymap.binding("toggle_read") == NO_KEY
    assert len(problems) == 1
    assert "toggle_read" in problems[0]


def test_an_action_can_be_given_no_key() -> None:
    keymap, problems = make_keymap("vim", {"read_all": []})
    assert not problems
    assert keymap.binding("read_all") == NO_KEY


@pytest.mark.parametrize("key", ["", "nothing", "ctrl+nothing", "strange+a", "ab", "\x1b"])
def test_what_is_no_key_is_told_and_the_default_stays(key: str) -> None:
    keymap, problems = make_keymap("vim", {"star": [key]})
    assert keymap.keys["star"] == ("s",)
    assert len(problems) == 1


def test_an_unknown_action_is_told() -> None:
    _, problems = make_keymap("vim", {"dance": ["d"]})
    assert len(problems) == 1
    assert '"dance"' in problems[0]


def test_only_changed_widget_keys_are_given_to_textual() -> None:
    assert make_keymap("vim", {})[0].changes() == {}
    assert make_keymap("vim", {"down": ["n"]})[0].changes() == {
        "list.down": "n",
        "reader.down": "n",
        "facets.down": "n",
    }


@pytest.mark.parametrize(
    ("key", "shown"), [("question_mark", "?"), ("ctrl+d", "ctrl+d"), ("escape", "esc"), ("down", "↓"), ("minus", "-")]
)
def test_keys_are_shown_as_people_write_them(key: str, shown: str) -> None:
    assert show_key(key) == shown


def test_names_of_characters() -> None:
    assert names("?,j,ctrl+d") == ("question_mark", "j", "ctrl+d")

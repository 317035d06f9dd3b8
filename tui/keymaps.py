"""Which key does what: a preset, and over it the user's own keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textual.keys import KEY_DISPLAY_ALIASES, Keys, _character_to_key, format_key

from tui.actions import ACTIONS, BY_ID, Action

PRESETS = ("vim", "newsboat", "mutt")
_SHOWN = {**KEY_DISPLAY_ALIASES, "enter": "enter"}
NO_KEY = "unbound"
"""A key that no terminal sends: what an action is bound to that has lost its keys."""

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_NAMED = frozenset(key.value.rpartition("+")[2] for key in Keys if not key.value.startswith("<"))


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of every action, in Textual's names, best first. An action can have none."""

    keys: Mapping[str, tuple[str, ...]]

    def shown(self, action_id: str) -> tuple[str, ...]:
        """An action's keys as people read them: `("j", "↓")`."""
        return tuple(show_key(key) for key in self.keys[action_id])

    def binding(self, action_id: str) -> str:
        """An action's keys as a binding wants them."""
        return ",".join(self.keys[action_id]) or NO_KEY

    def changes(self) -> dict[str, str]:
        """The widget bindings whose keys are not the default ones, for `App.set_keymap`."""
        return {
            binding: self.binding(action.id)
            for action in ACTIONS
            for binding in action.widgets
            if self.keys[action.id] != names(action.keys)
        }


def names(keys: str) -> tuple[str, ...]:
    """The Textual names of keys written with commas between."""
    return tuple(_character_to_key(key) if len(key) == 1 else key for key in keys.split(","))


def show_key(key: str) -> str:
    """A key as people write it: `ctrl+d`, `/`, `esc`."""
    *modifiers, base = key.split("+")
    return "+".join([*modifiers, _SHOWN.get(base) or format_key(base)])


def preset_keys(action: Action, preset: str) -> tuple[str, ...]:
    """An action's keys in a preset."""
    other = {"newsboat": action.newsboat, "mutt": action.mutt}.get(preset)
    return names(action.keys if other is None else other)


def make_keymap(preset: str, own: Mapping[str, Sequence[str]]) -> tuple[Keymap, list[str]]:
    """Lay the user's keys over a preset.

    Returns:
        The keymap, and sentences on what in `own` could not be used or took a key from another action.
    """
    keys = {action.id: preset_keys(action, preset) for action in ACTIONS}
    problems: list[str] = []
    chosen: dict[str, tuple[str, ...]] = {}
    for action_id, wanted in own.items():
        if action_id not in BY_ID:
            problems.append(f'keys: there is no action "{action_id}"; the help lists them')
            continue
        good = tuple(key for text in wanted if (key := _key(text)))
        problems.extend(f'keys.{action_id}: "{text}" is not a key' for text in wanted if not _key(text))
        if good or not wanted:
            chosen[action_id] = good
    for action_id, taken in chosen.items():
        keys[action_id] = taken
        problems.extend(_take_away(keys, action_id, keep=chosen))
    return Keymap(keys), problems


def _key(text: str) -> str | None:
    """The Textual name of a key as a person wrote it, None if it is no key."""
    text = text.strip() if text != " " else "space"
    if len(text) == 1:
        return _character_to_key(text) if text.isprintable() else None
    *modifiers, base = text.split("+")
    if not set(modifiers) <= _MODIFIERS:
        return None
    if len(base) == 1 and modifiers:
        return "+".join([*modifiers, base])
    known = base in _NAMED or len(format_key(base)) == 1
    return text if known else None


def _take_away(keys: dict[str, tuple[str, ...]], action_id: str, *, keep: Iterable[str]) -> list[str]:
    """Take an action's keys from the others that work in the same place; say which were left without any."""
    scopes = set(BY_ID[action_id].scopes)
    left_without = []
    for other, had in keys.items():
        if other == action_id or other in keep or scopes.isdisjoint(BY_ID[other].scopes):
            continue
        keys[other] = tuple(key for key in had if key not in keys[action_id])
        if had and not keys[other]:
            left_without.append(f"keys.{action_id}: took the only key of {other}; give it another in [keys]")
    return left_without

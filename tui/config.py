"""The user's settings: `config.toml` in the platform's configuration folder.

A setting that means nothing never stops the reader: its default is used, and the problem is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from tui.keymaps import PRESETS, Keymap, make_keymap
from tui.themes import DEFAULT_THEME, THEME_NAMES

MEASURES = range(40, 121)
"""The line lengths of the reader that can be set, in columns."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force.

    `open_command` is a program with its arguments, `{}` standing for the address; empty for the platform's browser.
    `watch` reads in what changes in the sources on the disk while the reader is open.
    `problems` are sentences on settings that could not be used.
    """

    keymap: Keymap = field(default_factory=lambda: make_keymap("vim", {})[0])
    theme: str = DEFAULT_THEME
    measure: int = 72
    open_command: tuple[str, ...] = ()
    sync_on_start: bool = True
    watch: bool = True
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """Where the settings are read from."""
    return platformdirs.user_config_path("dateline", appauthor=False) / "config.toml"


def load_config(path: Path | None = None) -> Config:
    """Read the settings; with no file, all defaults."""
    path = path or config_path()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        return _unreadable(path, error)
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _unreadable(path, error)
    return _Reading(table).config()


def _unreadable(path: Path, error: Exception) -> Config:
    return Config(problems=(f"{path} could not be read, so the defaults are used: {error}",))


class _Reading:
    """One reading of a settings table, gathering what is wrong with it."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        self._problems: list[str] = []

    def config(self) -> Config:
        default = Config()
        preset = self._value("preset", "vim", lambda value: value in PRESETS, f"one of {', '.join(PRESETS)}")
        keymap, problems = make_keymap(preset, self._keys())
        self._problems.extend(problems)
        known = {"preset", "keys", "theme", "measure", "open", "sync_on_start", "watch"}
        self._problems.extend(f'there is no setting "{name}"' for name in self._table if name not in known)
        return Config(
            keymap=keymap,
            theme=self._value(
                "theme", default.theme, lambda value: value in THEME_NAMES, f"one of {', '.join(THEME_NAMES)}"
            ),
            measure=self._value(
                "measure",
                default.measure,
                lambda value: type(value) is int and value in MEASURES,
                f"a number from {MEASURES[0]} to {MEASURES[-1]}",
            ),
            open_command=self._open_command(),
            sync_on_start=self._switch("sync_on_start", default=default.sync_on_start),
            watch=self._switch("watch", default=default.watch),
            problems=tuple(self._problems),
        )

    def _value(self, name: str, default: Any, good: Callable[[Any], bool], wanted: str) -> Any:
        value = self._table.get(name, default)
        if isinstance(value, (str, int)) and good(value):
            return value
        self._problems.append(f"{name} must be {wanted}, not {value!r}; using {default!r}")
        return default

    def _switch(self, name: str, *, default: bool) -> bool:
        return bool(self._value(name, default, lambda value: isinstance(value, bool), "true or false"))

    def _keys(self) -> dict[str, list[str]]:
        table = self._table.get("keys", {})
        if not isinstance(table, Mapping):
            self._problems.append('keys must be a table: [keys], then lines like star = "z"')
            return {}
        keys = {}
        for action_id, value in table.items():
            wanted = [value] if isinstance(value, str) else value
            if isinstance(wanted, list) and all(isinstance(key, str) for key in wanted):
                keys[action_id] = wanted
            else:
                self._problems.append(f"keys.{action_id} must be a key or a list of keys, not {value!r}")
        return keys

    def _open_command(self) -> tuple[str, ...]:
        value = self._table.get("open", [])
        if isinstance(value, list) and all(isinstance(word, str) for word in value) and (not value or value[0]):
            return tuple(value)
        self._problems.append(
            f'open must be a list of a program and its arguments, as ["firefox", "{{}}"], not {value!r}'
        )
        return ()

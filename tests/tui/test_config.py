from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import Config, config_path, load_config


def load(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_no_file_means_defaults(tmp_path: Path) -> None:
    config = load_config(tmp_path / "absent.toml")
    assert config == Config()
    assert config.keymap.keys["down"] == ("j", "down")


def test_settings_are_read(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        'preset = "mutt"\ntheme = "ansi-dark"\nmeasure = 60\nsync_on_start = false\nwatch = false\n'
        'open = ["firefox", "{}"]\n'
        '[keys]\nstar = "z"\nundo = ["ctrl+z", "i"]\n',
    )
    assert config.problems == ()
    assert (config.theme, config.measure, config.sync_on_start, config.watch) == ("ansi-dark", 60, False, False)
    assert config.open_command == ("firefox", "{}")
    assert config.keymap.keys["star"] == ("z",)
    assert config.keymap.keys["sort"] == ("o",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('preset = "emacs"', "preset must be one of vim, newsboat, mutt, not 'emacs'; using 'vim'"),
        ("theme = 7", "theme must be one of"),
        ("measure = 7", "measure must be a number from 40 to 120, not 7; using 72"),
        ("measure = true", "measure must be a number"),
        ('sync_on_start = "no"', "sync_on_start must be true or false"),
        ('open = "firefox"', "open must be a list"),
        ("keys = 3", "keys must be a table"),
        ("[keys]\nstar = 3", "keys.star must be a key or a list of keys, not 3"),
        ('[keys]\nstar = "sternchen"', 'keys.star: "sternchen" is not a key'),
        ('colour = "red"', 'there is no setting "colour"'),
    ],
)
def test_a_setting_that_means_nothing_is_told_and_its_default_used(tmp_path: Path, text: str, told: str) -> None:
    config = load(tmp_path, text)
    assert len(config.problems) == 1
    assert told in config.problems[0]
    assert (config.theme, config.measure, config.open_command) == (Config().theme, 72, ())
    assert config.keymap == Config().keymap


@pytest.mark.parametrize("text", ["not toml", "= 3"])
def test_a_broken_file_is_told(tmp_path: Path, text: str) -> None:
    config = load(tmp_path, text)
    assert "config.toml could not be read" in config.problems[0]
    assert config.keymap == Config().keymap


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "could not be read" in load_config(path).problems[0]


def test_the_file_stands_in_the_configuration_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_path().name == "config.toml"
    assert config_path().parent.name == "dateline"

from __future__ import annotations

from importlib.metadata import version

from click.testing import CliRunner

from tui.cli.main import main


def test_version_is_the_distributions() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert result.exit_code == 0
    assert version("dateline") in result.output

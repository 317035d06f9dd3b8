"""The sample archive that ships with Dateline."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def archive_folder() -> Path:
    """The folder that holds the sample archive, as raw files. An installed package is a real folder on the disk."""
    return Path(str(files(__name__).joinpath("archive")))

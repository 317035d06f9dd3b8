"""Libraries that only some forms need, loaded when a document of the form comes."""

from __future__ import annotations

import importlib
from types import ModuleType

from index.errors import MissingLibraryError


def needed(module: str, extra: str, form: str, location: str) -> ModuleType:
    """The library that reads a form.

    Args:
        module: its import name.
        extra: the extra of this distribution that installs it.
        form: what it reads, as people call it: "PDF".
        location: the document that cannot be read without it.

    Raises:
        MissingLibraryError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingLibraryError(
            f"reading {form} needs a library that is not installed ({module})",
            location,
            f"Install it with pip install 'dateline[{extra}]', then sync again.",
        ) from error

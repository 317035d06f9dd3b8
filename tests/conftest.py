"""Where the real data stands, for the tests that use it."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def _present(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"the test data {path.name!r} is not beside this checkout")
    return path


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real corpora that stands beside the checkout; skips where it is absent."""
    return _present(SHARED / "corpora")


@pytest.fixture(scope="session")
def seed() -> Path:
    """The pasted news page that the project started from; skips where it is absent."""
    return _present(SHARED / "seeds" / "000_ac4ebc4ebea659b4.txt")

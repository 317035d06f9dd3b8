from __future__ import annotations

from index.errors import BrokenInputError, MissingLibraryError, UnreadableError
from index.sources.item import failure


def test_what_has_its_cause_elsewhere_is_tried_again() -> None:
    # tests/tui/cli/test_forms.py shows that a sync does so.
    assert failure(MissingLibraryError("no library"), "a.pdf").again
    assert failure(UnreadableError("no permission"), "a.txt").again
    assert not failure(BrokenInputError("damaged"), "a.zip").again

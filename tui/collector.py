"""The garbage collector stands still while the app starts.

Loading modules and styling the first screen make hundreds of thousands of objects that stay; looking through them again
and again would take a sixth of the time to the first screen.
"""

from __future__ import annotations

import gc


def pause() -> None:
    """Collect nothing until `resume`."""
    gc.disable()


def resume() -> None:
    """Collect again, but never look through what is there now: it stays, and the look would stop the screen."""
    gc.freeze()
    gc.enable()

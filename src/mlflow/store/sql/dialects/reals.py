"""Numbers of databases that have neither infinities nor NaN.

NaN is stored as NULL, as SQLite does by itself. The ends of the finite numbers stand for the infinities, so that they
are found and sorted as such; a number that is one of the ends goes one step back, by a part in 10¹⁶, in summaries and
searches. Histories are packed, and exact.
"""

from __future__ import annotations

from math import copysign, inf, isinf, nextafter
from typing import Final

_END: Final = nextafter(inf, 0)
_NEXT: Final = nextafter(_END, 0)


def bounded(value: float) -> float | None:
    """A number as it is stored."""
    if value != value:
        return None
    if isinf(value):
        return copysign(_END, value)
    return copysign(_NEXT, value) if abs(value) == _END else value


def unbounded(stored: float) -> float:
    """A stored number as it was."""
    return copysign(inf, stored) if abs(stored) == _END else stored

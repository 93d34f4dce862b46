"""Times as code for MLflow measures and writes them."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from types import TracebackType


class Timer:
    """Measures the seconds of its ``with`` block; formats as they do.

    ::

        with Timer() as timer:
            train()
        print(f"{timer:.2f} seconds")
    """

    def __init__(self) -> None:
        self.elapsed = 0.0
        self._began = 0.0

    def __enter__(self) -> Timer:
        self._began = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.elapsed = time.perf_counter() - self._began

    def __format__(self, form: str) -> str:
        return format(self.elapsed, form)

    def __repr__(self) -> str:
        return repr(self.elapsed)


def conv_longdate_to_str(longdate: float, local_tz: bool = True) -> str:
    """A moment as text: ``2026-11-20 19:40:00 UTC``.

    Args:
        longdate: Milliseconds since the epoch.
        local_tz: Whether in the zone of this machine, which is named then; in UTC, unnamed, else.
    """
    moment = datetime.fromtimestamp(longdate / 1000, tz=timezone.utc)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z") if local_tz else moment.strftime("%Y-%m-%d %H:%M:%S")

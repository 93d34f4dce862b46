"""Several files at a time: small ones wait for round trips, not for bandwidth."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

#: Files under way at once.
_AT_ONCE = 8

T = TypeVar("T")


def together(do: Callable[[T], None], items: list[T], at_once: int = _AT_ONCE) -> None:
    """Do it for every item, several at a time; the first failure is raised after those under way have ended."""
    if len(items) < 2:
        for item in items:
            do(item)
        return
    with ThreadPoolExecutor(min(at_once, len(items)), thread_name_prefix="mlflow-artifacts") as pool:
        begun = [pool.submit(do, item) for item in items]
        try:
            for done in begun:
                done.result()
        except BaseException:
            for waiting in begun:
                waiting.cancel()
            raise

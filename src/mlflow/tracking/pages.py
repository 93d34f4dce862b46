"""A listing of many pages as one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mlflow.entities import PagedList

T = TypeVar("T")


def all_pages(
    page: Callable[[int, str | None], PagedList[T]], size: int, most: int | None, largest: int | None = None
) -> list[T]:
    """Ask for page after page.

    Args:
        page: Of a number of results and the token of the page before.
        size: Results per page.
        most: At most so many in all; all there are where None.
        largest: Let pages grow to so many results, since a store may have to sort anew for each page.
    """
    found: list[T] = []
    token: str | None = None
    while most is None or len(found) < most:
        got = page(size if most is None else min(size, most - len(found)), token)
        found += got
        token = got.token
        if not token:
            break
        if largest is not None:
            size = min(2 * size, largest)
    return found

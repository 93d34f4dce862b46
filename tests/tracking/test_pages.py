"""A listing of many pages: everything once, in few requests."""

from __future__ import annotations

import pytest

from mlflow.entities import PagedList
from mlflow.tracking.pages import all_pages


@pytest.mark.parametrize(
    ("most", "largest", "sizes"),
    [
        (None, None, [10] * 10),
        (None, 40, [10, 20, 40, 40]),
        (65, 40, [10, 20, 35]),
        (10, 40, [10]),
        (0, 40, []),
        (7, None, [7]),
    ],
)
def test_pages_grow(most: int | None, largest: int | None, sizes: list[int]) -> None:
    asked: list[int] = []

    def page(size: int, token: str | None) -> PagedList[int]:
        asked.append(size)
        start = int(token or 0)
        end = min(start + size, 100)
        return PagedList(range(start, end), str(end) if end < 100 else None)

    assert all_pages(page, 10, most, largest) == list(range(100 if most is None else most))
    assert asked == sizes

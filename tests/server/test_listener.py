"""The process that listens."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.server.listener import bind, spare_from_collection


class _Node:
    other: _Node


def _ring() -> tuple[_Node, _Node]:
    one, two = _Node(), _Node()
    one.other, two.other = two, one
    return one, two


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_lives_is_looked_through_no_more() -> None:
    kept = _ring()
    spare_from_collection()
    looked_through = gc.get_objects()
    assert not any(each is kept[0] for each in looked_through)
    assert gc.get_freeze_count() > 10_000  # the modules alone


def test_what_has_become_garbage_since_goes_the_next_time() -> None:
    ring = _ring()
    gone = weakref.ref(ring[0])
    spare_from_collection()
    del ring
    gc.collect()
    assert gone() is not None  # it was spared
    spare_from_collection()
    assert gone() is None


@pytest.mark.parametrize("port", [99_999, 65_536, -1])
def test_a_port_that_is_none_is_told(port: int) -> None:
    with pytest.raises(InvalidParameterValue, match=f"0 to 65535, not {port}"):
        bind("127.0.0.1", port)

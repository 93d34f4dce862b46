"""Our functions, methods and classes take what MLflow 3.6's take.

``signatures.tsv`` holds its published parameters: ``name=`` has a default, what follows ``*`` goes by keyword only.
``not_yet.txt`` holds public names of its classic parts that are not here, some with the reason; it may only shrink.
"""

from __future__ import annotations

import importlib
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.public_api.published import differences, read_table

HERE = Path(__file__).parent
TABLE = read_table(HERE / "signatures.tsv")
NOT_YET = [line.partition("#")[0].strip() for line in (HERE / "not_yet.txt").read_text(encoding="utf-8").splitlines()]


def found(name: str) -> Any:
    """What a dotted name stands for.

    Raises:
        AttributeError: Nothing.
    """
    parts = name.split(".")
    for at in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:at]))
        except ImportError:
            continue
        for part in parts[at:]:
            value = getattr(value, part)
        return value
    raise AttributeError(name)


def test_the_published_calls_are_taken() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wrong = {name: list(differences(found(name), published)) for name, published in TABLE}
    assert not {name: why for name, why in wrong.items() if why}


def test_the_check_sees_what_it_looks_for() -> None:
    def one(a: int, b: int = 1, *, c: int) -> None: ...

    assert list(differences(one, "a b= * c")) == []
    assert list(differences(one, "b a= * c=")) == ["b is not number 0", "a has no default", "c has no default"]
    assert list(differences(one, "a d= **kwargs")) == ["no **kwargs", "no d", "needs c"]


@pytest.mark.parametrize("name", NOT_YET)
def test_names_that_are_here_leave_the_list(name: str) -> None:
    with warnings.catch_warnings(), pytest.raises(AttributeError):
        warnings.simplefilter("ignore")
        found(name)

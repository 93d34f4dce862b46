"""Our functions, methods and classes take what MLflow 3.6's take.

``signatures.tsv`` holds its published parameters: ``name=`` has a default, what follows ``*`` goes by keyword only.
``not_yet.txt`` holds public names of its classic parts that are not here; the list may only shrink.
"""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
TABLE = [line.split("\t") for line in (HERE / "signatures.tsv").read_text(encoding="utf-8").splitlines()]
NOT_YET = (HERE / "not_yet.txt").read_text(encoding="utf-8").split()


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


def differences(value: Any, published: str) -> Iterator[str]:
    """What calls of the published form would stumble over."""
    ours = list(inspect.signature(value).parameters.values())
    if inspect.isfunction(value) and ours and ours[0].name == "self":
        ours = ours[1:]
    named = {p.name: p for p in ours if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}
    takes_any = any(p.kind is p.VAR_KEYWORD for p in ours)
    in_order = [p.name for p in ours if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    words = published.split()
    by_position = next((at for at, word in enumerate(words) if word.startswith("*")), len(words))
    if any(word.startswith("**") for word in words) and not takes_any:
        yield "no **kwargs"
    wanted = [word for word in words if not word.startswith("*")]
    for at, word in enumerate(wanted):
        name = word.removesuffix("=")
        if name not in named:
            if not takes_any:
                yield f"no {name}"
        elif word.endswith("=") and named[name].default is inspect.Parameter.empty:
            yield f"{name} has no default"
        elif at < by_position and in_order[at : at + 1] != [name]:
            yield f"{name} is not number {at}"
    for name, parameter in named.items():
        if parameter.default is inspect.Parameter.empty and name not in {word.removesuffix("=") for word in wanted}:
            yield f"needs {name}"


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

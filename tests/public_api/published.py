"""Published parameters, and what calls made for them would stumble over."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read_table(path: Path) -> list[list[str]]:
    """Pairs of a dotted name and its published parameters, as :func:`differences` takes them."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


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

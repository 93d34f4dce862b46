"""Bytes as commands say them."""

from __future__ import annotations

from mlflow.store.sql.space import Space


def size_of(size: int) -> str:
    """``5.0 kB``: bytes with the unit that fits them."""
    if size < 1000:
        return f"{size} B"
    number = float(size)
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 1000:
            return f"{number:.1f} {unit}"
    return f"{number / 1000:.1f} TB"


def told_space(space: Space) -> str:
    """A sentence about the space of a database, or nothing."""
    if space.given_back:
        return f" The database is {size_of(space.given_back)} smaller."
    if space.free >= 1 << 20:
        return f" {size_of(space.free)} are free in its file; 'mlflow db compact' gives them back, while writers wait."
    return ""

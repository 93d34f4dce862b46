"""How much room records take in the database: what is in them, and what a row costs beside that.

Databases do not say what a row takes, so this is an estimate: the bytes of texts and packed series as they are, and for
each row the keys and numbers that it has beside them. It leaves indexes of the server's kinds and half-empty pages out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mlflow.store.sql.part import Part
from mlflow.store.sql.sessions import Session, numbers

#: Bytes of a row beside its texts and blobs: keys, numbers, and its place in an index.
_RUN: Final = 220
_METRIC: Final = 75
_SERIES: Final = 34
_PAIR: Final = 8
_AT_ONCE: Final = 500

#: Per run: rows, points, bytes.
_PARTS: Final = (
    f"SELECT run, sum(points), sum(length(packed) + {_SERIES}) FROM series WHERE run IN ({{runs}}) GROUP BY run",
    f"SELECT run, 0, count(*) * {_METRIC} FROM metrics WHERE run IN ({{runs}}) GROUP BY run",
    f"SELECT run, 0, sum(length(name) + length(value) + {_PAIR}) FROM params WHERE run IN ({{runs}}) GROUP BY run",
    f"SELECT run, 0, sum(length(name) + length(value) + {_PAIR}) FROM run_tags WHERE run IN ({{runs}}) GROUP BY run",
)


@dataclass(slots=True)
class RecordSize:
    """What the records of a run take.

    Args:
        points: Points of its metrics.
        bytes: Bytes in the database, about.
    """

    points: int = 0
    bytes: int = _RUN


@dataclass(frozen=True)
class MeasuredRun:
    """A run and what its records take.

    Args:
        run_id: Its id.
        name: Its name.
        deleted: Whether it is in the bin.
        size: What its records take.
    """

    run_id: str
    name: str
    deleted: bool
    size: RecordSize


@dataclass(frozen=True)
class Home:
    """An experiment and where its files are.

    Args:
        experiment_id: Its id.
        name: Its name.
        deleted: Whether it is in the bin.
        place: Where its files are, as callers see it.
    """

    experiment_id: str
    name: str
    deleted: bool
    place: str


def sizes_of_runs(session: Session, runs: Sequence[int]) -> dict[int, RecordSize]:
    """What the records of runs take, by the numbers of the runs."""
    found = {number: RecordSize() for number in runs}
    if runs:
        for part in _PARTS:
            for number, points, size in session.rows(part.format(runs=numbers(runs))):
                found[number].points += int(points)
                found[number].bytes += int(size)
    return found


class RecordSizes(Part):
    """The part of a store that knows what records take."""

    def homes(self) -> list[Home]:
        """Every experiment, active and deleted."""
        with self._db.read() as session:
            rows = session.rows("SELECT id, name, deleted, location FROM experiments ORDER BY id")
        return [
            Home(str(id), name, deleted is not None, self._places.shown(place)) for id, name, deleted, place in rows
        ]

    def runs(self, experiment_id: str) -> Iterable[MeasuredRun]:
        """The runs of an experiment, some at a time, so that no transaction takes long."""
        after = 0
        while True:
            with self._db.read() as session:
                rows = session.rows(
                    "SELECT id, run_id, name, deleted FROM runs WHERE experiment = :experiment AND id > :after "
                    "ORDER BY id LIMIT :size",
                    {"experiment": int(experiment_id), "after": after, "size": _AT_ONCE},
                )
                sizes = sizes_of_runs(session, [row[0] for row in rows])
            for number, run_id, name, deleted in rows:
                yield MeasuredRun(run_id, name, deleted is not None, sizes[number])
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1][0]

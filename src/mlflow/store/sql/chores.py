"""Long rewrites that a newer version wants done, a little at a time, while others read and write.

A chore is done in short transactions, each of which notes how far it came, so that it can be stopped, or killed, at any
moment and goes on where it was. Nothing depends on it: what is not rewritten yet is read as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from mlflow.store.sql.part import Part
from mlflow.store.sql.series import MANY, squeeze_stored
from mlflow.store.sql.sessions import Session

#: How far squeezing has come: ``run:metric`` of the last series, or ``done``. A new database begins with the latter.
FACT: Final = "series_squeezed"
DONE: Final = "done"

#: Seconds that a transaction of a chore may keep other writers waiting, about.
_SHORT: Final = 0.1
#: … and seconds until the next, in which they find their turn.
_PAUSE: Final = 0.03
#: Series that are looked up at once.
_AT_ONCE: Final = 200

_AFTER: Final = "((m.run = :run AND m.metric > :metric) OR m.run > :run) AND m.points >= :many"


class Chores(Part):
    """The part of a store that rewrites what older versions wrote."""

    def size(self) -> int:
        """Series that are to be looked at."""
        with self._db.read() as session:
            reached = _reached(session)
            if reached is None:
                return 0
            row = session.row(f"SELECT count(*) FROM metrics m WHERE {_AFTER}", reached)
        return int(row[0]) if row else 0

    def do(self, each: Callable[[], None] = lambda: None) -> int:
        """Squeeze series that older versions left plain; returns how many were looked at.

        Args:
            each: Called after each series.
        """
        count = 0
        while True:
            done = self._db.tried(self._some)
            if done is None:
                return count
            count += done
            for _ in range(done):
                each()
            time.sleep(_PAUSE)

    def _some(self) -> int | None:
        """Squeeze some series in one transaction; None where there are no more."""
        end = time.monotonic() + _SHORT
        with self._db.write() as session:
            reached = _reached(session)
            if reached is None:
                return None
            found = session.rows(
                f"SELECT m.run, m.metric FROM metrics m WHERE {_AFTER} ORDER BY m.run, m.metric LIMIT {_AT_ONCE}",
                reached,
            )
            done = 0
            for run, metric in found:
                row = session.row(f"SELECT ended FROM runs WHERE id = :run{session.lock}", {"run": run})
                if row is not None:
                    squeeze_stored(session, run, metric, wholly=row[0] is not None)
                reached.update(run=run, metric=metric)
                done += 1
                if time.monotonic() > end:
                    break
            said = f"{reached['run']}:{reached['metric']}" if found else DONE
            if not session.run("UPDATE facts SET value = :said WHERE name = :name", {"said": said, "name": FACT}):
                session.run("INSERT INTO facts (name, value) VALUES (:name, :said)", {"said": said, "name": FACT})
        return done if found else None


def _reached(session: Session) -> dict[str, int] | None:
    """The series that was looked at last, None where all were."""
    row = session.row("SELECT value FROM facts WHERE name = :name", {"name": FACT})
    if row is None:
        return {"run": -1, "metric": -1, "many": MANY}
    if row[0] == DONE:
        return None
    run, _, metric = str(row[0]).partition(":")
    return {"run": int(run), "metric": int(metric), "many": MANY}

"""What is in the bin, listed by the time it was put there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mlflow.contracts.housekeeping import Binned
from mlflow.entities import PagedList
from mlflow.exceptions import InvalidParameterValue
from mlflow.store.sql.part import Part
from mlflow.store.sql.record_sizes import sizes_of_runs
from mlflow.store.sql.sessions import Row, Session, numbers

#: What stays in a listing of its own: the contents of a deleted experiment go and come back with it.
_SELECT: Final = {
    "run": "SELECT r.id, r.deleted, r.run_id, r.name, e.id, e.name, r.user_id FROM runs r "
    "JOIN experiments e ON e.id = r.experiment WHERE r.deleted IS NOT NULL AND e.deleted IS NULL",
    "logged_model": "SELECT m.id, m.deleted, m.model_id, m.name, e.id, e.name, '' FROM logged_models m "
    "JOIN experiments e ON e.id = m.experiment WHERE m.deleted IS NOT NULL AND e.deleted IS NULL",
    "experiment": "SELECT e.id, e.deleted, CAST(e.id AS TEXT), e.name, e.id, e.name, '' FROM experiments e "
    "WHERE e.deleted IS NOT NULL",
}
_ALIAS: Final = {"run": "r", "logged_model": "m", "experiment": "e"}
_TOKEN: Final = re.compile(r"(\d{1,18})\.(\d{1,18})")


class Bin(Part):
    """The part of a store that knows what is in the bin."""

    def search(self, kind: str, before: int, max_results: int, page_token: str | None) -> PagedList[Binned]:
        """What was put in the bin before a moment, the newest first.

        Raises:
            InvalidParameterValue: There is no such kind, or the token cannot be read.
        """
        if kind not in _SELECT:
            raise InvalidParameterValue(f"The bin holds {', '.join(sorted(_SELECT))}; there is no kind {kind!r}.")
        name, values = _ALIAS[kind], {"before": before, "size": max_results + 1}
        condition = f"{name}.deleted <= :before"
        if page_token:
            if (found := _TOKEN.fullmatch(page_token)) is None:
                raise InvalidParameterValue(f"{page_token[:50]!r} is no token of a page of the bin.")
            values |= {"then": int(found[1]), "id": int(found[2])}
            condition += f" AND ({name}.deleted < :then OR ({name}.deleted = :then AND {name}.id < :id))"
        order = f"ORDER BY {name}.deleted DESC, {name}.id DESC LIMIT :size"
        with self._db.read() as session:
            rows = session.rows(f"{_SELECT[kind]} AND {condition} {order}", values)
            page = rows[:max_results]
            binned = _measured(session, kind, page)
        more = len(rows) > max_results
        return PagedList(binned, f"{page[-1][1]}.{page[-1][0]}" if more else None)


def _measured(session: Session, kind: str, page: Sequence[Row]) -> list[Binned]:
    found = [
        Binned(kind, id, name, str(experiment), of, deleted, user_id)
        for _, deleted, id, name, experiment, of, user_id in page
    ]
    ids = [row[0] for row in page]
    if kind == "run":
        sizes = sizes_of_runs(session, ids)
        for number, one in zip(ids, found, strict=True):
            one.points, one.record_bytes = sizes[number].points, sizes[number].bytes
    if kind == "experiment":
        runs, models = (_counted(session, table, ids) for table in ("runs", "logged_models"))
        for number, one in zip(ids, found, strict=True):
            one.runs, one.models = runs.get(number, 0), models.get(number, 0)
    return found


def _counted(session: Session, table: str, experiments: Sequence[int]) -> dict[int, int]:
    listed = numbers(experiments)
    return dict(
        session.rows(f"SELECT experiment, count(*) FROM {table} WHERE experiment IN ({listed}) GROUP BY experiment")
    )

"""Which metrics, params and tags some runs have, and in which of them they differ.

Most keys that differ do so among the first runs already, so those are looked at first. What is the same there is sought
for a run that has it otherwise, which takes one look at each run for each key that is the same in all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from mlflow.contracts.run_tables import RunKeys
from mlflow.contracts.runs import RunStore
from mlflow.entities import ViewType
from mlflow.store.sql import used_keys
from mlflow.store.sql.conditions import Statement
from mlflow.store.sql.interning import found_metrics
from mlflow.store.sql.part import Part
from mlflow.store.sql.run_facts import SEARCH, known, within
from mlflow.store.sql.sessions import Session, names, numbers

K = TypeVar("K", int, str)

#: Runs that are looked at first, and how many values they may have.
_FIRST: Final = 500
_VALUES: Final = 200_000
#: Keys that one statement seeks.
_TOGETHER: Final = 40
#: Runs that have something otherwise which are looked at together.
_OTHERS: Final = 200


class _Table(NamedTuple):
    """Where the facts of one kind are: a table, its column with the key, and the one with the value."""

    name: str
    key: str
    value: str


_TABLES: Final = {
    used_keys.METRIC: _Table("metrics", "metric", "value_last"),
    used_keys.PARAM: _Table("params", "name", "value"),
    used_keys.TAG: _Table("run_tags", "name", "value"),
}


class KeysOfRuns(Part, RunStore):
    """The part of the store that tells what runs have."""

    def get_run_keys(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        run_view_type: int | None = None,
        differing: bool = False,
    ) -> RunKeys:
        with self._db.read() as session:
            noted = used_keys.of_experiments(session, known(experiment_ids))
            if not filter_string and run_view_type is None and not differing:
                return RunKeys(*noted)
            view = ViewType.ACTIVE_ONLY if run_view_type is None else run_view_type
            statement = Statement(SEARCH.noun, {"here": self._places.here}, session.dialect)
            condition = SEARCH.condition(statement, filter_string, within(experiment_ids, view))
            # Metrics go by their numbers.
            metrics = {n: name for part in _parts(noted[0], 1000) for name, n in found_metrics(session, part).items()}
            found: list[list[str]] = []
            keyed: list[dict[Any, str]] = [metrics, *({name: name for name in each} for each in noted[1:])]
            for kind, keys in enumerate(keyed):
                runs = _Runs(session, _TABLES[kind], condition, statement.values)
                wanted = runs.differing(keys) if differing else runs.having(keys)
                found.append(sorted(name for key, name in keys.items() if key in wanted))
            return RunKeys(*found)


@dataclass(frozen=True)
class _Runs:
    """Some runs, and what they have of one kind.

    Args:
        session: A transaction.
        table: Where that is.
        condition: What is true of the runs.
        values: What the condition names.
    """

    session: Session
    table: _Table
    condition: str
    values: Mapping[str, Any]

    def having(self, keys: Collection[K]) -> set[K]:
        """Those of some keys that any of the runs has."""
        first, are_all = self._first(len(keys))
        _, seen = self._common(first)
        return seen if are_all else seen | self._sought([key for key in keys if key not in seen])

    def differing(self, keys: Collection[K]) -> set[K]:
        """Those of some keys that the runs do not all have with the same value."""
        first, are_all = self._first(len(keys))
        same, seen = self._common(first)
        found = {key for key in seen if key not in same}
        if not are_all:
            found |= self._sought([key for key in keys if key not in seen])
            for part in _parts(sorted(same), _TOGETHER):
                found |= self._otherwise({key: same[key] for key in part})
        return found

    def _first(self, keys: int) -> tuple[list[int], bool]:
        """Some of the runs, fewer where there are many keys; and whether they are all."""
        size = max(2, min(_FIRST, _VALUES // (keys or 1)))
        rows = self.session.rows(f"SELECT r.id FROM runs r WHERE {self.condition} LIMIT {size}", self.values)
        return [run for (run,) in rows], not keys or len(rows) < size

    def _sought(self, keys: Sequence[K]) -> set[K]:
        """Those of some keys that any of all the runs has."""
        if not keys:
            return set()
        key = self.table.key
        # A few are sought in each run; many would be sought in vain.
        few, given = names(keys, "key") if len(keys) <= _TOGETHER else ("", dict[str, Any]())
        rows = self.session.rows(
            f"SELECT DISTINCT t.{key} FROM runs r JOIN {self.table.name} t ON t.run = r.id "
            f"WHERE {self.condition}" + (f" AND t.{key} IN ({few})" if few else ""),
            {**self.values, **given},
        )
        return {key for (key,) in rows}

    def _common(self, runs: Sequence[int]) -> tuple[dict[Any, Any], set[Any]]:
        """What some runs have all with the same value, and all keys that any of them has."""
        key, value = self.table.key, self.table.value
        rows = self.session.rows(
            f"SELECT {key}, count(*), count({value}), min({value}), max({value}) FROM {self.table.name} "
            f"WHERE run IN ({numbers(runs)}) GROUP BY {key}"
        )
        same = {
            name: least
            for name, owners, real, least, most in rows
            # NaN, which is NULL, is like itself.
            if owners == len(runs) and least == most and real in (0, owners)
        }
        return same, {row[0] for row in rows}

    def _otherwise(self, same: dict[K, Any]) -> set[K]:
        """Those of some keys that a run lacks, or has with another value."""
        found: set[K] = set()
        while same:
            given = dict(self.values)
            tests = []
            for number, (key, value) in enumerate(same.items()):
                given[f"k{number}"] = key
                is_same = f"t.{self.table.value} IS NULL"
                if value is not None:
                    given[f"v{number}"] = value
                    is_same = f"t.{self.table.value} = :v{number}"
                tests.append(
                    f"NOT EXISTS (SELECT 1 FROM {self.table.name} t WHERE t.run = r.id "
                    f"AND t.{self.table.key} = :k{number} AND {is_same})"
                )
            others = self.session.rows(
                f"SELECT r.id FROM runs r WHERE {self.condition} AND ({' OR '.join(tests)}) LIMIT {_OTHERS}", given
            )
            if not others:
                break
            common, _ = self._common([run for (run,) in others])
            lost = {key for key, value in same.items() if key not in common or common[key] != value}
            assert lost, "runs were found that differ in nothing"
            found |= lost
            same = {key: value for key, value in same.items() if key not in lost}
        return found


def _parts(keys: Sequence[K], size: int) -> Iterator[Sequence[K]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]

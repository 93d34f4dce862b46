"""Runs as tables: many at once, column by column, in groups, and which columns there are."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from math import isfinite
from typing import Any, Final, TypeAlias

import msgspec

from mlflow.contracts.acts import Level, Rule, act
from mlflow.contracts.limits import GROUPS_DEFAULT, RUN_COLUMNS_DEFAULT
from mlflow.contracts.names import View
from mlflow.entities import PagedList, ViewType
from mlflow.entities.metrics import named_number
from mlflow.entities.wire import WireEntity

_READ: Final = Rule(Level.READ, "experiment", "experiment_ids")
_FILTER: Final = {"filter_string": "filter"}
#: Names of columns whose values are numbers, and of no param or tag.
_MEASURED: Final = re.compile(r"metrics?\.|\w+\(")

#: What a run has in a column; None where it has nothing.
Value: TypeAlias = "int | float | str | None"


class RunKeys(msgspec.Struct):
    """The names of what the runs of some experiments logged, each list in order.

    Args:
        metrics: Names of metrics.
        params: Names of params.
        tags: Names of tags.
    """

    metrics: list[str] = []
    params: list[str] = []
    tags: list[str] = []


class _RunColumnsJson(msgspec.Struct):
    run_ids: list[str]
    run_names: list[str]
    columns: dict[str, list[Value]]
    total: int


class RunColumns(WireEntity, shape=_RunColumnsJson):
    """Many runs, column by column: all lists are of one length and in the order of the runs.

    Args:
        run_ids: Their ids.
        run_names: Their names.
        columns: By name as it was asked for: what each run has there, null where it has nothing. Numbers that JSON
            lacks are named, ``"NaN"``, ``"Infinity"`` and ``"-Infinity"``.
        total: How many runs match, of which these are the first.
    """

    def __init__(
        self, run_ids: list[str], run_names: list[str], columns: dict[str, list[Any]], total: int | None = None
    ) -> None:
        self.run_ids = run_ids
        self.run_names = run_names
        self.columns = columns
        self.total = len(run_ids) if total is None else total

    def to_wire(self) -> _RunColumnsJson:
        columns = {name: _named(values) for name, values in self.columns.items()}
        return _RunColumnsJson(self.run_ids, self.run_names, columns, self.total)

    @classmethod
    def from_wire(cls, wire: _RunColumnsJson) -> RunColumns:
        columns = {name: _unnamed(values) if _MEASURED.match(name) else values for name, values in wire.columns.items()}
        return cls(wire.run_ids, wire.run_names, columns, wire.total)


def _named(values: list[Value]) -> list[Value]:
    odd = any(isinstance(value, float) and not isfinite(value) for value in values)
    return [named_number(value) if isinstance(value, float) else value for value in values] if odd else values


def _unnamed(values: list[Value]) -> list[Value]:
    return [float(value) if isinstance(value, str) else value for value in values]


class Figures(msgspec.Struct, omit_defaults=True):
    """What the values of a metric in a group of runs have in common.

    NaN, the infinities and numbers beyond ±1e150 are no part of it: they are counted apart.

    Args:
        count: How many runs have a number.
        odd: How many have NaN, an infinity or a number beyond ±1e150 instead.
        mean: Mean of the numbers; absent where there are none.
        deviation: Standard deviation of a sample, by n - 1; absent where there are fewer than two.
        minimum: Least of them.
        maximum: Greatest of them.
    """

    count: int
    odd: int
    mean: float | None = None
    deviation: float | None = None
    minimum: float | None = None
    maximum: float | None = None


class RunGroup(msgspec.Struct):
    """Runs that have the same values in some columns.

    Args:
        values: By column: the value; null where the runs have none.
        count: How many runs there are.
        metrics: By metric as it was asked for: what its values have in common.
    """

    values: dict[str, str | None]
    count: int
    metrics: dict[str, Figures]


class RunTables(ABC):
    """Runs as rows of a table: counted, by column, and in groups."""

    @act("POST", "mlflow/runs/count", rule=_READ, returns="count", wire=_FILTER)
    @abstractmethod
    def count_runs(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        run_view_type: View = ViewType.ACTIVE_ONLY,
    ) -> int:
        """Number of runs that :meth:`search_runs` would list. Penstock's own."""

    @act("POST", "mlflow/runs/keys", rule=_READ, returns="", wire=_FILTER)
    @abstractmethod
    def get_run_keys(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        run_view_type: View | None = None,
        differing: bool = False,
    ) -> RunKeys:
        """Names of the metrics, params and tags of runs of some experiments. Penstock's own.

        Args:
            experiment_ids: The experiments.
            filter_string: Only what runs have that match.
            run_view_type: Active, deleted or all. Where this and ``filter_string`` are None, also what runs had that
                are gone; that costs the least.
            differing: Only keys whose values differ among these runs, or that some of them lack; of a metric, the last
                value counts. Runs are the active ones where no ``run_view_type`` is given.

        Raises:
            InvalidParameterValue: The filter cannot be read; the message points at the place.
        """

    @act("POST", "mlflow/runs/columns", rule=_READ, returns="", wire=_FILTER)
    @abstractmethod
    def get_run_columns(
        self,
        experiment_ids: list[str],
        columns: list[str],
        filter_string: str | None = None,
        run_view_type: View = ViewType.ACTIVE_ONLY,
        order_by: list[str] | None = None,
        max_results: int = RUN_COLUMNS_DEFAULT,
        run_ids: list[str] | None = None,
    ) -> RunColumns:
        """Values of many runs, column by column, as a chart of them needs. Penstock's own.

        Args:
            experiment_ids: The experiments.
            columns: At most 100, as in :meth:`search_runs`, but each of one thing: ``metrics.loss``,
                ``min(metrics.loss)``, ``params.lr``, ``tags.team``, ``attributes.start_time``.
            filter_string: Only runs that match.
            run_view_type: Active, deleted or all.
            order_by: As in :meth:`search_runs`.
            max_results: 1 to 100,000 runs, and at most 2,000,000 values in all.
            run_ids: Only these runs, at most 10,000; those that do not match are left out.

        Raises:
            InvalidParameterValue: The filter, an order or a column cannot be read; the message points at the place.
        """

    @act("POST", "mlflow/runs/groups", rule=_READ, returns="groups", wire=_FILTER)
    @abstractmethod
    def group_runs(
        self,
        experiment_ids: list[str],
        by: list[str],
        metrics: list[str] | None = None,
        filter_string: str | None = None,
        run_view_type: View = ViewType.ACTIVE_ONLY,
        order_by: list[str] | None = None,
        max_results: int = GROUPS_DEFAULT,
        page_token: str | None = None,
    ) -> PagedList[RunGroup]:
        """Groups of runs that have the same values, and figures of their metrics. Penstock's own.

        Args:
            experiment_ids: The experiments.
            by: 1 to 5 columns: ``params.family``, ``tags.team``, ``attributes.status``, ``attributes.user_id`` or
                another attribute that is a text, ``dataset.name``. Runs that lack one are a group of their own; a run
                that read several data sets is in the group of each.
            metrics: At most 20: ``metrics.loss`` for last values, ``min(metrics.loss)``, ``max(…)``, ``first(…)``.
            filter_string: Only runs that match.
            run_view_type: Active, deleted or all.
            order_by: ``count``, a metric of ``metrics`` for its mean, or a column of ``by``, each with ASC or DESC,
                written as in orders of runs; the largest groups first where None.
            max_results: 1 to 10,000 groups per page.
            page_token: Where the page before ended.

        Raises:
            InvalidParameterValue: The filter, an order or a column cannot be read; the message points at the place.
        """

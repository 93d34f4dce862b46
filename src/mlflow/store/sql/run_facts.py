"""Where the things are found that filters, orders and columns of runs name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mlflow.entities import ViewType
from mlflow.entities.tag_names import (
    MLFLOW_GIT_BRANCH,
    MLFLOW_GIT_COMMIT,
    MLFLOW_RUN_NOTE,
    MLFLOW_SOURCE_NAME,
    MLFLOW_USER,
)
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.search import RUNS, Identifier
from mlflow.store.sql import experiments, run_rows
from mlflow.store.sql.conditions import Column, Facts, Noun, Statement, Test, Texts, labels
from mlflow.store.sql.searching import Search
from mlflow.store.sql.sessions import numbers
from mlflow.store.sql.used_keys import PARAM

#: What a view type asks of the column that says when an object was binned.
VIEWS: Final = {ViewType.ACTIVE_ONLY: "{} IS NULL", ViewType.DELETED_ONLY: "{} IS NOT NULL"}

_HERE: Final = "CASE WHEN substr(r.location, 1, 2) = './' THEN :here || substr(r.location, 2) ELSE r.location END"
#: Columns of a metric's summary, by function.
AGGREGATES: Final = {
    "last": "value_last",
    "min": "value_min",
    "max": "value_max",
    "first": "value_first",
    "count": "points",
}
#: Tags of the system's own that people wrote or know; the others hold JSON, or what stands elsewhere, too.
_TOLD: Final = (MLFLOW_RUN_NOTE, MLFLOW_USER, MLFLOW_SOURCE_NAME, MLFLOW_GIT_COMMIT, MLFLOW_GIT_BRANCH)


def _texts(test: Test) -> str:
    """The condition that one of a run's texts passes a test."""
    told = ", ".join(f"'{name}'" for name in _TOLD)
    # Names of params are few, and looked at once; values are many, and each is looked at.
    named = f"p.name IN (SELECT k.name FROM used_keys k WHERE k.kind = {PARAM} AND {test('k.name')})"
    return (
        f"({test('r.name')} OR {test('r.run_id')} "
        f"OR EXISTS (SELECT 1 FROM params p WHERE p.run = r.id AND ({test('p.value')} OR {named})) "
        f"OR EXISTS (SELECT 1 FROM run_tags g WHERE g.run = r.id AND {test('g.value')} "
        f"AND (substr(g.name, 1, 7) <> 'mlflow.' OR g.name IN ({told}))) "
        "OR EXISTS (SELECT 1 FROM inputs i JOIN datasets d ON d.id = i.dataset "
        f"WHERE i.run = r.id AND {test('d.name')}))"
    )


def _metrics(statement: Statement, identifier: Identifier) -> Facts:
    key, t = statement.bind(identifier.key), statement.table()
    return Facts(
        f"metrics {t}",
        f"{t}.run = r.id AND {t}.metric = (SELECT n.id FROM metric_names n WHERE n.name = {key})",
        f"{t}.{AGGREGATES[identifier.aggregate]}",
        f"{t}.run",
    )


def dataset_of_input(statement: Statement, identifier: Identifier) -> tuple[str, str, str]:
    """What is asked of the data sets that were read as inputs ``i``: tables, a condition, and the value."""
    if identifier.key == "context":
        key = statement.bind("mlflow.data.context")
        return "inputs i JOIN input_tags t ON t.input = i.id", f"t.name = {key}", "t.value"
    return "inputs i JOIN datasets d ON d.id = i.dataset", "1 = 1", f"d.{identifier.key}"


def _datasets(statement: Statement, identifier: Identifier) -> Facts:
    source, condition, value = dataset_of_input(statement, identifier)
    return Facts(source, f"i.run = r.id AND {condition}", value)


#: Columns of runs ``r``, also those that no filter can name.
ATTRIBUTES: Final = {
    "run_id": Column("r.run_id"),
    "run_name": Column("r.name"),
    "status": Column("r.status"),
    "user_id": Column("r.user_id"),
    "artifact_uri": Column(_HERE),
    "start_time": Column("r.started"),
    "end_time": Column("r.ended", nullable=True),
    "experiment_id": Column("CAST(r.experiment AS TEXT)"),
    "lifecycle_stage": Column("CASE WHEN r.deleted IS NULL THEN 'active' ELSE 'deleted' END"),
}

SEARCH: Final = Search(
    RUNS,
    Noun(
        {**ATTRIBUTES, "text": Texts(_texts)},
        {
            "metric": _metrics,
            "param": labels("params", "run", "r.id"),
            "tag": labels("run_tags", "run", "r.id"),
            "dataset": _datasets,
        },
    ),
    run_rows.COLUMNS,
    "runs r",
)


def known(experiment_ids: Sequence[str]) -> list[int]:
    """The numbers of experiments; an id that can be none is left out, as it has no runs."""
    found = []
    for experiment_id in experiment_ids:
        try:
            found.append(experiments.number_of(experiment_id))
        except ResourceDoesNotExist:
            continue
    return found


def within(experiment_ids: Sequence[str], view: int) -> list[str]:
    """The conditions that a run is of one of some experiments, and in use or in the bin, as a view type asks."""
    conditions = [f"r.experiment IN ({numbers(known(experiment_ids))})"]
    if view in VIEWS:
        conditions.append(VIEWS[view].format("r.deleted"))
    return conditions


def constant(view: int) -> str:
    """What is NULL for all runs of a view and stands in the index that they are sorted by."""
    return "r.deleted" if view == ViewType.ACTIVE_ONLY else ""

"""Runs of a database of MLflow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from math import nan
from operator import itemgetter
from typing import Any, Final

from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    RunInfo,
    RunInputs,
    RunOutputs,
    RunStatus,
)
from mlflow.entities.tag_names import MLFLOW_RUN_NAME
from mlflow.exceptions import InvalidParameterValue
from mlflow.store.arrivals import ArrivingRun, Histories
from mlflow.store.mlflow_sql.places import absolute_place
from mlflow.store.mlflow_sql.tables import Tables, number, text, text_or_none, whole, whole_or_none

#: The columns a run is made of.
COLUMNS: Final = (
    "run_uuid", "experiment_id", "name", "user_id", "status", "start_time", "end_time", "lifecycle_stage",
    "artifact_uri", "deleted_time",
)  # fmt: skip
_POINT: Final = ("key", "timestamp", "step", "value", "is_nan")
_POINTS_ORDER: Final = ("key", "step", "timestamp", "value", "is_nan")
#: Points that are read at once.
_PAGE: Final = 50_000


def read_run(database: Tables, row: Sequence[Any], measured: Sequence[Metric]) -> ArrivingRun:
    """The run of a row.

    Args:
        database: The database.
        row: Values of :data:`COLUMNS`.
        measured: Points of the run that were measured on logged models.
    """
    run_id = text(row[0], "id")
    status = text(row[4], "status") or "RUNNING"
    RunStatus.from_string(status)
    params, tags = _labels(database, "params", run_id), _labels(database, "tags", run_id)
    info = RunInfo(
        run_id,
        str(whole(row[1], "experiment")),
        text_or_none(row[3], "user"),
        status,
        whole_or_none(row[5], "start time"),
        whole_or_none(row[6], "end time"),
        text(row[7], "lifecycle stage") or "active",
        absolute_place(text(row[8], "artifact location"), database.folder),
        text(row[2], "name") or tags.get(MLFLOW_RUN_NAME, ""),
    )
    return ArrivingRun(
        info,
        params,
        tags,
        Histories(partial(_histories, database, run_id)),
        _inputs(database, run_id),
        _outputs(database, run_id),
        list(measured),
        whole_or_none(row[9], "time of deletion"),
        database.count("metrics", {"run_uuid": run_id}),
    )


def _labels(database: Tables, table: str, run_id: str) -> dict[str, str]:
    rows = database.rows(table, ("key", "value"), {"run_uuid": run_id})
    return {text(key, "key"): text(value, "value") for key, value in rows}


def _histories(database: Tables, run_id: str) -> Iterator[tuple[str, list[Metric]]]:
    """Key and points of each series, of a long one in several pieces."""
    skipped = 0
    while True:
        page = list(database.rows("metrics", _POINT, {"run_uuid": run_id}, _POINTS_ORDER, _PAGE, skipped))
        for key, points in groupby(page, key=itemgetter(0)):
            yield (
                text(key, "metric"),
                [
                    Metric(
                        key,
                        nan if is_nan else number(value, "metric"),
                        whole(time, "timestamp"),
                        0 if step is None else whole(step, "step"),
                    )
                    for _, time, step, value, is_nan in points
                ],
            )
        if len(page) < _PAGE:
            return
        skipped += _PAGE


def _inputs(database: Tables, run_id: str) -> RunInputs:
    inputs = RunInputs()
    if not database.has("inputs"):
        return inputs
    read = {"destination_type": "RUN", "destination_id": run_id, "source_type": "DATASET"}
    for input_id, dataset_id in list(database.rows("inputs", ("input_uuid", "source_id"), read, ["input_uuid"])):
        tags = [
            InputTag(text(key, "tag"), text(value, "tag"))
            for key, value in database.rows("input_tags", ("name", "value"), {"input_uuid": input_id})
        ]
        inputs.dataset_inputs.append(DatasetInput(_dataset(database, dataset_id), tags))
    for (model_id,) in database.rows("inputs", ("destination_id",), {"source_type": "RUN_INPUT", "source_id": run_id}):
        inputs.model_inputs.append(LoggedModelInput(text(model_id, "model")))
    return inputs


def _dataset(database: Tables, dataset_id: str) -> Dataset:
    columns = ("name", "digest", "dataset_source_type", "dataset_source", "dataset_schema", "dataset_profile")
    row = next(database.rows("datasets", columns, {"dataset_uuid": dataset_id}), None)
    if row is None:
        raise InvalidParameterValue(f"it read the dataset {dataset_id}, which is missing")
    return Dataset(
        text(row[0], "dataset"),
        text(row[1], "dataset"),
        text(row[2], "dataset"),
        text(row[3], "dataset"),
        text_or_none(row[4], "dataset"),
        text_or_none(row[5], "dataset"),
    )


def _outputs(database: Tables, run_id: str) -> RunOutputs:
    rows = database.rows("inputs", ("destination_id", "step"), {"source_type": "RUN_OUTPUT", "source_id": run_id})
    return RunOutputs([LoggedModelOutput(text(model_id, "model"), step or 0) for model_id, step in rows])

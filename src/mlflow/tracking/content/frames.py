"""Listings as DataFrames, built column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mlflow.entities import LoggedModel, Run

_MODEL_COLUMNS = (
    "artifact_location",
    "creation_timestamp",
    "experiment_id",
    "last_updated_timestamp",
    "metrics",
    "model_id",
    "model_type",
    "name",
    "params",
    "source_run_id",
    "status",
    "status_message",
    "tags",
)


def runs_frame(runs: Sequence[Run]) -> pd.DataFrame:
    """A row per run; a column per field, ``metrics.<key>``, ``params.<key>`` and ``tags.<key>``.

    Metrics a run lacks are NaN, params and tags it lacks are None. Times are in UTC.
    """
    infos = [run.info for run in runs]
    columns: dict[str, Any] = {
        name: _texts(getattr(info, name) for info in infos)
        for name in ("run_id", "experiment_id", "status", "artifact_uri")
    }
    columns["start_time"] = _times(info.start_time for info in infos)
    columns["end_time"] = _times(info.end_time for info in infos)
    columns.update(_numbers("metrics.", [run.data.metrics for run in runs]))
    columns.update(_text_columns("params.", [run.data.params for run in runs]))
    columns.update(_text_columns("tags.", [run.data.tags for run in runs]))
    return pd.DataFrame(columns, copy=False)


def _texts(values: Iterable[Any]) -> pd.Series:
    return pd.Series(list(values), dtype=object)


def _times(milliseconds: Iterable[int | None]) -> pd.DatetimeIndex:
    # Years of 4 digits keep a nanosecond stamp within 64 bits; what is absent or outside becomes NaT.
    nat = np.iinfo(np.int64).min
    stamps = [ms * 1_000_000 if ms is not None and abs(ms) < 9_000_000_000_000 else nat for ms in milliseconds]
    return pd.DatetimeIndex(np.array(stamps, dtype=np.int64).view("datetime64[ns]")).tz_localize("UTC")


def _numbers(prefix: str, rows: list[dict[str, float]]) -> dict[str, np.ndarray[Any, Any]]:
    columns: dict[str, np.ndarray[Any, Any]] = {}
    for at, row in enumerate(rows):
        for key, value in row.items():
            column = columns.get(key)
            if column is None:
                column = columns[key] = np.full(len(rows), np.nan)
            column[at] = value
    return {prefix + key: column for key, column in columns.items()}


def _text_columns(prefix: str, rows: list[dict[str, str]]) -> dict[str, pd.Series]:
    columns: dict[str, np.ndarray[Any, Any]] = {}
    for at, row in enumerate(rows):
        for key, value in row.items():
            column = columns.get(key)
            if column is None:
                column = columns[key] = np.full(len(rows), None, dtype=object)
            column[at] = value
    # Said to be objects: pandas 3 would make them its own type of text and None a NaN.
    return {prefix + key: pd.Series(column, dtype=object, copy=False) for key, column in columns.items()}


def models_frame(models: Sequence[LoggedModel]) -> pd.DataFrame:
    """A row per logged model; tags and params as dicts, times in milliseconds since the epoch."""
    columns: dict[str, Any] = {name: _texts(getattr(m, name) for m in models) for name in _MODEL_COLUMNS}
    for name in ("creation_timestamp", "last_updated_timestamp"):
        columns[name] = np.array([getattr(m, name) for m in models], dtype=np.int64)
    return pd.DataFrame(columns, copy=False)

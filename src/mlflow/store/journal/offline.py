"""Runs and experiments that begin while their store is away, and what of them can be answered meanwhile."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from mlflow._door import resolve
from mlflow.contracts import limits
from mlflow.entities import (
    ExperimentTag,
    LifecycleStage,
    LoggedModelParameter,
    LoggedModelTag,
    Param,
    Run,
    RunData,
    RunInfo,
    RunTag,
)
from mlflow.store import arguments, checks
from mlflow.store.journal.delivery import experiment_id_of_name
from mlflow.store.journal.records import CREATE, EXPERIMENT, EXPERIMENT_TAG, MODEL, Record
from mlflow.store.run_names import random_name

#: Acts that a journal can answer for the runs that it knows.
ANSWERED: Final = frozenset({
    "get_run", "search_runs", "count_runs", "get_metric_history", "get_metric_history_bulk",
    "get_metric_history_bulk_interval", "get_series", "get_metric_summaries", "get_experiment",
    "get_experiment_by_name",
    "search_experiments", "search_datasets", "get_logged_model", "search_logged_models",
})  # fmt: skip
#: Stands for no answer.
UNKNOWN: Final = object()


def created(
    run_id: str,
    experiment_id: str,
    user_id: str,
    start_time: int | None,
    tags: list[RunTag] | None,
    run_name: str | None,
    files: Path,
) -> tuple[Record, Run]:
    """A run as it begins without its store: the record of it, and what callers see.

    Raises:
        BadRequest: A tag is given twice.
        InvalidParameterValue: Something is over its limit, or the name contradicts a tag.
    """
    name, labels = arguments.run_labels(tags or (), run_name)
    user_id = checks.text(user_id, "user_id", "a run's", limits.MAX_USER_ID_LENGTH)
    started = int(time.time() * 1000) if start_time is None else checks.timestamp(start_time, "start time")
    record = (CREATE, run_id, str(experiment_id), user_id, started, list(labels.items()), name)
    info = RunInfo(
        run_id, str(experiment_id), user_id, "RUNNING", started, None, LifecycleStage.ACTIVE, str(files), name
    )
    return record, Run(info, RunData.of([], {}, dict(labels)))


def experiment(name: str, artifact_location: str | None, tags: list[ExperimentTag] | None) -> Record:
    """The record of an experiment that begins without its store; made by its name, unless it is there by then.

    Raises:
        InvalidParameterValue: Something is over its limit.
    """
    name = checks.experiment_name(name)
    pairs = [(checks.key(tag.key, "tag"), str(tag.value)) for tag in tags or ()]
    return (EXPERIMENT, experiment_id_of_name(name), name, artifact_location, pairs)


def experiment_tag(experiment_id: str, key: str, value: str) -> Record:
    """The record of an experiment's tag.

    Raises:
        InvalidParameterValue: It is over its limit.
    """
    checks.key(key, "tag", limits.MAX_EXPERIMENT_TAG_KEY_LENGTH)
    value = checks.text(value, key, "tag", limits.MAX_EXPERIMENT_TAG_VAL_LENGTH)
    return (EXPERIMENT_TAG, str(experiment_id), key, value)


def model(
    model_id: str,
    experiment_id: str,
    name: str | None,
    model_type: str | None,
    run_id: str | None,
    params: list[LoggedModelParameter] | None,
    tags: list[LoggedModelTag] | None,
) -> Record:
    """The record of a logged model that begins without its store.

    Raises:
        InvalidParameterValue: Something is over its limit.
    """
    name = checks.logged_model_name(name) if name else random_name()
    model_type = checks.text(model_type, "model_type", "a model's", limits.MAX_MODEL_TYPE_LENGTH) or None
    settings, notes = model_pairs(params, limits.MAX_PARAM_VAL_LENGTH), model_pairs(tags, limits.MAX_TAG_VAL_LENGTH)
    return (MODEL, model_id, str(experiment_id), name, model_type, run_id or None, settings, notes)


def model_pairs(given: Sequence[Param] | None, longest: int) -> list[tuple[str, str]]:
    """Params or tags of a logged model as a record holds them.

    Raises:
        InvalidParameterValue: One is over its limit.
    """
    return [(checks.key(p.key, "param"), checks.text(p.value, p.key, "model", longest)) for p in given or ()]


class Answers:
    """What journals of a folder say of their runs, answered by the engine itself, in memory.

    Args:
        folder: The journals.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mirror: Any = None

    def refresh(self, runs: Mapping[str, Run]) -> None:
        """Take in what was written since, and runs that began in their store."""
        if self._mirror is None:
            # The engine is loaded where there is need of it: a program that logs to a server has none.
            self._mirror = resolve("mlflow.store.journal.mirror:Mirror")()
        self._mirror.take_in(self._folder, runs)

    def ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The answer; :data:`UNKNOWN` where the journals have none."""
        return self._mirror.ask(name, args, kwargs, UNKNOWN)

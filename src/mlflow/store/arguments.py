"""What a logging call is given, checked as a whole before anything is written, to a store or to its journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mlflow.contracts import limits
from mlflow.entities import DatasetInput, Metric, Param, RunTag
from mlflow.entities.tag_names import MLFLOW_RUN_NAME
from mlflow.exceptions import BadRequest, InvalidParameterValue
from mlflow.store import checks
from mlflow.store.run_names import random_name

LARGEST: Final = 2**63 - 1


def points(metrics: Sequence[Metric]) -> list[tuple[Any, ...]]:
    """Points as a record of the journal holds them."""
    found: list[tuple[Any, ...]] = []
    for m in metrics:
        key, value, time, step = m.key, m.value, m.timestamp, m.step
        checks.key(key, "metric")
        if type(value) is not float:
            value = checks.number(value, key)
        if type(time) is not int or not 0 <= time <= LARGEST:
            time = checks.timestamp(time, f"timestamp of metric {key!r}")
        if type(step) is not int or not -LARGEST <= step <= LARGEST:
            step = checks.whole(step, f"step of metric {key!r}")
        if m.model_id or m.dataset_name or m.dataset_digest:
            found.append((key, value, time, step, m.model_id, m.dataset_name, m.dataset_digest))
        else:
            found.append((key, value, time, step))
    return found


def params(given: Sequence[Param]) -> dict[str, str]:
    """Params by their keys; each comes once."""
    found: dict[str, str] = {}
    for param in given:
        key = checks.key(param.key, "param")
        if key in found:
            raise InvalidParameterValue(f"The param {key!r} comes twice in one batch.")
        found[key] = checks.text(param.value, key, "param", limits.MAX_PARAM_VAL_LENGTH, cut=True)
    return found


def tags(given: Sequence[RunTag]) -> dict[str, str]:
    """Tags by their keys; of one that comes twice, the last."""
    return {
        checks.key(tag.key, "tag"): checks.text(tag.value, tag.key, "tag", limits.MAX_TAG_VAL_LENGTH, cut=True)
        for tag in given
    }


def run_labels(given: Sequence[RunTag], run_name: str | None) -> tuple[str, dict[str, str]]:
    """The name of a new run, made up where there is none, and its tags by their keys, the one that names it included.

    Raises:
        BadRequest: A tag is given twice.
        InvalidParameterValue: Something is over its limit, or the name contradicts a tag.
    """
    labels: dict[str, str] = {}
    for tag in given:
        if tag.key in labels:
            raise BadRequest(f"The tag {tag.key!r} is given twice.")
        labels.update(tags([tag]))
    tagged = labels.get(MLFLOW_RUN_NAME)
    if run_name and tagged and run_name != tagged:
        raise InvalidParameterValue(
            f"The run is named {run_name!r}, and {tagged!r} by its tag {MLFLOW_RUN_NAME}; give one of them, or the "
            "same."
        )
    name = checks.text(run_name or tagged or random_name(), "name", "a run's", limits.MAX_TAG_VAL_LENGTH)
    labels[MLFLOW_RUN_NAME] = name
    return name, labels


def check_counts(metrics: int, params: int, tags: int) -> None:
    """Raise where a batch holds too many."""
    for count, most, what in (
        (metrics, limits.MAX_METRICS_PER_BATCH, "metrics"),
        (params, limits.MAX_PARAMS_TAGS_PER_BATCH, "params"),
        (tags, limits.MAX_PARAMS_TAGS_PER_BATCH, "tags"),
        (metrics + params + tags, limits.MAX_ENTITIES_PER_BATCH, "metrics, params and tags"),
    ):
        if count > most:
            raise InvalidParameterValue(f"A batch may hold {most} {what}, not {count}; send several batches.")


def check_datasets(datasets: Sequence[DatasetInput]) -> None:
    """Raise where a dataset or one of its tags is over its limit."""
    for given in datasets:
        dataset = given.dataset
        for name, value, longest in (
            ("name", dataset.name, limits.MAX_DATASET_NAME_SIZE),
            ("digest", dataset.digest, limits.MAX_DATASET_DIGEST_SIZE),
            ("source type", dataset.source_type, limits.MAX_DATASET_NAME_SIZE),
            ("source", dataset.source, limits.MAX_DATASET_SOURCE_SIZE),
            ("schema", dataset.schema or "", limits.MAX_DATASET_SCHEMA_SIZE),
            ("profile", dataset.profile or "", limits.MAX_DATASET_PROFILE_SIZE),
        ):
            if len(value) > longest:
                raise InvalidParameterValue(f"The {name} of a dataset is a text of at most {longest} characters.")
        for tag in given.tags:
            checks.text(tag.key, "key", "a dataset's tag", limits.MAX_INPUT_TAG_KEY_SIZE)
            checks.text(tag.value, tag.key, "a dataset's tag", limits.MAX_INPUT_TAG_VALUE_SIZE)


def changed_param(run_id: str, key: str, known: str, wanted: str) -> InvalidParameterValue:
    """The error for a param that would get another value."""
    return InvalidParameterValue(
        f"The param {key!r} of run {run_id!r} is {known!r} and cannot become {wanted!r}: params are "
        "written once. Log what changes as a tag or a metric, or start another run."
    )

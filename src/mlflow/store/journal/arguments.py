"""What a logging call is given, checked before it is written down: the store may get it after the call has returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from mlflow.contracts import limits
from mlflow.entities import DatasetInput, Metric, Param, RunTag
from mlflow.exceptions import InvalidParameterValue
from mlflow.store import checks

Pair: TypeAlias = "tuple[str, str]"

LARGEST: Final = 2**63 - 1


def points(metrics: Sequence[Metric]) -> list[tuple[Any, ...]]:
    """Points as a record holds them."""
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


def params(given: Sequence[Param]) -> list[Pair]:
    """Params as a record holds them."""
    found: dict[str, str] = {}
    for param in given:
        key = checks.key(param.key, "param")
        if key in found:
            raise InvalidParameterValue(f"The param {key!r} comes twice in one batch.")
        found[key] = checks.text(param.value, key, "param", limits.MAX_PARAM_VAL_LENGTH, cut=True)
    return list(found.items())


def tags(given: Sequence[RunTag]) -> list[Pair]:
    """Tags as a record holds them; of one that comes twice, the last."""
    found = {
        checks.key(tag.key, "tag"): checks.text(tag.value, tag.key, "tag", limits.MAX_TAG_VAL_LENGTH, cut=True)
        for tag in given
    }
    return list(found.items())


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

"""What the active run read and made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from mlflow.data.dataset import Dataset, entity_of
from mlflow.entities import Dataset as DatasetEntity
from mlflow.entities import DatasetInput, InputTag, LoggedModelInput, LoggedModelOutput, tag_names
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking.fluent.current import run_and_store

T = TypeVar("T")


def log_input(
    dataset: Dataset | DatasetEntity | None = None,
    context: str | None = None,
    tags: dict[str, str] | None = None,
    model: LoggedModelInput | None = None,
) -> None:
    """Record a dataset or a model that the active run read.

    Args:
        dataset: The dataset.
        context: What for, such as ``"training"``; kept as the tag ``mlflow.data.context``.
        tags: Further tags of the input.
        model: A logged model.
    """
    run, store = run_and_store(None)
    datasets = [_input(dataset, context, tags)] if dataset is not None else []
    store.log_inputs(run, datasets, [model] if model is not None else [])


def log_inputs(
    datasets: Sequence[Dataset | DatasetEntity | None] | None = None,
    contexts: Sequence[str | None] | None = None,
    tags_list: Sequence[dict[str, str] | None] | None = None,
    models: Sequence[LoggedModelInput | None] | None = None,
) -> None:
    """Record datasets and models that the active run read.

    Args:
        datasets: The datasets.
        contexts: What each is for; as many as there are datasets.
        tags_list: Further tags of each; as many as there are datasets.
        models: Logged models.

    Raises:
        InvalidParameterValue: The lists have different lengths.
    """
    given = list(datasets or ())
    rows = zip(given, _as_many(contexts, given, "contexts"), _as_many(tags_list, given, "tags_list"), strict=True)
    inputs = [_input(dataset, context, tags) for dataset, context, tags in rows if dataset is not None]
    run, store = run_and_store(None)
    store.log_inputs(run, inputs, [model for model in models or () if model is not None])


def log_outputs(models: list[LoggedModelOutput] | None = None) -> None:
    """Record logged models that the active run made."""
    run, store = run_and_store(None)
    store.log_outputs(run, list(models or ()))


def _input(dataset: Dataset | DatasetEntity, context: str | None, tags: dict[str, str] | None) -> DatasetInput:
    pairs = [InputTag(str(key), str(value)) for key, value in (tags or {}).items()]
    if context:
        pairs.append(InputTag(tag_names.MLFLOW_DATASET_CONTEXT, context))
    return DatasetInput(entity_of(dataset), pairs)


def _as_many(given: Sequence[T | None] | None, datasets: Sequence[object], name: str) -> Sequence[T | None]:
    if given is None:
        return [None] * len(datasets)
    if len(given) != len(datasets):
        raise InvalidParameterValue(f"There are {len(datasets)} datasets but {len(given)} {name}; give one for each.")
    return given

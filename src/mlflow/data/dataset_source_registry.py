"""The kinds of sources there are, and which of them a path or URI is."""

from __future__ import annotations

import warnings
from typing import Any

from mlflow import plugins
from mlflow.active.context import context_tags
from mlflow.data.artifact_dataset_sources import ARTIFACT_SOURCES
from mlflow.data.code_dataset_source import CodeDatasetSource
from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource
from mlflow.data.delta_dataset_source import DeltaDatasetSource
from mlflow.data.evaluation_dataset_source import EvaluationDatasetSource
from mlflow.data.http_dataset_source import HTTPDatasetSource
from mlflow.data.huggingface_dataset_source import HuggingFaceDatasetSource
from mlflow.data.spark_dataset_source import SparkDatasetSource
from mlflow.data.uc_volume_dataset_source import UCVolumeDatasetSource
from mlflow.entities import Dataset as DatasetEntity
from mlflow.entities import DatasetInput
from mlflow.exceptions import ResourceDoesNotExist


class DatasetSourceRegistry:
    """Kinds of sources, the last registered asked first."""

    def __init__(self) -> None:
        self.sources: list[type[DatasetSource]] = []

    def register(self, source: type[DatasetSource]) -> None:
        """Add a kind."""
        self.sources.append(source)

    def register_entrypoints(self) -> None:
        """Add the kinds that installed plug-ins bring."""
        for _, source in plugins.loaded(plugins.DATASET_SOURCE):
            self.register(source)

    def resolve(self, raw_source: Any, candidate_sources: list[type[DatasetSource]] | None = None) -> DatasetSource:
        """The source that a path or URI names.

        Args:
            raw_source: The path or URI.
            candidate_sources: Only these kinds, or kinds of them.

        Raises:
            ResourceDoesNotExist: No kind takes it.
        """
        if isinstance(raw_source, DatasetSource):
            return raw_source
        for source in reversed(self.sources):
            allowed = candidate_sources is None or any(issubclass(source, c) for c in candidate_sources)
            if allowed and _takes(source, raw_source):
                return source._resolve(raw_source)
        raise ResourceDoesNotExist(
            f"{raw_source!r} is no source of datasets; give a path, an http(s) address, a URI of an object store or a "
            "mlflow.data.DatasetSource."
        )

    def get_source_from_json(self, source_json: str, source_type: str) -> DatasetSource:
        """The source that was recorded.

        Raises:
            ResourceDoesNotExist: No kind has that type.
        """
        for source in reversed(self.sources):
            if source._get_source_type() == source_type:
                return source.from_json(source_json)
        raise ResourceDoesNotExist(f"No kind of source is called {source_type!r}.")


def _takes(source: type[DatasetSource], raw_source: Any) -> bool:
    try:
        return bool(source._can_resolve(raw_source))
    except Exception as error:  # of foreign code; the other kinds are still there
        warnings.warn(f"{source.__name__} fails to look at {raw_source!r}: {error}", stacklevel=4)
        return False


_registry = DatasetSourceRegistry()
_kinds: list[type[DatasetSource]] = [
    *ARTIFACT_SOURCES,
    HTTPDatasetSource,
    HuggingFaceDatasetSource,
    SparkDatasetSource,
    DeltaDatasetSource,
    CodeDatasetSource,
    UCVolumeDatasetSource,
    EvaluationDatasetSource,
]
for _kind in _kinds:
    _registry.register(_kind)
_asked = False


def _with_plugins() -> DatasetSourceRegistry:
    global _asked
    if not _asked:
        _asked = True
        _registry.register_entrypoints()
    return _registry


def register_dataset_source(source: type[DatasetSource]) -> None:
    """Add a kind of source."""
    _registry.register(source)


def get_registered_sources() -> list[type[DatasetSource]]:
    """The kinds of sources there are."""
    return list(_with_plugins().sources)


def resolve_dataset_source(
    raw_source: Any, candidate_sources: list[type[DatasetSource]] | None = None
) -> DatasetSource:
    """The source that a path or URI names; see :meth:`DatasetSourceRegistry.resolve`."""
    return _with_plugins().resolve(raw_source, candidate_sources)


def get_dataset_source_from_json(source_json: str, source_type: str) -> DatasetSource:
    """The source that was recorded; see :meth:`DatasetSourceRegistry.get_source_from_json`."""
    return _with_plugins().get_source_from_json(source_json, source_type)


def get_source(dataset: DatasetEntity | DatasetInput | Dataset) -> DatasetSource:
    """The source of a dataset, also of one that was recorded with a run."""
    if isinstance(dataset, DatasetInput):
        dataset = dataset.dataset
    if isinstance(dataset, DatasetEntity):
        return get_dataset_source_from_json(dataset.source, dataset.source_type)
    return dataset.source


def source_or_code(source: Any) -> DatasetSource:
    """The source given, or the code that is running where there is none."""
    if source is None:
        return CodeDatasetSource(context_tags())
    try:
        return resolve_dataset_source(source)
    except ResourceDoesNotExist:
        if isinstance(source, str):
            raise
        warnings.warn(f"{type(source).__name__} names no source; the running code is recorded.", stacklevel=3)
        return CodeDatasetSource(context_tags())

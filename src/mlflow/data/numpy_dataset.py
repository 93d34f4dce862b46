"""Arrays as a dataset."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource
from mlflow.data.dataset_source_registry import source_or_code
from mlflow.data.digests import compute_numpy_digest
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.pyfunc_dataset_mixin import PyFuncConvertibleDatasetMixin, PyFuncInputsOutputs
from mlflow.data.schema import TensorDatasetSchema
from mlflow.exceptions import InvalidParameterValue
from mlflow.types.inference import infer_schema

Arrays = np.ndarray[Any, Any] | dict[str, np.ndarray[Any, Any]]


class NumpyDataset(Dataset, PyFuncConvertibleDatasetMixin):
    """An array, or arrays by name, with the targets if there are any.

    Args:
        features: What a model reads.
        source: Where it came from.
        targets: What a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
    """

    def __init__(
        self,
        features: Arrays,
        source: DatasetSource,
        targets: Arrays | None = None,
        name: str | None = None,
        digest: str | None = None,
    ) -> None:
        super().__init__(source, name, digest)
        self._features = features
        self._targets = targets

    def _compute_digest(self) -> str:
        return compute_numpy_digest(self._features, self._targets)

    @property
    def features(self) -> Arrays:
        """What a model reads."""
        return self._features

    @property
    def targets(self) -> Arrays | None:
        """What a model should predict."""
        return self._targets

    @property
    def profile(self) -> dict[str, Any]:
        found = _numbers("features", self._features)
        return found if self._targets is None else {**found, **_numbers("targets", self._targets)}

    @cached_property
    def schema(self) -> TensorDatasetSchema:
        targets = infer_schema(self._targets) if self._targets is not None else None
        return TensorDatasetSchema(infer_schema(self._features), targets)

    def to_dict(self) -> dict[str, str]:
        return {
            **super().to_dict(),
            "schema": json.dumps(self.schema.to_dict()),
            "profile": json.dumps(self.profile),
        }

    def to_pyfunc(self) -> PyFuncInputsOutputs:
        return PyFuncInputsOutputs(self._features, self._targets)

    def to_evaluation_dataset(
        self, path: str | None = None, feature_names: Sequence[Any] | None = None
    ) -> EvaluationDataset:
        if isinstance(self._features, Mapping) or isinstance(self._targets, Mapping):
            raise InvalidParameterValue("A dict of arrays is no table to evaluate with; give one array.")
        return EvaluationDataset(
            self._features, targets=self._targets, name=self.name, path=path, feature_names=feature_names,
            digest=self.digest,
        )  # fmt: skip


def _numbers(role: str, data: Arrays) -> dict[str, Any]:
    def each(number: Callable[[np.ndarray[Any, Any]], Any]) -> Any:
        return {k: number(v) for k, v in data.items()} if isinstance(data, Mapping) else number(data)

    return {
        f"{role}_shape": each(lambda a: list(a.shape)),
        f"{role}_size": each(lambda a: int(a.size)),
        f"{role}_nbytes": each(lambda a: int(a.nbytes)),
    }


def from_numpy(
    features: Arrays,
    source: str | DatasetSource | Any = None,
    targets: Arrays | None = None,
    name: str | None = None,
    digest: str | None = None,
) -> NumpyDataset:
    """Arrays as a dataset.

    Args:
        features: What a model reads: an array, or arrays by name.
        source: Path, address or URI it was read from; the running code where None.
        targets: What a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
    """
    return NumpyDataset(features, source_or_code(source), targets, name, digest)

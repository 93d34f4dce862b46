"""Tensors and ``tf.data`` datasets of TensorFlow as a dataset."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource
from mlflow.data.dataset_source_registry import source_or_code
from mlflow.data.digests import compute_numpy_digest, get_normalized_md5_digest, hashes_of
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.pyfunc_dataset_mixin import PyFuncConvertibleDatasetMixin, PyFuncInputsOutputs
from mlflow.data.schema import TensorDatasetSchema
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.types.datatypes import AnyType
from mlflow.types.inference import infer_schema
from mlflow.types.schema import Schema, TensorSpec


class TensorFlowDataset(Dataset, PyFuncConvertibleDatasetMixin):
    """A tensor or a ``tf.data.Dataset``, with the targets of the same kind if there are any.

    Args:
        features: What a model reads.
        source: Where it came from.
        targets: What a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None, which reads a ``tf.data.Dataset`` to its end.

    Raises:
        InvalidParameterValue: The data are of another kind, or the targets of another than the features.
    """

    def __init__(
        self, features: Any, source: DatasetSource, targets: Any = None, name: str | None = None,
        digest: str | None = None,
    ) -> None:  # fmt: skip
        if not (_is_tensor(features) or _is_dataset(features)):
            raise InvalidParameterValue(
                f"from_tensorflow takes a tensor or a tf.data.Dataset, not a {type(features).__name__}."
            )
        if targets is not None and not (_is_tensor if _is_tensor(features) else _is_dataset)(targets):
            raise InvalidParameterValue("The targets must be of the kind of the features, tensor or tf.data.Dataset.")
        super().__init__(source, name, digest)
        self._features = features
        self._targets = targets

    def _compute_digest(self) -> str:
        given = [each for each in (self._features, self._targets) if each is not None]
        if _is_tensor(self._features):
            return compute_numpy_digest(*(_array(each) for each in given))
        return get_normalized_md5_digest([part for each in given for part in _element_hashes(each)])

    @property
    def data(self) -> Any:
        """What a model reads."""
        return self._features

    @property
    def targets(self) -> Any:
        """What a model should predict."""
        return self._targets

    @property
    def profile(self) -> dict[str, int]:
        """How many values a tensor has, or elements a ``tf.data.Dataset``: -1 for without end, -2 for unknown."""
        found = {"features_cardinality": _cardinality(self._features)}
        return found if self._targets is None else {**found, "targets_cardinality": _cardinality(self._targets)}

    @cached_property
    def schema(self) -> TensorDatasetSchema | None:
        """The schema of features and targets; None where an element is no array."""
        try:
            targets = _schema(self._targets) if self._targets is not None else None
            return TensorDatasetSchema(_schema(self._features), targets)
        except MlflowException:
            return None

    def to_dict(self) -> dict[str, Any]:
        schema = json.dumps(self.schema.to_dict()) if self.schema is not None else None
        return {**super().to_dict(), "schema": schema, "profile": json.dumps(self.profile)}

    def to_pyfunc(self) -> PyFuncInputsOutputs:
        return PyFuncInputsOutputs(self._features, self._targets)

    def to_evaluation_dataset(
        self, path: str | None = None, feature_names: Sequence[Any] | None = None
    ) -> EvaluationDataset:
        if not _is_tensor(self._features):
            raise InvalidParameterValue("A tf.data.Dataset is no table to evaluate with; give a tensor.")
        return EvaluationDataset(
            _array(self._features), targets=_array(self._targets) if self._targets is not None else None,
            name=self.name, path=path, feature_names=feature_names, digest=self.digest,
        )  # fmt: skip


def _tf() -> Any:
    return sys.modules.get("tensorflow")  # who hands in its objects has imported it


def _is_tensor(value: Any) -> bool:
    tf = _tf()
    return tf is not None and bool(tf.is_tensor(value))


def _is_dataset(value: Any) -> bool:
    tf = _tf()
    return tf is not None and isinstance(value, tf.data.Dataset)


def _array(tensor: Any) -> np.ndarray[Any, Any]:
    return np.asarray(tensor.numpy())


def _element_hashes(dataset: Any) -> Iterable[Any]:
    """A buffer of hashes for each element, whose parts are taken as one flat array."""
    for element in dataset.as_numpy_iterator():
        parts = [np.asarray(part).flatten() for part in _tf().nest.flatten(element)]
        yield hashes_of(np.concatenate(parts) if len(parts) > 1 else parts[0])


def _cardinality(data: Any) -> int:
    found = data.cardinality() if _is_dataset(data) else _tf().size(data)
    return int(found.numpy())


def _schema(data: Any) -> Schema:
    if _is_tensor(data):
        found = infer_schema(_array(data))
        if isinstance(found.inputs[0].type, AnyType):
            raise MlflowException("The tensor has no type in a schema.")
        return found
    spec = data.element_spec
    if not hasattr(spec, "shape") or spec.shape.rank in (None, 0):
        raise MlflowException("The elements of the dataset are not arrays.")
    # An element is a row: its first dimension is what schemas leave open.
    return Schema([TensorSpec(np.dtype(spec.dtype.as_numpy_dtype), (-1, *spec.shape[1:]))])


def from_tensorflow(
    features: Any,
    source: str | DatasetSource | None = None,
    targets: Any = None,
    name: str | None = None,
    digest: str | None = None,
) -> TensorFlowDataset:
    """A tensor, or a ``tf.data.Dataset``, as a dataset.

    Args:
        features: What a model reads.
        source: Path, address or URI it was read from; the running code where None.
        targets: What a model should predict, of the same kind.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
    """
    return TensorFlowDataset(features, source_or_code(source), targets, name, digest)

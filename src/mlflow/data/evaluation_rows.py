"""The data of an evaluation as one object: features, labels, predictions, and a fingerprint of them."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue
from mlflow.types.spark import is_spark


class EvaluationDataset:
    """Features, what a model should answer to them, and what it did answer.

    Args:
        data: A DataFrame (pandas' or Spark's), a two-dimensional array, or a list of rows.
        targets: Name of the column of labels; for arrays and lists, the labels themselves.
        name: What the data are called; their hash where None.
        path: Where they are kept.
        feature_names: Columns that are features, all others where None; names of an array's columns.
        predictions: Name of the column of predictions; for arrays and lists, the predictions themselves.
        digest: Fingerprint of the dataset that it was made of.

    Raises:
        InvalidParameterValue: The data are of another kind, their parts do not fit, or a name or path holds quotes.
    """

    NUM_SAMPLE_ROWS_FOR_HASH = 5
    SPARK_DATAFRAME_LIMIT = 10_000

    def __init__(
        self,
        data: Any,
        *,
        targets: Any = None,
        name: str | None = None,
        path: str | None = None,
        feature_names: Sequence[Any] | None = None,
        predictions: Any = None,
        digest: str | None = None,
    ) -> None:
        for role, text in (("name", name), ("path", path)):
            if text is not None and '"' in text:
                raise InvalidParameterValue(f"The {role} of an evaluation dataset holds no double quotes: {text!r}.")
        if feature_names is not None and len(set(feature_names)) < len(feature_names):
            raise InvalidParameterValue("feature_names names a column twice.")
        self._name, self._path, self._digest = name, path, digest
        self._targets_name: str | None = None
        self._predictions_name: str | None = None
        self._labels_data: Any = None
        self._predictions_data: Any = None
        if is_spark(data):
            data = data.limit(self.SPARK_DATAFRAME_LIMIT).toPandas()
        if isinstance(data, pd.DataFrame):
            self._take_frame(data, targets, predictions, feature_names)
        elif isinstance(data, list | np.ndarray):
            self._take_array(data, targets, predictions, feature_names)
        else:
            raise InvalidParameterValue(
                f"An evaluation dataset is made of a DataFrame, an array or a list, not of {type(data).__name__}."
            )

    def _take_frame(self, df: pd.DataFrame, targets: Any, predictions: Any, names: Sequence[Any] | None) -> None:
        self._labels_data, self._targets_name = _column(df, targets, "targets")
        self._predictions_data, self._predictions_name = _column(df, predictions, "predictions")
        if names is None:
            names = [c for c in df.columns if c not in (self._targets_name, self._predictions_name)]
        missing = [c for c in names if c not in df.columns]
        if missing:
            raise InvalidParameterValue(f"feature_names names columns that the data lack: {missing}.")
        self._feature_names = list(names)
        self._features_data: Any = df[self._feature_names]

    def _take_array(self, data: Any, targets: Any, predictions: Any, names: Sequence[Any] | None) -> None:
        try:
            features = np.asarray(data)
        except ValueError:
            raise InvalidParameterValue("The rows of a list are of different lengths.") from None
        if features.ndim != 2:
            raise InvalidParameterValue(f"The features must be rows of columns, not of shape {features.shape}.")
        rows, width = features.shape
        if names is not None and len(names) != width:
            raise InvalidParameterValue(f"There are {len(names)} feature_names for {width} columns.")
        digits = len(str(width))
        self._feature_names = (
            list(names) if names is not None else [f"feature_{at:0{digits}}" for at in range(1, width + 1)]
        )
        self._features_data = features
        self._labels_data = _values(targets, rows, "targets")
        self._predictions_data = _values(predictions, rows, "predictions")

    @property
    def feature_names(self) -> list[Any]:
        """Names of the features."""
        return self._feature_names

    @property
    def features_data(self) -> Any:
        """The features: a DataFrame or an array."""
        return self._features_data

    @property
    def labels_data(self) -> Any:
        """What a model should answer, as an array; None where unknown."""
        return self._labels_data

    @property
    def has_targets(self) -> bool:
        """Whether there are labels."""
        return self._labels_data is not None

    @property
    def targets_name(self) -> str | None:
        """Name of the column of labels."""
        return self._targets_name

    @property
    def predictions_data(self) -> Any:
        """What the model answered, as an array; None where unknown."""
        return self._predictions_data

    @property
    def has_predictions(self) -> bool:
        """Whether there are predictions."""
        return self._predictions_data is not None

    @property
    def predictions_name(self) -> str | None:
        """Name of the column of predictions."""
        return self._predictions_name

    @property
    def name(self) -> str:
        """What the data are called; their hash where they have no name."""
        return self._name if self._name is not None else self.hash

    @property
    def path(self) -> str | None:
        """Where they are kept."""
        return self._path

    @property
    def digest(self) -> str | None:
        """Fingerprint of the dataset that it was made of."""
        return self._digest

    @cached_property
    def hash(self) -> str:
        """MD5, in hexadecimal digits, of the numbers of rows, the first and last rows, and the names of features."""
        found = hashlib.md5(usedforsecurity=False)
        for part in (self._features_data, self._labels_data, self._predictions_data):
            if part is not None:
                for piece in _sampled(part, self.NUM_SAMPLE_ROWS_FOR_HASH):
                    found.update(piece)
        found.update(",".join(map(str, self._feature_names)).encode())
        return found.hexdigest()

    @property
    def _metadata(self) -> dict[str, str]:
        found = {"name": self.name, "hash": self.hash}
        return found if self._path is None else {**found, "path": self._path}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EvaluationDataset):
            return False
        return (self.hash, self.name, self.path) == (other.hash, other.name, other.path)

    def __hash__(self) -> int:
        return hash(self.hash)


def _column(df: pd.DataFrame, wanted: Any, role: str) -> tuple[Any, str | None]:
    if wanted is None:
        return None, None
    if not isinstance(wanted, str):
        return _values(wanted, len(df), role), None
    if wanted not in df.columns:
        raise InvalidParameterValue(f"The column of {role}, {wanted!r}, is not in the data.")
    return df[wanted].to_numpy(), wanted


def _values(given: Any, rows: int, role: str) -> Any:
    if given is None:
        return None
    if isinstance(given, str):
        raise InvalidParameterValue(f"{role} names a column, but the data have no names; give the values themselves.")
    found = np.asarray(given)
    if found.ndim == 0 or len(found) != rows:
        raise InvalidParameterValue(f"{role} must have as many values as the data have rows, {rows}.")
    return found


def _sampled(data: Any, rows: int) -> list[bytes]:
    parts = [data] if len(data) < 2 * rows else [data[:rows], data[-rows:]]
    return [_big_endian([len(data)]), *(_hashed(part) for part in parts)]


def _hashed(data: Any) -> bytes:
    if isinstance(data, pd.DataFrame):
        try:
            hashes = pd.util.hash_pandas_object(data).to_numpy()
        except TypeError:  # lists, dicts and the like
            hashes = pd.util.hash_pandas_object(data.apply(lambda column: column.map(repr))).to_numpy()
        return _big_endian(hashes)
    array = np.asarray(data)
    try:
        hashes = pd.util.hash_array(array.flatten())
    except TypeError:
        hashes = pd.util.hash_array(np.array([repr(value) for value in array.flatten()], dtype=object))
    return _big_endian([*hashes, *array.shape])


def _big_endian(numbers: Any) -> bytes:
    return struct.pack(f">{len(numbers)}Q", *map(int, numbers))

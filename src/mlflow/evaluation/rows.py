"""The data of an evaluation: what the model is asked, what it should answer, what it answered already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mlflow._door import resolve
from mlflow.data.dataset import Dataset
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.numpy_dataset import NumpyDataset, from_numpy
from mlflow.data.pandas_dataset import PandasDataset, from_pandas
from mlflow.data.pyfunc_dataset_mixin import PyFuncConvertibleDatasetMixin
from mlflow.exceptions import InvalidParameterValue

#: Library of a table → what makes a dataset of it.
_MAKERS = {
    "polars": "mlflow.data.polars_dataset:from_polars",
    "pyspark": "mlflow.data.spark_dataset:from_spark",
}


@dataclass(frozen=True)
class Rows:
    """The data of an evaluation.

    Attributes:
        features: What the model is asked: a DataFrame or an array.
        targets: What it should answer, or None.
        predictions: What it answered, where that is part of the data, or None.
        dataset: What is recorded with the run.
        targets_name: Name of the column of targets.
        predictions_name: Name of the column of predictions.
    """

    features: Any
    targets: np.ndarray[Any, Any] | None
    predictions: Any
    dataset: Dataset
    targets_name: str | None = None
    predictions_name: str | None = None

    def as_dataset(self) -> EvaluationDataset:
        """All of it as one object, as evaluators take it."""
        features: Any = self.features
        targets: Any = self.targets
        predictions: Any = self.predictions
        if not isinstance(features, pd.DataFrame | np.ndarray) or np.ndim(features) != 2:
            features = self.frame()
        if isinstance(features, pd.DataFrame):
            if targets is not None and self.targets_name is not None:
                features, targets = features.assign(**{self.targets_name: targets}), self.targets_name
            if predictions is not None and self.predictions_name is not None:
                features = features.assign(**{self.predictions_name: np.asarray(predictions)})
                predictions = self.predictions_name
        return EvaluationDataset(
            features, targets=targets, predictions=predictions, name=self.dataset.name, digest=self.dataset.digest
        )

    def __len__(self) -> int:
        return len(self.features)

    def frame(self) -> pd.DataFrame:
        """The features as a table; columns of an array are ``feature_1``, ``feature_2`` and so on."""
        if isinstance(self.features, pd.DataFrame):
            return self.features
        array = np.asarray(self.features)
        array = array.reshape(len(array), -1)
        return pd.DataFrame(array, columns=[f"feature_{place + 1}" for place in range(array.shape[1])])


def rows_of(dataset: EvaluationDataset, predictions: str | None = None) -> Rows:
    """The data of an evaluation that were put into one object.

    Args:
        dataset: Features, targets and predictions.
        predictions: Name of the column of predictions in the model's output.
    """
    features = dataset.features_data
    recorded = from_pandas(features) if isinstance(features, pd.DataFrame) else from_numpy(np.asarray(features))
    answered = None if dataset.predictions_data is None else pd.Series(dataset.predictions_data)
    names = dataset.targets_name, dataset.predictions_name or predictions
    return Rows(features, dataset.labels_data, answered, recorded, *names)


def read_rows(
    data: Any,
    targets: Any = None,
    predictions: str | None = None,
    feature_names: Sequence[str] | None = None,
    path: str | None = None,
    name: str | None = None,
) -> Rows:
    """The data that a user gave.

    Args:
        data: A DataFrame, an array, a list of rows, a pair of features and targets, or a dataset.
        targets: Name of the column of targets, or the targets themselves.
        predictions: Name of the column of predictions.
        feature_names: Columns the model is asked for; names of an array's columns.
        path: Where the data are kept, to be recorded.
        name: What they are called, to be recorded.

    Raises:
        InvalidParameterValue: The data are missing or of another kind, or a column is not there.
    """
    if data is None:
        raise InvalidParameterValue("Give the data to evaluate with as data=.")
    if (maker := _MAKERS.get(type(data).__module__.partition(".")[0])) is not None:
        data = resolve(maker)(data, targets=targets if isinstance(targets, str) else None, name=name)
    if isinstance(data, PandasDataset):
        wanted = targets if targets is not None else data.targets
        return _of_frame(data.df, wanted, predictions or data.predictions, feature_names, data)
    if isinstance(data, NumpyDataset):
        data, targets, given = data.features, targets if targets is not None else data.targets, data
        return _of_array(data, targets, feature_names, given, None)
    if isinstance(data, Dataset) and isinstance(data, PyFuncConvertibleDatasetMixin):
        return _of_other(data, targets, predictions, feature_names)
    if isinstance(data, Dataset):
        raise InvalidParameterValue(
            f"A dataset of the kind {type(data).__name__} cannot be evaluated with; load it first."
        )
    targets_name = None
    if isinstance(data, tuple) and len(data) == 2:
        targets_name = targets if isinstance(targets, str) else None
        data, targets = data
    if isinstance(data, pd.DataFrame):
        dataset = _frame_dataset(data, targets, predictions, path, name)
        rows = _of_frame(data, targets, predictions, feature_names, dataset)
        return Rows(rows.features, rows.targets, rows.predictions, rows.dataset, rows.targets_name or targets_name,
                    rows.predictions_name)  # fmt: skip
    if isinstance(data, list | np.ndarray) or hasattr(data, "toarray"):
        array = data.toarray() if hasattr(data, "toarray") else np.asarray(data)
        if array.dtype == object and array.ndim == 1 and len(array) and isinstance(array[0], dict):
            return read_rows(pd.DataFrame(list(data)), targets, predictions, feature_names, path, name)
        if isinstance(targets, str):
            raise InvalidParameterValue("targets names a column, and an array has none; give the targets themselves.")
        dataset = from_numpy(array, source=path, targets=_checked(targets, len(array)), name=name)
        return _of_array(array, targets, feature_names, dataset, targets_name)
    raise InvalidParameterValue(
        "data must be a DataFrame, an array, a list, a pair (features, targets) or a dataset, "
        f"not {type(data).__name__}."
    )


def _of_other(data: Any, targets: Any, predictions: str | None, feature_names: Sequence[str] | None) -> Rows:
    """The data of another library: as pandas' or NumPy's."""
    table = data.to_evaluation_dataset()
    features = table.features_data
    if not isinstance(features, pd.DataFrame):
        return _of_array(features, targets if targets is not None else table.labels_data, feature_names, data, None)
    parts = {table.targets_name: table.labels_data, table.predictions_name: table.predictions_data}
    frame = features.assign(**{name: values for name, values in parts.items() if name is not None})
    wanted = targets if targets is not None else table.targets_name
    return _of_frame(frame, wanted, predictions or table.predictions_name, feature_names, data)


def _frame_dataset(
    data: pd.DataFrame, targets: Any, predictions: str | None, path: str | None, name: str | None
) -> Dataset:
    _has(data, targets if isinstance(targets, str) else None, "targets")
    _has(data, predictions, "predictions")
    return from_pandas(
        data, source=path, targets=targets if isinstance(targets, str) else None, name=name, predictions=predictions
    )


def _of_frame(
    frame: pd.DataFrame, targets: Any, predictions: str | None, feature_names: Sequence[str] | None, dataset: Dataset
) -> Rows:
    name = targets if isinstance(targets, str) else None
    _has(frame, name, "targets")
    _has(frame, predictions, "predictions")
    features = frame.drop(columns=[each for each in (name, predictions) if each is not None])
    if feature_names is not None:
        for each in feature_names:
            _has(features, each, "feature_names")
        features = features[list(feature_names)]
    truth = frame[name].to_numpy() if name is not None else _checked(targets, len(frame))
    answered = frame[predictions] if predictions is not None else None
    return Rows(features, truth, answered, dataset, name, predictions)


def _of_array(
    array: Any, targets: Any, feature_names: Sequence[str] | None, dataset: Dataset, targets_name: str | None
) -> Rows:
    features = array
    if feature_names is not None:
        if array.ndim != 2 or array.shape[1] != len(feature_names):
            raise InvalidParameterValue(
                f"feature_names has {len(feature_names)} names for an array of shape {array.shape}."
            )
        features = pd.DataFrame(array, columns=list(feature_names))
    return Rows(features, _checked(targets, len(array)), None, dataset, targets_name)


def _has(frame: pd.DataFrame, column: str | None, role: str) -> None:
    if column is not None and column not in frame.columns:
        raise InvalidParameterValue(f"{role} names the column {column!r}; the data have {list(frame.columns)[:30]}.")
    if column is not None and frame.columns.tolist().count(column) > 1:
        raise InvalidParameterValue(f"{role} names the column {column!r}, which the data have more than once.")


def _checked(targets: Any, rows: int) -> Any:
    if targets is None:
        return None
    if isinstance(targets, str):
        raise InvalidParameterValue("targets names a column, and the data have none by name.")
    array = targets.to_numpy() if isinstance(targets, pd.Series | pd.DataFrame) else np.asarray(targets)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if len(array) != rows:
        raise InvalidParameterValue(f"There are {len(array)} targets for {rows} rows.")
    return array

"""The data of an evaluation, and data of any kind as a dataset, by MLflow's names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mlflow.data.dataset import Dataset
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.numpy_dataset import from_numpy
from mlflow.data.pandas_dataset import from_pandas
from mlflow.data.spark_dataset import from_spark
from mlflow.exceptions import InvalidParameterValue
from mlflow.types.spark import is_spark

__all__ = ["EvaluationDataset", "convert_data_to_mlflow_dataset"]


def convert_data_to_mlflow_dataset(
    data: Any, targets: Any = None, predictions: Any = None, name: str | None = None
) -> Dataset:
    """A DataFrame, pandas' or Spark's, an array or a list as a dataset that can be recorded.

    Args:
        data: The data.
        targets: The column of labels, or for arrays the labels themselves.
        predictions: The column of predictions; arrays have none.
        name: What the data are called.

    Raises:
        InvalidParameterValue: They are of another kind.
    """
    if is_spark(data):
        return from_spark(data, targets=targets, name=name, predictions=predictions)
    if isinstance(data, pd.DataFrame):
        return from_pandas(data, targets=targets, name=name, predictions=predictions)
    if isinstance(data, list | np.ndarray) or (isinstance(data, dict) and data):
        features = {key: np.asarray(value) for key, value in data.items()} if isinstance(data, dict) else data
        return from_numpy(
            features if isinstance(features, dict) else np.asarray(features),
            targets=np.asarray(targets) if targets is not None and not isinstance(targets, dict) else targets,
            name=name,
        )
    raise InvalidParameterValue(f"{type(data).__name__} is no data that a dataset can be made of.")

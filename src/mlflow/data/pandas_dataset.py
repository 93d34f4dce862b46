"""A DataFrame as a dataset."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from mlflow.data.columns import frame_schema, schema_json
from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource
from mlflow.data.dataset_source_registry import source_or_code
from mlflow.data.digests import compute_pandas_digest
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.pyfunc_dataset_mixin import PyFuncConvertibleDatasetMixin, PyFuncInputsOutputs
from mlflow.exceptions import InvalidParameterValue
from mlflow.types.schema import Schema


class PandasDataset(Dataset, PyFuncConvertibleDatasetMixin):
    """A DataFrame, with the columns that are targets and predictions.

    Args:
        df: The data.
        source: Where it came from.
        targets: Name of the column a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
        predictions: Name of a column of predictions.

    Raises:
        InvalidParameterValue: There is no such column.
    """

    def __init__(
        self,
        df: pd.DataFrame,
        source: DatasetSource,
        targets: str | None = None,
        name: str | None = None,
        digest: str | None = None,
        predictions: str | None = None,
    ) -> None:
        for role, column in (("targets", targets), ("predictions", predictions)):
            if column is not None and column not in df.columns:
                raise InvalidParameterValue(f"The column of {role}, {column!r}, is not in the DataFrame.")
        super().__init__(source, name, digest)
        self._df = df
        self._targets = targets
        self._predictions = predictions

    def _compute_digest(self) -> str:
        return compute_pandas_digest(self._df)

    @property
    def df(self) -> pd.DataFrame:
        """The data."""
        return self._df

    @property
    def targets(self) -> str | None:
        """Name of the column a model should predict."""
        return self._targets

    @property
    def predictions(self) -> str | None:
        """Name of the column of predictions."""
        return self._predictions

    @property
    def profile(self) -> dict[str, int]:
        return {"num_rows": len(self._df), "num_elements": int(self._df.size)}

    @cached_property
    def schema(self) -> Schema | None:
        """The schema of its columns; None where one's values have no type in a schema."""
        return frame_schema(self._df)

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "schema": schema_json(self.schema), "profile": json.dumps(self.profile)}

    def to_pyfunc(self) -> PyFuncInputsOutputs:
        if self._targets is None:
            return PyFuncInputsOutputs(self._df, None)
        return PyFuncInputsOutputs(self._df.drop(columns=[self._targets]), self._df[self._targets])

    def to_evaluation_dataset(
        self, path: str | None = None, feature_names: Sequence[Any] | None = None
    ) -> EvaluationDataset:
        return EvaluationDataset(
            self._df, targets=self._targets, name=self.name, path=path, feature_names=feature_names,
            predictions=self._predictions, digest=self.digest,
        )  # fmt: skip


def from_pandas(
    df: pd.DataFrame,
    source: str | DatasetSource | Any = None,
    targets: str | None = None,
    name: str | None = None,
    digest: str | None = None,
    predictions: str | None = None,
) -> PandasDataset:
    """A DataFrame as a dataset.

    Args:
        df: The data.
        source: Path, address or URI it was read from; the running code where None.
        targets: Name of the column a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
        predictions: Name of a column of predictions.
    """
    return PandasDataset(df, source_or_code(source), targets, name, digest, predictions)

"""A DataFrame as a dataset."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from mlflow.data.columns import frame_schema
from mlflow.data.dataset_source import DatasetSource
from mlflow.data.dataset_source_registry import source_or_code
from mlflow.data.digests import compute_pandas_digest
from mlflow.data.pyfunc_dataset_mixin import PyFuncInputsOutputs
from mlflow.data.table_dataset import TableDataset
from mlflow.types.schema import Schema


class PandasDataset(TableDataset):
    """A DataFrame, with the columns that are targets and predictions."""

    def _compute_digest(self) -> str:
        return compute_pandas_digest(self._df)

    @property
    def profile(self) -> dict[str, int]:
        return {"num_rows": len(self._df), "num_elements": int(self._df.size)}

    @cached_property
    def schema(self) -> Schema | None:
        """The schema of its columns; None where one's values have no type in a schema."""
        return frame_schema(self._df)

    def to_pyfunc(self) -> PyFuncInputsOutputs:
        if self._targets is None:
            return PyFuncInputsOutputs(self._df, None)
        return PyFuncInputsOutputs(self._df.drop(columns=[self._targets]), self._df[self._targets])


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

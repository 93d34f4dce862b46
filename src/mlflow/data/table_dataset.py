"""What datasets of tables share, whichever library's tables they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mlflow.data.columns import schema_json
from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.pyfunc_dataset_mixin import PyFuncConvertibleDatasetMixin
from mlflow.exceptions import InvalidParameterValue


class TableDataset(Dataset, PyFuncConvertibleDatasetMixin):
    """A table, with the columns that are targets and predictions.

    Args:
        df: The data.
        source: Where it came from.
        targets: Name of the column a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
        predictions: Name of a column of predictions.

    Raises:
        InvalidParameterValue: There is no such column, or the data are of another kind.
    """

    def __init__(
        self,
        df: Any,
        source: DatasetSource,
        targets: str | None = None,
        name: str | None = None,
        digest: str | None = None,
        predictions: str | None = None,
    ) -> None:
        self._check(df)
        for role, column in (("targets", targets), ("predictions", predictions)):
            if column is not None and column not in df.columns:
                raise InvalidParameterValue(f"The column of {role}, {column!r}, is not in the DataFrame.")
        super().__init__(source, name, digest)
        self._df = df
        self._targets = targets
        self._predictions = predictions

    def _check(self, df: Any) -> None:
        """Refuse data of another kind."""

    @property
    def df(self) -> Any:
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

    def _evaluated(self) -> Any:
        """The data as an evaluation takes them."""
        return self._df

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "schema": schema_json(self.schema), "profile": json.dumps(self.profile)}

    def to_evaluation_dataset(
        self, path: str | None = None, feature_names: Sequence[Any] | None = None
    ) -> EvaluationDataset:
        return EvaluationDataset(
            self._evaluated(), targets=self._targets, name=self.name, path=path, feature_names=feature_names,
            predictions=self._predictions, digest=self.digest,
        )  # fmt: skip

"""A dataset of Hugging Face's ``datasets`` as a dataset."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from mlflow.data.columns import frame_schema, schema_json
from mlflow.data.dataset import Dataset
from mlflow.data.dataset_source import DatasetSource
from mlflow.data.dataset_source_registry import source_or_code
from mlflow.data.digests import MAX_ROWS, compute_pandas_digest
from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.data.huggingface_dataset_source import DataFiles, HuggingFaceDatasetSource
from mlflow.data.pyfunc_dataset_mixin import PyFuncConvertibleDatasetMixin, PyFuncInputsOutputs
from mlflow.exceptions import InvalidParameterValue
from mlflow.types.schema import Schema


class HuggingFaceDataset(Dataset, PyFuncConvertibleDatasetMixin):
    """A ``datasets.Dataset``, with the column that is the target.

    Args:
        ds: The data.
        source: Where it came from.
        targets: Name of the column a model should predict.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.

    Raises:
        InvalidParameterValue: There is no such column, or the data are of another kind.
    """

    def __init__(
        self,
        ds: Any,
        source: DatasetSource,
        targets: str | None = None,
        name: str | None = None,
        digest: str | None = None,
    ) -> None:
        if not _is_dataset(ds):
            raise InvalidParameterValue(
                f"from_huggingface takes a datasets.Dataset, not a {type(ds).__name__}. Give one split of it."
            )
        if targets is not None and targets not in ds.column_names:
            raise InvalidParameterValue(f"The column of targets, {targets!r}, is not in the dataset.")
        super().__init__(source, name, digest)
        self._ds = ds
        self._targets = targets

    def _compute_digest(self) -> str:
        return compute_pandas_digest(self._head())

    def _head(self) -> pd.DataFrame:
        """The first rows; that is as many as digests and schemas look at."""
        return next(self._ds.to_pandas(batch_size=MAX_ROWS, batched=True), pd.DataFrame(columns=self._ds.column_names))

    @property
    def ds(self) -> Any:
        """The data."""
        return self._ds

    @property
    def targets(self) -> str | None:
        """Name of the column a model should predict."""
        return self._targets

    @property
    def profile(self) -> dict[str, Any]:
        ds = self._ds
        return {"num_rows": ds.num_rows, "dataset_size": ds.dataset_size, "size_in_bytes": ds.size_in_bytes}

    @cached_property
    def schema(self) -> Schema | None:
        """The schema of its columns; None where one's values have no type in a schema."""
        return frame_schema(self._head())

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "schema": schema_json(self.schema), "profile": json.dumps(self.profile)}

    def to_pyfunc(self) -> PyFuncInputsOutputs:
        df = self._ds.to_pandas()
        if self._targets is None:
            return PyFuncInputsOutputs(df, None)
        return PyFuncInputsOutputs(df.drop(columns=[self._targets]), df[self._targets])

    def to_evaluation_dataset(
        self, path: str | None = None, feature_names: Sequence[Any] | None = None
    ) -> EvaluationDataset:
        return EvaluationDataset(
            self._ds.to_pandas(), targets=self._targets, name=self.name, path=path, feature_names=feature_names,
            digest=self.digest,
        )  # fmt: skip


def _is_dataset(ds: Any) -> bool:
    library = sys.modules.get("datasets")  # who hands in such a dataset has imported it
    return library is not None and isinstance(ds, library.Dataset)


def from_huggingface(
    ds: Any,
    path: str | None = None,
    targets: str | None = None,
    data_dir: str | None = None,
    data_files: DataFiles = None,
    revision: Any = None,
    name: str | None = None,
    digest: str | None = None,
    trust_remote_code: bool | None = None,
    source: str | DatasetSource | None = None,
) -> HuggingFaceDataset:
    """A ``datasets.Dataset`` as a dataset.

    Args:
        ds: The data.
        path: Name on the hub, or path, it was loaded from; where None and without source, the running code is recorded.
        targets: Name of the column a model should predict.
        data_dir: Folder of its files, as it was loaded.
        data_files: Its files, as it was loaded.
        revision: Version on the hub, as it was loaded.
        name: Its name; ``"dataset"`` where None.
        digest: Fingerprint of its content; computed where None.
        trust_remote_code: Whether code that comes with the dataset may be run when the source is loaded.
        source: Path, address or URI it was read from, in place of path.
    """
    found: DatasetSource
    if source is None and path is not None and _is_dataset(ds):
        found = HuggingFaceDatasetSource(
            path, ds.config_name, data_dir, data_files, ds.split, revision, trust_remote_code
        )
    else:
        found = source_or_code(source)
    return HuggingFaceDataset(ds, found, targets, name, digest)

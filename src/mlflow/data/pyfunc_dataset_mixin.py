"""Datasets that can be split into what a model reads and what it should answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mlflow.data.evaluation_rows import EvaluationDataset


@dataclass
class PyFuncInputsOutputs:
    """What a model reads, and what it should answer if that is known."""

    inputs: Any
    outputs: Any | None = None


class PyFuncConvertibleDatasetMixin(ABC):
    """A dataset that can be split so."""

    @abstractmethod
    def to_pyfunc(self) -> PyFuncInputsOutputs:
        """Its inputs and outputs."""

    @abstractmethod
    def to_evaluation_dataset(
        self, path: str | None = None, feature_names: Sequence[Any] | None = None
    ) -> EvaluationDataset:
        """The dataset for an evaluation.

        Args:
            path: Where the data are kept.
            feature_names: Columns that are features; names of an array's columns.

        Raises:
            InvalidParameterValue: The data are no table, such as a dict of arrays.
        """

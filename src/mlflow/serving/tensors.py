"""Requests made into NumPy arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlflow.exceptions import BadRequest
from mlflow.serving.numbers import array_of
from mlflow.types.schema import Schema


class TensorReader:
    """Reads nested lists as the arrays of a signature, or as NumPy sees them where none is declared.

    Args:
        schema: The model's tensors, or None.
    """

    def __init__(self, schema: Schema | None) -> None:
        declared = schema.inputs if schema is not None and schema.is_tensor_spec() else []
        self._dtypes: dict[str | None, np.dtype[Any]] = {spec.name: spec.type for spec in declared}

    @property
    def named(self) -> bool:
        """Whether the signature declares tensors by name."""
        return any(name is not None for name in self._dtypes)

    def array(self, value: Any, name: str | None = None) -> np.ndarray[Any, Any]:
        """One array.

        Raises:
            BadRequest: The lists are ragged or hold what the declared type cannot.
        """
        dtype = self._dtypes.get(name)
        try:
            return np.array(value) if dtype is None else array_of(value, dtype)
        except (TypeError, ValueError, OverflowError) as error:
            what = "The input" if name is None else f"Tensor {name!r}"
            wanted = "" if dtype is None else f" of type {dtype}"
            raise BadRequest(f"{what} makes no array{wanted}: {error}.") from None

    def mapping(self, values: Mapping[str, Any]) -> dict[str, np.ndarray[Any, Any]]:
        """An array per name."""
        return {name: self.array(value, name) for name, value in values.items()}

    def stacked(self, rows: list[Mapping[str, Any]]) -> dict[str, np.ndarray[Any, Any]]:
        """An array per name, with one entry per row.

        Raises:
            BadRequest: The rows have different names.
        """
        names = list(rows[0])
        for place, row in enumerate(rows):
            if row.keys() != rows[0].keys():
                raise BadRequest(f"Instance {place} has the names {sorted(row)}, the first one {sorted(names)}.")
        return {name: self.array([row[name] for row in rows], name) for name in names}

    def frame(self, frame: pd.DataFrame) -> Any:
        """A table as what the signature declares: one array, or for named tensors the table itself.

        Raises:
            BadRequest: The table holds what the declared type cannot.
        """
        if not self._dtypes or self.named:
            return frame
        return self.array(frame.to_numpy())

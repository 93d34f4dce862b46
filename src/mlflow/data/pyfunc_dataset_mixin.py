"""Datasets that can be split into what a model reads and what it should answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any


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

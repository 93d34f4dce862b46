"""What runs read and made: datasets and models."""

from __future__ import annotations

from collections.abc import Sequence

from mlflow.entities import DatasetInput, LoggedModelInput, LoggedModelOutput
from mlflow.tracking.client.base import ClientBase


class InputCalls(ClientBase):
    """What a client records of inputs and outputs."""

    def log_inputs(
        self,
        run_id: str,
        datasets: Sequence[DatasetInput] | None = None,
        models: Sequence[LoggedModelInput] | None = None,
    ) -> None:
        """Record datasets and models that a run read; the same twice counts once."""
        self._tracking.log_inputs(run_id, list(datasets or ()), list(models or ()))

    def log_outputs(self, run_id: str, models: list[LoggedModelOutput]) -> None:
        """Record logged models that a run made."""
        self._tracking.log_outputs(run_id, models)

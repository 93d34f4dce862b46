"""What is counted beside requests: predictions, waiting, which versions answer, how reloading went."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mlflow.server.measures import Measures

#: Name → kind and meaning, as Prometheus tells them.
FAMILIES: Mapping[str, tuple[str, str]] = {
    "mlflow_predictions_total": ("counter", "Calls of a model's predict."),
    "mlflow_predicted_requests_total": ("counter", "Requests that these calls answered."),
    "mlflow_requests_waiting": ("gauge", "Requests that wait for their prediction."),
    "mlflow_model_info": ("gauge", "The version that answers."),
    "mlflow_model_load_seconds": ("gauge", "Seconds that loading it took."),
    "mlflow_model_reloads_total": ("counter", "Newer versions that were loaded, by whether that went well."),
}


class ServingFigures(Measures):
    """The figures of one worker of the scoring server.

    Args:
        folder: Where the workers of one server keep their figures.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FAMILIES)

    def predicted(self, model: str, requests: int) -> None:
        """Count a call of ``predict`` that answered so many requests."""
        self.add(f'mlflow_predictions_total{{model="{model}"}}', 1)
        self.add(f'mlflow_predicted_requests_total{{model="{model}"}}', requests)

    def serves(self, model: str, version: str, seconds: float) -> None:
        """Tell which version of a model answers, and how long it took to load."""
        self.forget(f'mlflow_model_info{{model="{model}",')
        self.put(f'mlflow_model_info{{model="{model}",version="{version}"}}', 1)
        self.put(f'mlflow_model_load_seconds{{model="{model}"}}', seconds)

    def reloaded(self, model: str, well: bool) -> None:
        """Count a newer version that was loaded, or could not be."""
        self.add(f'mlflow_model_reloads_total{{model="{model}",ok="{str(well).lower()}"}}', 1)

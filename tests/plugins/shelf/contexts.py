from __future__ import annotations

import os

from mlflow.tracking.context.abstract_context import RunContextProvider
from mlflow.tracking.default_experiment.abstract_context import DefaultExperimentProvider


class Context(RunContextProvider):
    def in_context(self) -> bool:
        return True

    def tags(self) -> dict[str, object]:
        if os.environ.get("SHELF_TAGS") == "raise":
            raise RuntimeError("no tags on this shelf")
        return {"shelf": "yes", "mlflow.user": "shelf", "over": "shelf", "n": 3}


class Experiment(DefaultExperimentProvider):
    def in_context(self) -> bool:
        return "SHELF_EXPERIMENT" in os.environ

    def get_experiment_id(self) -> str:
        if os.environ["SHELF_EXPERIMENT"] == "raise":
            raise RuntimeError("no experiment on this shelf")
        return os.environ["SHELF_EXPERIMENT"]

"""The client class as users know it."""

from __future__ import annotations

from mlflow.tracking.client.artifacts import ArtifactCalls
from mlflow.tracking.client.experiments import ExperimentCalls
from mlflow.tracking.client.inputs import InputCalls
from mlflow.tracking.client.logged_models import LoggedModelCalls
from mlflow.tracking.client.logging import LoggingCalls
from mlflow.tracking.client.model_versions import ModelVersionCalls
from mlflow.tracking.client.registered_models import RegisteredModelCalls
from mlflow.tracking.client.runs import RunCalls


class MlflowClient(
    ExperimentCalls,
    RunCalls,
    LoggingCalls,
    InputCalls,
    ArtifactCalls,
    LoggedModelCalls,
    RegisteredModelCalls,
    ModelVersionCalls,
):
    """Everything a store can do, by run, experiment or model id.

    Args:
        tracking_uri: Where runs are kept; the URI in force where None.
        registry_uri: Where registered models are kept; the URI in force where None, else where runs are.
    """

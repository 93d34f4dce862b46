"""The nouns: what a run, an experiment, a metric is; and how each travels as JSON."""

from __future__ import annotations

from mlflow.entities.datasets import (
    Dataset,
    DatasetInput,
    DatasetSummary,
    LoggedModelInput,
    LoggedModelOutput,
    RunInputs,
    RunOutputs,
)
from mlflow.entities.experiments import Experiment
from mlflow.entities.files import FileInfo
from mlflow.entities.logged_models import LoggedModel
from mlflow.entities.metrics import Metric
from mlflow.entities.model_registry import (
    ModelVersion,
    ModelVersionTag,
    RegisteredModel,
    RegisteredModelAlias,
    RegisteredModelTag,
)
from mlflow.entities.pages import PagedList
from mlflow.entities.runs import Run, RunData, RunInfo
from mlflow.entities.states import LifecycleStage, LoggedModelStatus, RunStatus, SourceType, ViewType
from mlflow.entities.tags import ExperimentTag, InputTag, LoggedModelParameter, LoggedModelTag, Param, RunTag

__all__ = [
    "Dataset",
    "DatasetInput",
    "DatasetSummary",
    "Experiment",
    "ExperimentTag",
    "FileInfo",
    "InputTag",
    "LifecycleStage",
    "LoggedModel",
    "LoggedModelInput",
    "LoggedModelOutput",
    "LoggedModelParameter",
    "LoggedModelStatus",
    "LoggedModelTag",
    "Metric",
    "ModelVersion",
    "ModelVersionTag",
    "PagedList",
    "Param",
    "RegisteredModel",
    "RegisteredModelAlias",
    "RegisteredModelTag",
    "Run",
    "RunData",
    "RunInfo",
    "RunInputs",
    "RunOutputs",
    "RunStatus",
    "RunTag",
    "SourceType",
    "ViewType",
]

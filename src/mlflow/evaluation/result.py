"""What an evaluation found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mlflow.evaluation.artifacts import KINDS, EvaluationArtifact, JsonEvaluationArtifact
from mlflow.evaluation.record import Record
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.uris import relative_path

_METRICS, _ARTIFACTS, _FOLDER = "metrics.json", "artifacts_metadata.json", "artifacts"
_MODULE = "mlflow.models.evaluation.artifacts"


class EvaluationResult:
    """What an evaluation found.

    Args:
        metrics: Name → number.
        artifacts: Name → artifact.
        run_id: The run they were logged to.
        baseline_model_metrics: Those of the model that this one was compared with.
    """

    def __init__(
        self,
        metrics: dict[str, Any],
        artifacts: dict[str, EvaluationArtifact],
        run_id: str | None = None,
        baseline_model_metrics: dict[str, Any] | None = None,
    ) -> None:
        self._metrics = metrics
        self._artifacts = artifacts
        self._run_id = run_id
        self._baseline = baseline_model_metrics or {}
        #: What was noted in the run about it, where it was made in this process.
        self._record: Record | None = None

    @property
    def metrics(self) -> dict[str, Any]:
        """Name → number."""
        return self._metrics

    @property
    def artifacts(self) -> dict[str, EvaluationArtifact]:
        """Name → artifact."""
        return self._artifacts

    @property
    def baseline_model_metrics(self) -> dict[str, Any]:
        """Name → number of the baseline; empty without one."""
        return self._baseline

    @property
    def run_id(self) -> str | None:
        """The run they were logged to."""
        return self._run_id

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The artifacts that are tables of rows, as DataFrames: ``eval_results_table`` has a row per example."""
        return {
            name: pd.DataFrame(artifact.content["data"], columns=artifact.content["columns"])
            for name, artifact in self._artifacts.items()
            if isinstance(artifact, JsonEvaluationArtifact) and _is_table(artifact.content)
        }

    def save(self, path: str | Path) -> None:
        """Write the result to a folder, which :meth:`load` reads.

        Args:
            path: The folder; made if it is not there.
        """
        folder = Path(path)
        (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
        (folder / _METRICS).write_text(json.dumps(self._metrics, default=_number), encoding="utf-8")
        described = {
            name: {"uri": artifact.uri, "class_name": f"{_MODULE}.{type(artifact).__name__}"}
            for name, artifact in self._artifacts.items()
        }
        (folder / _ARTIFACTS).write_text(json.dumps(described), encoding="utf-8")
        for artifact in self._artifacts.values():
            artifact.write(folder / _FOLDER / artifact.uri.rpartition("/")[2])

    @classmethod
    def load(cls, path: str | Path) -> EvaluationResult:
        """The result that :meth:`save` wrote.

        Args:
            path: The folder.

        Raises:
            ResourceDoesNotExist: There is no such result.
            InvalidParameterValue: It names a kind of artifact that is not known.
        """
        folder = Path(path)
        if not (folder / _METRICS).is_file():
            raise ResourceDoesNotExist(f"There is no result of an evaluation in {str(folder)!r}.")
        metrics = json.loads((folder / _METRICS).read_text(encoding="utf-8"))
        described = json.loads((folder / _ARTIFACTS).read_text(encoding="utf-8"))
        artifacts = {name: _artifact(folder, name, each) for name, each in described.items()}
        return cls(metrics, artifacts)


def _artifact(folder: Path, name: str, described: Mapping[str, str]) -> EvaluationArtifact:
    kind = KINDS.get(described["class_name"].rpartition(".")[2])
    if kind is None:
        raise InvalidParameterValue(f"The artifact {name!r} is of the unknown kind {described['class_name']!r}.")
    uri = described["uri"]
    file = folder / _FOLDER / relative_path(uri.rpartition("/")[2])
    artifact = kind(uri)
    if file.is_file():
        artifact._content = artifact.read(file)
    return artifact


def _is_table(content: Any) -> bool:
    return isinstance(content, dict) and content.keys() >= {"columns", "data"}


def _number(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} is no number")


def is_number(value: Any) -> bool:
    """Whether a metric can be logged: a real number, NaN and infinity included."""
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)

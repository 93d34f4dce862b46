"""What an evaluator found, written to a run."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from mlflow.data.dataset import entity_of
from mlflow.entities import DatasetInput, InputTag, LoggedModelInput, Metric
from mlflow.evaluation.artifacts import EvaluationArtifact, JsonEvaluationArtifact, kind_of
from mlflow.evaluation.judgement import Judgement
from mlflow.evaluation.result import EvaluationResult, is_number
from mlflow.evaluation.rows import Rows
from mlflow.evaluation.subjects import Subject
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.values import now

_TABLE = "eval_results_table"


def log_inputs(run_id: str, rows: Rows, subject: Subject, prefix: str, path: str | None) -> None:
    """Note in a run which data and which model were evaluated.

    Args:
        run_id: The run.
        rows: The data.
        subject: The model.
        prefix: What keys of metrics begin with: the context in which the data were used.
        path: Where the user keeps the data.
    """
    client = MlflowClient()
    tags = [InputTag("mlflow.data.context", prefix)] if prefix else []
    models = [LoggedModelInput(subject.model_id)] if subject.model_id else []
    client.log_inputs(run_id, [DatasetInput(entity_of(rows.dataset), tags)], models)
    if subject.noted_id is not None:
        table = rows.as_dataset()
        described = {"name": table.name, "hash": table.hash, **({"path": path} if path else {})}
        client.set_tag(run_id, "mlflow.datasets", json.dumps([{**described, "model": subject.noted_id}]))


def log_judgement(found: Judgement, prefix: str, run_id: str, rows: Rows, subject: Subject) -> EvaluationResult:
    """Write metrics and artifacts to a run.

    Args:
        found: What was found.
        prefix: What names of the evaluator's own files begin with.
        run_id: The run.
        rows: The data that it was found with.
        subject: The model that it is about.

    Raises:
        InvalidParameterValue: The name of an artifact cannot be that of a file.
    """
    client = MlflowClient()
    artifacts = _log_artifacts(client, run_id, found, prefix)
    dataset, at = entity_of(rows.dataset), now()
    points = [
        Metric(name, float(value), at, 0, subject.model_id, dataset.name, dataset.digest)
        for name, value in found.metrics.items()
        if is_number(value)
    ]
    if points:
        client.log_batch(run_id, metrics=points)
    for log_model in found.models:
        log_model(run_id)
    return EvaluationResult(found.metrics, artifacts, run_id)


def _log_artifacts(client: MlflowClient, run_id: str, found: Judgement, prefix: str) -> dict[str, EvaluationArtifact]:
    """A figure's content is read back from its picture when asked for."""
    named = {name: (prefix + name, *kind_of(name, value)) for name, value in found.own.items()}
    named |= {name: (name, *value) for name, value in found.artifacts.items()}
    if not named and found.table is None:
        return {}
    root = (client.get_run(run_id).info.artifact_uri or "").rstrip("/")
    artifacts: dict[str, EvaluationArtifact] = {}
    with tempfile.TemporaryDirectory(prefix="penstock-") as folder:
        for name, (stem, kind, content) in named.items():
            file = stem + kind.suffix
            if Path(file).name != file:
                raise InvalidParameterValue(f"The artifact's name {name!r} cannot be that of a file.")
            artifact = kind(f"{root}/{file}", content)
            artifact.write(Path(folder, file))
            artifacts[name] = kind(f"{root}/{file}") if hasattr(content, "savefig") else artifact
        if named:
            client.log_artifacts(run_id, folder)
    if found.table is not None:
        file = f"{prefix}{_TABLE}.json"
        client.log_table(run_id, found.table, file)
        artifacts[_TABLE] = JsonEvaluationArtifact(f"{root}/{file}", _as_split(found.table))
    return artifacts


def _as_split(table: Any) -> Any:
    return json.loads(table.to_json(orient="split", index=False, date_format="iso", default_handler=str))

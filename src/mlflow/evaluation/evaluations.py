"""``mlflow.evaluate``."""

from __future__ import annotations

import importlib.util
import json
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from mlflow.active.runs import innermost
from mlflow.autologging.settings import suspended
from mlflow.data.dataset import entity_of
from mlflow.entities import DatasetInput, InputTag, LoggedModelInput, Metric
from mlflow.evaluation.artifacts import EvaluationArtifact, kind_of
from mlflow.evaluation.evaluators import chosen
from mlflow.evaluation.judgement import MODEL_TYPES, Judgement, Wishes, judge
from mlflow.evaluation.result import EvaluationResult, is_number
from mlflow.evaluation.rows import Rows, read_rows
from mlflow.evaluation.subjects import Subject, subject_of
from mlflow.evaluation.validation import MetricThreshold, validate_evaluation_results
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException
from mlflow.metrics.metric import EvaluationMetric
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.fluent.runs import start_run
from mlflow.tracking.values import now

_log = logging.getLogger(__name__)
_said: set[str] = set()


def evaluate(
    model: Any = None,
    data: Any = None,
    *,
    model_type: str | None = None,
    targets: Any = None,
    predictions: str | None = None,
    dataset_path: str | None = None,
    feature_names: Sequence[str] | None = None,
    evaluators: str | list[str] | None = None,
    evaluator_config: dict[str, Any] | None = None,
    extra_metrics: Sequence[EvaluationMetric] | None = None,
    custom_artifacts: Sequence[Callable[..., Any]] | None = None,
    env_manager: str = "local",
    model_config: dict[str, Any] | None = None,
    inference_params: dict[str, Any] | None = None,
    model_id: str | None = None,
    custom_metrics: Sequence[Any] | None = None,
    validation_thresholds: dict[str, MetricThreshold] | None = None,
    baseline_model: Any = None,
    baseline_config: dict[str, Any] | None = None,
    dataset_name: str | None = None,
    _called_from_genai_evaluate: bool = False,
) -> EvaluationResult:
    """Measure a model on data, and log what is found to the active run, or to one of its own.

    Args:
        model: URI of a model, a loaded one, a fitted estimator, a function from features to predictions, or None when
            ``predictions`` names them.
        data: A DataFrame, an array, a list of rows, a pair ``(features, targets)``, or a dataset.
        model_type: ``classifier``, ``regressor``, ``question-answering``, ``text-summarization``, ``text``,
            ``retriever``; None computes ``extra_metrics`` only.
        targets: Name of the column of targets, or the targets themselves.
        predictions: Name of the column of predictions, in the data or in the model's output.
        dataset_path: Where the data are kept, to be recorded.
        feature_names: Columns that the model is asked for.
        evaluators: Names of evaluators; None for all that can.
        evaluator_config: ``metric_prefix``, ``pos_label``, ``average``, ``label_list``, ``sample_weights``,
            ``col_mapping``, ``log_model_explainability`` …; or such a dictionary by evaluator.
        extra_metrics: Further metrics; see :func:`mlflow.models.make_metric`.
        custom_artifacts: Functions ``(eval_df, builtin_metrics, artifacts_dir)`` that return artifacts by name.
        env_manager: ``local``.
        model_config: Settings that a model of a URI is loaded with.
        inference_params: Parameters for every prediction.
        model_id: The logged model that the metrics are about.
        custom_metrics: As ``extra_metrics``, in code for MLflow before 3; functions of MLflow 1.x are taken too.
        validation_thresholds: What the metrics must reach; see :func:`mlflow.validate_evaluation_results`.
        baseline_model: A model to compare with, as ``model``; its metrics are in the result, not in the run.
        baseline_config: Settings that the baseline is loaded with.
        dataset_name: What the data are called, to be recorded.
        _called_from_genai_evaluate: Without effect.

    Returns:
        Metrics, artifacts, and the metrics of the baseline.

    Raises:
        InvalidParameterValue: Something is missing or of the wrong kind, or the model's type is not known.
        ModelValidationFailedException: A metric misses its threshold.
    """
    if env_manager != "local":
        raise MlflowNotImplementedException(f"env_manager={env_manager!r} is not there yet; evaluate with 'local'.")
    wishes = _wishes(model_type, extra_metrics, custom_metrics, custom_artifacts)
    config, plugins = chosen(evaluators, evaluator_config, model_type)
    if model_type is not None and model_type not in MODEL_TYPES and not plugins:
        raise InvalidParameterValue(f"model_type must be one of {list(MODEL_TYPES)}, not {model_type!r}.")
    if model_type is None and not (wishes.metrics or wishes.old_metrics or wishes.artifacts) and not plugins:
        raise InvalidParameterValue("Give model_type, or extra_metrics to compute.")
    # With a model, ``predictions`` may also name a column of what it returns.
    in_data = model is None or predictions in getattr(data, "columns", ())
    rows = read_rows(data, targets, predictions if in_data else None, feature_names, dataset_path, dataset_name)
    rows = replace(rows, predictions_name=rows.predictions_name or predictions)
    subject = subject_of(model, inference_params, model_config, model_id)
    with _run() as run_id, suspended():
        result = EvaluationResult({}, {}, run_id)
        if config is not None:
            result = _evaluate_here(subject, rows, replace(wishes, config=config), run_id)
        for bundle in plugins:
            more = bundle.evaluator.evaluate(
                model_type=model_type,
                dataset=rows.dataset,
                run_id=run_id,
                evaluator_config=bundle.config,
                model=model,
                extra_metrics=extra_metrics,
                custom_artifacts=custom_artifacts,
                predictions=predictions,
            )
            result = EvaluationResult(
                {**result.metrics, **more.metrics}, {**result.artifacts, **more.artifacts}, run_id
            )
        baseline = None
        if baseline_model is not None:
            found = _judge_baseline(baseline_model, rows, replace(wishes, config=config or {}), baseline_config)
            baseline = EvaluationResult(found, {})
            result = EvaluationResult(result.metrics, result.artifacts, run_id, found)
    if validation_thresholds:
        validate_evaluation_results(validation_thresholds, result, baseline)
    return result


def _wishes(
    model_type: str | None,
    extra_metrics: Sequence[Any] | None,
    custom_metrics: Sequence[Any] | None,
    custom_artifacts: Sequence[Callable[..., Any]] | None,
) -> Wishes:
    given = [*(extra_metrics or ()), *(custom_metrics or ())]
    wrong = [each for each in given if not isinstance(each, EvaluationMetric) and not callable(each)]
    if wrong or any(not callable(each) for each in custom_artifacts or ()):
        raise InvalidParameterValue(
            "Metrics are made by mlflow.models.make_metric, and custom_artifacts are functions."
        )
    return Wishes(
        model_type,
        {},
        [each for each in given if isinstance(each, EvaluationMetric)],
        [each for each in given if not isinstance(each, EvaluationMetric)],
        list(custom_artifacts or ()),
    )


@contextmanager
def _run() -> Iterator[str]:
    """The id of the active run, or of one for the time of the block."""
    active = innermost()
    if active is not None:
        yield active.run.info.run_id
        return
    with start_run() as run:
        yield run.info.run_id


def _evaluate_here(subject: Subject, rows: Rows, wishes: Wishes, run_id: str) -> EvaluationResult:
    _tell_of_explanations(wishes)
    client = MlflowClient()
    prefix = str(wishes.config.get("metric_prefix") or "")
    with tempfile.TemporaryDirectory(prefix="penstock-") as folder:
        found = judge(subject, rows, wishes, folder)
        artifacts = _log_artifacts(client, run_id, found, prefix)
    metrics = {prefix + name: value for name, value in found.metrics.items()}
    dataset = entity_of(rows.dataset)
    tags = [InputTag("mlflow.data.context", prefix)] if prefix else []
    models = [LoggedModelInput(subject.model_id)] if subject.model_id else []
    client.log_inputs(run_id, [DatasetInput(dataset, tags)], models)
    at = now()
    points = [
        Metric(name, float(value), at, 0, subject.model_id, dataset.name, dataset.digest)
        for name, value in metrics.items()
        if is_number(value)
    ]
    client.log_batch(run_id, metrics=points)
    described = {"name": dataset.name, "hash": dataset.digest}
    if subject.model_id:
        described["model"] = subject.model_id
    client.set_tag(run_id, "mlflow.datasets", json.dumps([described]))
    return EvaluationResult(metrics, artifacts, run_id)


def _log_artifacts(client: MlflowClient, run_id: str, found: Judgement, prefix: str) -> dict[str, EvaluationArtifact]:
    """Write and log the artifacts; a figure's content is read back from its picture when asked for."""
    artifacts: dict[str, EvaluationArtifact] = {}
    if not found.artifacts:
        return artifacts
    root = (client.get_run(run_id).info.artifact_uri or "").rstrip("/")
    with tempfile.TemporaryDirectory(prefix="penstock-") as name:
        folder = Path(name)
        for each, value in found.artifacts.items():
            kind, content = kind_of(each, value)
            file = f"{prefix}{each}{kind.suffix}"
            if Path(file).name != file:
                raise InvalidParameterValue(f"The artifact's name {each!r} cannot be that of a file.")
            artifact = kind(f"{root}/{file}", content)
            artifact.write(folder / file)
            artifacts[each] = kind(f"{root}/{file}") if hasattr(content, "savefig") else artifact
        client.log_artifacts(run_id, folder)
    return artifacts


def _judge_baseline(model: Any, rows: Rows, wishes: Wishes, config: dict[str, Any] | None) -> dict[str, Any]:
    prefix = str(wishes.config.get("metric_prefix") or "")
    with tempfile.TemporaryDirectory(prefix="penstock-") as folder:
        found = judge(subject_of(model, config=config), rows, wishes, folder, with_artifacts=False)
    return {prefix + name: value for name, value in found.metrics.items()}


def _tell_of_explanations(wishes: Wishes) -> None:
    """Say once that predictions are not explained."""
    wanted = wishes.config.get("log_model_explainability")
    if wishes.model_type not in ("classifier", "regressor") or wanted is False:
        return
    if importlib.util.find_spec("shap") is None:
        text = "Predictions are not explained, for shap is not installed."
    else:
        text = "Predictions are not explained: that is not there yet."
    text += ' evaluator_config={"log_model_explainability": False} says that this is meant.'
    if text not in _said:
        _said.add(text)
        _log.warning(text)

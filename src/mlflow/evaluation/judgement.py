"""One model judged by one set of rows: metrics and artifacts, not yet logged."""

from __future__ import annotations

import importlib.util
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mlflow._door import resolve
from mlflow.evaluation import classifier, regressor
from mlflow.evaluation.custom import Material, compute, custom_artifacts, keys_of, old_custom_metrics
from mlflow.evaluation.rows import Rows
from mlflow.evaluation.subjects import Answers, Subject, answers_of
from mlflow.exceptions import InvalidParameterValue
from mlflow.metrics.base import MetricValue
from mlflow.metrics.metric import EvaluationMetric
from mlflow.metrics.rows import exact_match, ndcg_at_k, precision_at_k, recall_at_k

_log = logging.getLogger(__name__)

MODEL_TYPES = ("classifier", "regressor", "question-answering", "text-summarization", "text", "retriever")
_TABLE = "eval_results_table"
_DEFAULT_K = 3


@dataclass
class Judgement:
    """What was found about a model.

    Attributes:
        metrics: Key → number.
        artifacts: Name → a value that :func:`mlflow.evaluation.artifacts.kind_of` takes.
    """

    metrics: dict[str, Any] = field(default_factory=dict)
    artifacts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wishes:
    """What a user wants to know.

    Attributes:
        model_type: One of :data:`MODEL_TYPES`, or None.
        config: The evaluator's configuration.
        metrics: Further metrics.
        old_metrics: Functions as MLflow 1.x took them.
        artifacts: Functions that make artifacts.
    """

    model_type: str | None
    config: Mapping[str, Any]
    metrics: Sequence[EvaluationMetric] = ()
    old_metrics: Sequence[Callable[..., Any]] = ()
    artifacts: Sequence[Callable[..., Any]] = ()


def judge(subject: Subject, rows: Rows, wishes: Wishes, folder: str, with_artifacts: bool = True) -> Judgement:
    """Ask a model for every row and measure its answers.

    Args:
        subject: What is evaluated.
        rows: The data.
        wishes: What is to be found out.
        folder: Where functions of the user may put files.
        with_artifacts: Whether to make pictures, tables and artifacts too.

    Raises:
        InvalidParameterValue: Targets are missing, or a metric wants what is not there.
    """
    kind = wishes.model_type
    if kind in ("classifier", "regressor") and rows.targets is None:
        raise InvalidParameterValue(f"A {kind} is evaluated against targets; give targets=.")
    latency = any(metric.name == "latency" for metric in wishes.metrics)
    answers = answers_of(subject, rows, latency, kind == "classifier")
    found = Judgement()
    if kind in ("classifier", "regressor"):
        found.metrics |= _score(subject, rows, wishes.config)
    if kind == "classifier":
        _classify(found, subject, rows, answers, wishes.config, with_artifacts)
    elif kind == "regressor":
        found.metrics |= regressor.measure(rows.targets, answers.predictions, wishes.config.get("sample_weights"))
    values = {name: MetricValue(aggregate_results={name: number}) for name, number in found.metrics.items()}
    material = Material(answers.predictions, rows.targets, rows.frame(), answers.others, values, wishes.config)
    table = _measure_more(found, material, answers, wishes)
    for old in wishes.old_metrics:
        numbers, extra = old_custom_metrics(old, material, folder)
        found.metrics |= numbers
        found.artifacts |= extra
    if with_artifacts:
        for function in wishes.artifacts:
            found.artifacts |= custom_artifacts(function, material, folder)
        if table or kind not in ("classifier", "regressor", None):
            found.artifacts[_TABLE] = _table(rows, answers, table)
    return found


def _score(subject: Subject, rows: Rows, config: Mapping[str, Any]) -> dict[str, float]:
    """The estimator's own ``score``, where it has one."""
    score = getattr(subject.estimator, "score", None)
    if score is None:
        return {}
    weights = config.get("sample_weights")
    given = {} if weights is None else {"sample_weight": weights}
    try:
        return {"score": float(score(subject.fitting(rows), rows.targets, **given))}
    except Exception as error:
        _log.debug("The model's score() failed: %s", error)
        return {}


def _classify(
    found: Judgement, subject: Subject, rows: Rows, answers: Answers, config: Mapping[str, Any], with_artifacts: bool
) -> None:
    known = getattr(subject.estimator, "classes_", None)
    classes = classifier.read_classes(rows.targets, answers.predictions, answers.probabilities, dict(config), known)
    found.metrics |= classifier.measure(classes)
    if not with_artifacts:
        return
    if not classes.is_binary:
        found.artifacts["per_class_metrics"] = classifier.measure_each(classes)
    if importlib.util.find_spec("matplotlib") is None:
        _log.warning("No pictures are drawn, for matplotlib is not installed; pip install 'penstock[plots]' brings it.")
        return
    for name, figure in resolve("mlflow.evaluation.plots:pictures")(classes, dict(config)):
        found.artifacts[name] = figure


def _measure_more(found: Judgement, material: Material, answers: Answers, wishes: Wishes) -> dict[str, Any]:
    """Compute further metrics; returns their columns of scores per row."""
    columns: dict[str, Any] = {}
    for metric in [*_of_type(wishes), *wishes.metrics]:
        if metric.name == "latency" and answers.latencies is not None:
            value: MetricValue | None = MetricValue(scores=answers.latencies)
        else:
            value = compute(metric, material)
        if value is None:
            continue
        material.metrics[metric.key] = value
        found.metrics |= keys_of(metric.key, value)
        if value.scores is not None:
            columns["latency" if metric.name == "latency" else f"{metric.key}/score"] = list(value.scores)
        if value.justifications is not None:
            columns[f"{metric.key}/justification"] = list(value.justifications)
    return columns


def _of_type(wishes: Wishes) -> list[EvaluationMetric]:
    """The metrics that come with a type of model beside classifiers and regressors."""
    if wishes.model_type == "retriever":
        k = wishes.config.get("retriever_k", _DEFAULT_K)
        return [precision_at_k(k), recall_at_k(k), ndcg_at_k(k)]
    if wishes.model_type == "question-answering":
        return [exact_match()]
    return []


def _table(rows: Rows, answers: Answers, columns: Mapping[str, Any]) -> dict[str, Any]:
    """A row per example: features, target, output, scores."""
    frame = rows.frame().reset_index(drop=True)
    if rows.targets is not None:
        frame[rows.targets_name or "target"] = pd.Series(list(rows.targets))
    frame[rows.predictions_name or "outputs"] = pd.Series(list(answers.predictions))
    if answers.others is not None:
        frame = pd.concat([frame, answers.others], axis=1)
    for name, values in columns.items():
        frame[name] = pd.Series(values)
    table: dict[str, Any] = json.loads(frame.to_json(orient="split", index=False, default_handler=str))
    return table

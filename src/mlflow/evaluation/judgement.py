"""One model judged by one set of rows: metrics and artifacts, not yet logged."""

from __future__ import annotations

import importlib.util
import logging
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mlflow._door import resolve
from mlflow.evaluation import classifier, regressor
from mlflow.evaluation.artifacts import kind_of
from mlflow.evaluation.classes import read_classes, weights_of
from mlflow.evaluation.custom import Material, compute, custom_artifacts, keys_of, old_custom_metrics
from mlflow.evaluation.rows import Rows
from mlflow.evaluation.subjects import Answers, Subject, answers_of
from mlflow.exceptions import InvalidParameterValue
from mlflow.metrics.base import MetricValue
from mlflow.metrics.metric import EvaluationMetric
from mlflow.metrics.rows import exact_match, ndcg_at_k, precision_at_k, recall_at_k
from mlflow.metrics.texts import (
    ari_grade_level,
    flesch_kincaid_grade_level,
    rouge1,
    rouge2,
    rougeL,
    rougeLsum,
    token_count,
)

_log = logging.getLogger(__name__)

_TABLE = "eval_results_table"
_DEFAULT_K = 3


@dataclass
class Judgement:
    """What was found about a model; keys of metrics are complete, their prefix included.

    Attributes:
        metrics: Key → number.
        own: Name → what an evaluator makes, as :func:`mlflow.evaluation.artifacts.kind_of` takes it.
        artifacts: Name → what functions of the user made.
        table: A row per example, or None.
        models: Logs a model that was made, given the id of the run.
    """

    metrics: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    artifacts: dict[str, Any] = field(default_factory=dict)
    table: pd.DataFrame | None = None
    models: list[Callable[[str], Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Wishes:
    """What a user wants to know.

    Attributes:
        model_type: What the user said the model is.
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

    @property
    def prefix(self) -> str:
        """What every key of a metric begins with."""
        return str(self.config.get("metric_prefix") or "")


def judge(subject: Subject, rows: Rows, wishes: Wishes, kind: str | None, with_artifacts: bool = True) -> Judgement:
    """Ask a model for every row and measure its answers.

    Args:
        subject: What is evaluated.
        rows: The data.
        wishes: What is to be found out.
        kind: As what the model is judged: ``classifier``, ``regressor``, a type of models of texts, or None.
        with_artifacts: Whether to make pictures, tables and artifacts too.

    Raises:
        InvalidParameterValue: Targets are missing, or a metric wants what is not there.
    """
    config, prefix = wishes.config, wishes.prefix
    if kind in ("classifier", "regressor") and rows.targets is None:
        raise InvalidParameterValue(f"A {kind} is evaluated against targets; give targets=.")
    answers = answers_of(
        subject, rows, any(metric.name == "latency" for metric in wishes.metrics), kind == "classifier"
    )
    found, numbers = Judgement(), dict[str, Any]()
    if kind == "classifier":
        numbers = _classify(found, subject, rows, answers, config, with_artifacts)
    elif kind == "regressor":
        numbers = regressor.measure(rows.targets, answers.predictions, weights_of(config, len(rows)))
        if with_artifacts:
            _draw(found, "of_numbers", rows.targets, answers.predictions)
    if kind in ("classifier", "regressor"):
        numbers = _score(subject, rows, config) | numbers
    found.metrics = {prefix + name: number for name, number in numbers.items()}
    values = {name: MetricValue(aggregate_results={name: number}) for name, number in numbers.items()}
    material = Material(answers.predictions, rows.targets, rows.frame(), answers.others, values, config)
    columns = _measure_more(found, material, answers, wishes, kind)
    with tempfile.TemporaryDirectory(prefix="penstock-") as folder:
        for old in wishes.old_metrics:
            more, made = old_custom_metrics(old, material, folder)
            found.metrics |= {prefix + name: number for name, number in more.items()}
            found.artifacts |= _taken(made)
        for function in wishes.artifacts if with_artifacts else ():
            found.artifacts |= _taken(custom_artifacts(function, material, folder))
    if with_artifacts and (columns or kind not in ("classifier", "regressor", None)):
        found.table = _table(rows, answers, columns)
    return found


def _taken(made: Mapping[str, Any]) -> dict[str, Any]:
    """Artifacts of the user with their content, while the files that they may name are there."""
    return {name: kind_of(name, value) for name, value in made.items()}


def _score(subject: Subject, rows: Rows, config: Mapping[str, Any]) -> dict[str, float]:
    """The estimator's own ``score``, where it has one."""
    score = getattr(subject.estimator, "score", None)
    if score is None:
        return {}
    if len(rows) < 2 and hasattr(subject.estimator, "predict") and not hasattr(subject.estimator, "classes_"):
        return {"score": math.nan}  # R² of a single row, of which scikit-learn warns
    weights = weights_of(config, len(rows))
    given = {} if weights is None else {"sample_weight": weights}
    try:
        return {"score": float(score(subject.fitting(rows), rows.targets, **given))}
    except Exception as error:  # whatever a framework raises for data that it cannot score
        _log.debug("The model's score() failed: %s", error)
        return {}


def _classify(
    found: Judgement, subject: Subject, rows: Rows, answers: Answers, config: Mapping[str, Any], with_artifacts: bool
) -> dict[str, Any]:
    known = getattr(subject.estimator, "classes_", None)
    classes = read_classes(rows.targets, answers.predictions, answers.probabilities, config, known)
    if with_artifacts:
        if not classes.is_binary:
            found.artifacts["per_class_metrics"] = kind_of(
                "per_class_metrics", classifier.measure_each(classes, config)
            )
        _draw(found, "of_classes", classes, config)
    return classifier.measure(classes)


def _draw(found: Judgement, what: str, *of: Any) -> None:
    """Add pictures, where there is matplotlib."""
    if importlib.util.find_spec("matplotlib") is None:
        _log.warning("No pictures are drawn, for matplotlib is not installed; pip install 'penstock[plots]' brings it.")
        return
    found.own |= dict(resolve(f"mlflow.evaluation.plots:{what}")(*of))


def _measure_more(
    found: Judgement, material: Material, answers: Answers, wishes: Wishes, kind: str | None
) -> dict[str, Any]:
    """Compute further metrics; returns their columns of scores per row."""
    columns: dict[str, Any] = {}
    for metric in [*_of_kind(kind, material, wishes.config), *wishes.metrics]:
        if metric.name == "latency" and answers.latencies is not None:
            value: MetricValue | None = MetricValue(scores=answers.latencies)
        else:
            value = compute(metric, material)
        if value is None:
            continue
        material.metrics[metric.key] = value
        found.metrics |= keys_of(metric.key, value, wishes.prefix)
        key = wishes.prefix + metric.key
        if value.scores is not None:
            columns["latency" if metric.name == "latency" else f"{key}/score"] = list(value.scores)
        if value.justifications is not None:
            columns[f"{key}/justification"] = list(value.justifications)
    return columns


def _of_kind(kind: str | None, material: Material, config: Mapping[str, Any]) -> list[EvaluationMetric]:
    """The metrics that come with a type of model beside classifiers and regressors."""
    if kind == "retriever":
        k = config.get("retriever_k", _DEFAULT_K)
        return [precision_at_k(k), recall_at_k(k), ndcg_at_k(k)]
    if kind not in ("question-answering", "text-summarization", "text"):
        return []
    found = [flesch_kincaid_grade_level(), ari_grade_level()]
    if importlib.util.find_spec("tiktoken") is not None:
        found.append(token_count())
    if material.targets is not None:
        found += [exact_match()] if kind == "question-answering" else []
        found += [rouge1(), rouge2(), rougeL(), rougeLsum()] if kind == "text-summarization" else []
    return found


def _table(rows: Rows, answers: Answers, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A row per example: features, target, output, scores."""
    frame = rows.frame().reset_index(drop=True)
    if rows.targets is not None:
        frame[rows.targets_name or "target"] = pd.Series(list(rows.targets))
    frame[rows.predictions_name or "outputs"] = pd.Series(list(answers.predictions))
    if answers.others is not None:
        frame = pd.concat([frame, answers.others], axis=1)
    for name, values in columns.items():
        frame[name] = pd.Series(values)
    return frame

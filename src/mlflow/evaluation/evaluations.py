"""``mlflow.evaluate``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from mlflow.active.runs import innermost
from mlflow.autologging.settings import suspended
from mlflow.evaluation.built_in import MODEL_TYPES, BuiltInEvaluator
from mlflow.evaluation.judgement import Wishes
from mlflow.evaluation.logs import log_inputs
from mlflow.evaluation.record import Record
from mlflow.evaluation.registry import resolve_evaluators_and_configs
from mlflow.evaluation.result import EvaluationResult
from mlflow.evaluation.rows import read_rows
from mlflow.evaluation.subjects import subject_of
from mlflow.evaluation.validation import MetricThreshold, check_thresholds, validate_evaluation_results
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException
from mlflow.metrics.metric import EvaluationMetric
from mlflow.tracking.fluent.runs import start_run


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
    check_thresholds(validation_thresholds)
    bundles = resolve_evaluators_and_configs(evaluators, evaluator_config, model_type)
    if not bundles:
        raise InvalidParameterValue(
            f"No evaluator knows the model_type {model_type!r}; those built in know {list(MODEL_TYPES)}."
        )
    built_in = [
        (bundle.evaluator, bundle.config) for bundle in bundles if isinstance(bundle.evaluator, BuiltInEvaluator)
    ]
    if model_type is None and len(built_in) == len(bundles) and not (
        wishes.metrics or wishes.old_metrics or wishes.artifacts or evaluators
    ):  # fmt: skip
        raise InvalidParameterValue("Give model_type, or extra_metrics to compute.")
    # With a model, ``predictions`` may also name a column of what it returns.
    in_data = model is None or predictions in getattr(data, "columns", ())
    rows = read_rows(data, targets, predictions if in_data else None, feature_names, dataset_path, dataset_name)
    rows = replace(rows, predictions_name=rows.predictions_name or predictions)
    if not len(rows):
        raise InvalidParameterValue("The data have no rows to evaluate with.")
    subject = subject_of(model, inference_params, model_config, model_id)
    prefix = next((p for bundle in bundles if (p := str(bundle.config.get("metric_prefix") or ""))), "")
    with _run() as run_id, suspended():
        log_inputs(run_id, rows, subject, prefix, dataset_path)
        result = EvaluationResult({}, {}, run_id)
        for bundle in bundles:
            if isinstance(bundle.evaluator, BuiltInEvaluator):
                found = bundle.evaluator.judge_and_log(subject, rows, replace(wishes, config=bundle.config), run_id)
            else:
                found = bundle.evaluator.evaluate(
                    model_type=model_type,
                    dataset=rows.as_dataset(),
                    run_id=run_id,
                    evaluator_config=bundle.config,
                    model=subject.model,
                    extra_metrics=extra_metrics,
                    custom_artifacts=custom_artifacts,
                    predictions=predictions,
                    model_id=subject.model_id,
                )
            result = EvaluationResult(
                {**result.metrics, **found.metrics}, {**result.artifacts, **found.artifacts}, run_id
            )
        baseline: dict[str, Any] = {}
        if baseline_model is not None:
            other = subject_of(baseline_model, inference_params, baseline_config)
            for evaluator, config in built_in:
                judged = evaluator.judge(other, rows, replace(wishes, config=config), False)
                baseline |= judged.metrics
        result = EvaluationResult(result.metrics, result.artifacts, run_id, baseline)
        result._record = Record(
            run_id,
            prefix,
            model_type,
            result.metrics,
            baseline,
            {prefix + metric.key: metric.greater_is_better for metric in wishes.metrics},
            artifacts={name: artifact.uri.rpartition("/")[2] for name, artifact in result.artifacts.items()},
        )
    if validation_thresholds:
        compared = EvaluationResult(baseline, {}) if baseline_model is not None else None
        validate_evaluation_results(validation_thresholds, result, compared)
    else:
        result._record.write()
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

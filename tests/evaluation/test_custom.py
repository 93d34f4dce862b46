"""Metrics, artifacts and thresholds of a user's own, as MLflow 3.6.0 took and refused them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.figure
import numpy as np
import pandas as pd
import pytest
from mlflow.models.evaluation.validation import MetricThresholdClassException, ModelValidationFailedException

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.metrics import MetricValue
from mlflow.models import EvaluationResult, MetricThreshold, make_metric

PLAIN = {"log_model_explainability": False}


def evaluated(model: Any, data: pd.DataFrame, **more: Any) -> EvaluationResult:
    return mlflow.evaluate(model, data, targets="label", model_type="regressor", evaluator_config=PLAIN, **more)


def mean_of_predictions(predictions: Any, targets: Any) -> float:
    return float(np.mean(predictions))


def old_style(eval_df: Any, builtin_metrics: Any) -> float:
    return len(eval_df.columns) + builtin_metrics["r2_score"]


def any_names(table: Any, numbers: Any) -> float:
    return len(table.columns) + numbers["r2_score"]


def of_a_column(predictions: Any, a: Any) -> float:
    return float(len(a))


def of_metrics(predictions: Any, targets: Any, metrics: Any) -> MetricValue:
    return MetricValue(aggregate_results={"twice": 2 * metrics["r2_score"].aggregate_results["r2_score"]})


def of_rows(predictions: Any) -> MetricValue:
    return MetricValue(scores=list(predictions), aggregate_results={"first": 1.0})


def failing(predictions: Any) -> float:
    raise RuntimeError("no")


@pytest.mark.parametrize(
    ("function", "version", "expected"),
    [
        (mean_of_predictions, None, {"cust": 152.13348}),
        (mean_of_predictions, "v3", {"cust/v3": 152.13348}),
        (old_style, None, {"cust": 2.40026}),
        (any_names, None, {"cust": 2.40026}),
        (of_a_column, None, {"cust": 442.0}),
        (of_metrics, None, {"cust/twice": 0.80052}),
        (of_rows, None, {"cust/first": 1.0}),
        (lambda predictions: None, None, {}),
        (lambda predictions: "x", None, {}),
        (lambda predictions: {"a": 1.0}, None, {}),
    ],
)
def test_metrics(
    function: Callable[..., Any],
    version: str | None,
    expected: dict[str, float],
    regressor: Any,
    diabetes: pd.DataFrame,
) -> None:
    metric = make_metric(eval_fn=function, greater_is_better=True, name="cust", version=version)
    result = evaluated(regressor, diabetes, extra_metrics=[metric])
    assert {k: v for k, v in result.metrics.items() if "cust" in k} == pytest.approx(expected, abs=5e-5)
    assert result.metrics["r2_score"] == pytest.approx(0.40026, abs=5e-5)


def test_a_metric_that_fails_is_named(regressor: Any, diabetes: pd.DataFrame) -> None:
    with pytest.raises(MlflowException, match="'failing' failed with RuntimeError: no"):
        evaluated(regressor, diabetes, extra_metrics=[make_metric(eval_fn=failing, greater_is_better=True)])


def test_a_parameter_that_is_no_column_is_named(regressor: Any, diabetes: pd.DataFrame) -> None:
    def wanting(predictions: Any, targets: Any, nowhere: Any) -> float:
        return float(nowhere.mean())

    metric = make_metric(eval_fn=wanting, greater_is_better=True)
    with pytest.raises(InvalidParameterValue, match="nowhere"):
        evaluated(regressor, diabetes, extra_metrics=[metric])
    config = {**PLAIN, "col_mapping": {"nowhere": "b"}}
    result = mlflow.evaluate(regressor, diabetes, targets="label", extra_metrics=[metric], evaluator_config=config)
    assert result.metrics == {"wanting": pytest.approx(diabetes.b.mean())}


def test_functions_of_mlflow_1(regressor: Any, diabetes: pd.DataFrame) -> None:
    def both(eval_df: Any, builtin_metrics: Any, folder: str) -> Any:
        Path(folder, "note.txt").write_text("hello")
        return {"rows": len(eval_df)}, {"note": f"{folder}/note.txt"}

    result = evaluated(regressor, diabetes, custom_metrics=[both, lambda eval_df, metrics: {"one": 1.0}])
    assert result.metrics["rows"] == 442 and result.metrics["one"] == 1.0
    assert result.artifacts["note"].content == "hello"
    assert mlflow.artifacts.load_text(result.artifacts["note"].uri) == "hello"


def test_artifacts(regressor: Any, diabetes: pd.DataFrame) -> None:
    def make(eval_df: Any, builtin_metrics: Any, folder: str) -> dict[str, Any]:
        np.save(f"{folder}/n.npy", np.array([3]))
        return {
            "df": eval_df.head(2), "arr": np.array([1, 2]), "d": {"a": 1}, "s": '{"b": 2}', "file": f"{folder}/n.npy",
            "fig": matplotlib.figure.Figure(), "obj": {1, 2},
        }  # fmt: skip

    result = evaluated(regressor, diabetes, custom_artifacts=[make])
    kinds = {name: type(each).__name__.removesuffix("EvaluationArtifact") for name, each in result.artifacts.items()}
    assert kinds == {
        "df": "Csv", "arr": "Numpy", "d": "Json", "s": "Json", "file": "Numpy", "fig": "Image", "obj": "Pickle",
        "predictions_plot": "Image", "residuals_plot": "Image",
    }  # fmt: skip
    files = {file.path for file in mlflow.MlflowClient().list_artifacts(result.run_id)}
    assert files == {
        "df.csv", "arr.npy", "d.json", "s.json", "file.npy", "fig.png", "obj.pickle", "evaluation.json",
        "predictions_plot.png", "residuals_plot.png",
    }  # fmt: skip
    assert result.artifacts["s"].content == {"b": 2} and result.artifacts["file"].content.tolist() == [3]
    assert result.artifacts["fig"].content.format == "PNG"


@pytest.mark.parametrize("wrong", [{"s": "plain text"}, {"../up": {"a": 1}}, [1], {5: {"a": 1}}])
def test_artifacts_that_make_no_sense(wrong: Any, regressor: Any, diabetes: pd.DataFrame) -> None:
    with pytest.raises(InvalidParameterValue):
        evaluated(regressor, diabetes, custom_artifacts=[lambda eval_df, metrics, folder: wrong])


def test_pickles_are_not_read_where_they_are_not_allowed(
    regressor: Any, diabetes: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    result = evaluated(regressor, diabetes, custom_artifacts=[lambda eval_df, metrics, folder: {"obj": {1, 2}}])
    result.save(tmp_path / "found")
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(MlflowException, match="pickle"):
        EvaluationResult.load(tmp_path / "found")


@pytest.mark.parametrize("kwargs", [{"name": "a b/c"}, {}])
def test_names_of_metrics(kwargs: dict[str, str]) -> None:
    with pytest.raises(InvalidParameterValue):
        make_metric(eval_fn=lambda predictions: 1.0, greater_is_better=True, **kwargs)


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        {"threshold": "a", "greater_is_better": True},
        {"threshold": 1},
        {"threshold": 1, "greater_is_better": 3},
        {"threshold": 1, "greater_is_better": True, "min_absolute_change": -1},
        {"min_absolute_change": 0, "greater_is_better": True},
        {"threshold": 1, "greater_is_better": True, "min_relative_change": 2},
        {"greater_is_better": True},
    ],
)
def test_thresholds_that_make_no_sense(kwargs: dict[str, Any]) -> None:
    with pytest.raises(MetricThresholdClassException):
        MetricThreshold(**kwargs)


@pytest.mark.parametrize(
    ("wanted", "baseline", "good"),
    [
        ({"threshold": 0.4}, None, True),
        ({"threshold": 0.39}, None, True),
        ({"threshold": 0.5}, None, False),
        ({"threshold": 0.39, "greater_is_better": False}, None, False),
        ({"threshold": 0.4, "higher_is_better": True, "greater_is_better": None}, None, True),
        ({"min_absolute_change": 0.1}, None, False),
        ({"min_absolute_change": 0.1}, 0.29, True),
        ({"min_absolute_change": 0.1}, 0.3003, False),
        ({"min_absolute_change": 0.1, "greater_is_better": False}, 0.6, True),
        ({"min_relative_change": 0.1}, 0.39, False),
        ({"min_relative_change": 0.1}, 0.0, True),
        ({"threshold": 0.1}, 0.9, True),
    ],
)
def test_validation(wanted: dict[str, Any], baseline: float | None, good: bool) -> None:
    threshold = {"r2_score": MetricThreshold(**{"greater_is_better": True, **wanted})}
    candidate = EvaluationResult({"r2_score": 0.4}, {})
    compared = None if baseline is None else EvaluationResult({"r2_score": baseline}, {})
    if good:
        mlflow.validate_evaluation_results(threshold, candidate, compared)
    else:
        with pytest.raises(ModelValidationFailedException, match="r2_score") as refused:
            mlflow.validate_evaluation_results(threshold, candidate, compared)
        assert refused.value.error_code == "BAD_REQUEST"


def test_what_was_not_computed_or_is_no_number_fails() -> None:
    threshold = {"x": MetricThreshold(threshold=0.0, greater_is_better=True)}
    for metrics in ({}, {"x": float("nan")}):
        with pytest.raises(ModelValidationFailedException, match="x"):
            mlflow.validate_evaluation_results(threshold, EvaluationResult(metrics, {}))
    with pytest.raises(InvalidParameterValue):
        mlflow.validate_evaluation_results({"x": 1}, EvaluationResult({}, {}))  # type: ignore[dict-item]


def test_columns_may_stand_for_targets() -> None:
    data = pd.DataFrame({"wanted": ["x", "y"], "p": ["x", "z"]})
    result = mlflow.evaluate(
        data=data,
        predictions="p",
        extra_metrics=[mlflow.metrics.exact_match()],
        evaluator_config={"col_mapping": {"targets": "wanted"}},
    )
    assert result.metrics == {"exact_match/v1": 0.5}


def test_a_metric_can_be_asked_alone() -> None:
    truth, answers = pd.Series([1.0, 2.0]), pd.Series([1.0, 3.0])
    assert mlflow.metrics.mse()(predictions=answers, targets=truth).aggregate_results == {"mean_squared_error": 0.5}
    assert mlflow.metrics.mse().eval_fn(answers, truth, {}).aggregate_results == {"mean_squared_error": 0.5}


@pytest.mark.parametrize("data", [np.array([[1.0, 2.0], [3.0, 4.0]]), [[1.0, 2.0], [3.0, 4.0]]])
def test_a_function_gets_arrays_as_a_table(data: Any) -> None:
    seen: list[Any] = []

    def model(table: pd.DataFrame) -> pd.Series:
        seen.append(list(table.columns))
        return table["feature_1"]

    result = mlflow.evaluate(model, data, targets=[1.0, 3.0], model_type="regressor")
    assert result.metrics["mean_absolute_error"] == 0 and seen[0] == ["feature_1", "feature_2"]

"""Which evaluators are asked, with which configuration, and what they note."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from mlflow.models.evaluation import EvaluationDataset, ModelEvaluator
from mlflow.models.evaluation.base import resolve_evaluators_and_configs
from mlflow.models.evaluation.calibration_curve import make_multi_class_calibration_plot, plot_calibration_curve
from mlflow.models.evaluation.default_evaluator import BuiltInEvaluator
from mlflow.models.evaluation.evaluator_registry import ModelEvaluatorRegistry, register_evaluators
from mlflow.models.evaluation.evaluators.classifier import ClassifierEvaluator
from mlflow.models.evaluation.lift_curve import plot_lift_curve
from mlflow.models.evaluation.validation import ModelValidationFailedException
from sklearn.dummy import DummyRegressor

import mlflow
from mlflow.exceptions import InvalidParameterValue
from mlflow.models import EvaluationResult, MetricThreshold

PLAIN = {"log_model_explainability": False}
ONE, TWO = {"a": 1}, {"b": 2}


@pytest.mark.parametrize(
    ("names", "config", "kind", "expected"),
    [
        (None, None, "classifier", [("classifier", {}), ("shap", {})]),
        (None, PLAIN, "regressor", [("regressor", PLAIN)]),
        (None, None, None, [("default", {})]),
        (None, ONE, "retriever", [("default", ONE)]),
        (None, {"default": ONE}, "classifier", [("classifier", ONE), ("shap", ONE)]),
        (None, {"classifier": ONE, "default": TWO}, "classifier", [("classifier", ONE), ("shap", TWO)]),
        (None, {"classifier": ONE}, "classifier", [("classifier", ONE), ("shap", {})]),
        ("default", ONE, "classifier", [("classifier", ONE), ("shap", ONE)]),
        ("default", ONE, "text", [("default", ONE)]),
        ("classifier", ONE, None, [("classifier", ONE)]),
        ("shap", None, "classifier", [("shap", {})]),
        (
            ["classifier", "default"], {"classifier": ONE, "default": TWO}, "classifier",
            [("classifier", ONE), ("classifier", TWO), ("shap", TWO)],
        ),
        ([], None, "classifier", []),
        (None, None, "oracle", []),
    ],
)  # fmt: skip
def test_who_is_asked(names: Any, config: Any, kind: str | None, expected: Any) -> None:
    """As MLflow 3.6.0 answered."""
    found = resolve_evaluators_and_configs(names, config, kind)
    assert [(bundle.name, bundle.config) for bundle in found] == expected
    assert all(type(bundle.evaluator).name == bundle.name for bundle in found)  # type: ignore[attr-defined]


@pytest.mark.parametrize("config", [ONE, {"shap": ONE}, {"default": 5}])
def test_the_configuration_of_several_is_by_their_names(config: Any) -> None:
    with pytest.raises(InvalidParameterValue, match="evaluator_config"):
        resolve_evaluators_and_configs(["classifier", "default"], config, "classifier")


def test_a_registry_of_ones_own() -> None:
    class Nobody(ModelEvaluator):
        @classmethod
        def can_evaluate(cls, **kwargs: Any) -> bool:
            return False

        def evaluate(self, **kwargs: Any) -> Any:
            raise AssertionError

    registry = ModelEvaluatorRegistry()
    register_evaluators(registry)
    registry.register("nobody", Nobody)
    assert registry.is_registered("nobody") and not registry.is_builtin("nobody") and registry.is_builtin("shap")
    assert isinstance(registry.get_evaluator("nobody"), Nobody)
    with pytest.raises(InvalidParameterValue, match="somebody"):
        registry.get_evaluator("somebody")
    assert "nobody" not in mlflow.models.list_evaluators()


def test_an_evaluator_can_be_asked_directly(binary: Any, cancer: pd.DataFrame) -> None:
    evaluator = ClassifierEvaluator()
    assert isinstance(evaluator, BuiltInEvaluator)
    dataset = EvaluationDataset(cancer, targets="label", name="mine")
    with mlflow.start_run() as run:
        result = evaluator.evaluate(
            model_type="classifier", dataset=dataset, run_id=run.info.run_id, evaluator_config={}, model=binary
        )
    assert result.metrics["accuracy_score"] == pytest.approx(0.91213, abs=5e-5)
    assert mlflow.get_run(run.info.run_id).data.metrics.keys() == result.metrics.keys()


def test_several_evaluators_with_prefixes(regressor: Any, diabetes: pd.DataFrame) -> None:
    config = {"regressor": {"metric_prefix": "r_"}, "default": {"metric_prefix": "d_", **PLAIN}}
    result = mlflow.evaluate(
        regressor, diabetes, targets="label", model_type="regressor", evaluators=["regressor", "default"],
        evaluator_config=config,
    )  # fmt: skip
    assert {name[:2] for name in result.metrics} == {"r_", "d_"}
    assert result.metrics["r_r2_score"] == result.metrics["d_r2_score"]


def note(run_id: str, name: str = "evaluation.json") -> dict[str, Any]:
    path = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=name)
    found: dict[str, Any] = json.loads(Path(path).read_text())
    return found


def test_a_run_notes_what_its_evaluation_was_compared_with(regressor: Any, diabetes: pd.DataFrame) -> None:
    baseline = DummyRegressor().fit(diabetes[list("abcd")], diabetes.label)
    wanted = {
        "val_r2_score": MetricThreshold(threshold=0.9, min_absolute_change=0.1, greater_is_better=True),
        "val_max_error": MetricThreshold(threshold=1000, greater_is_better=False),
    }
    with pytest.raises(ModelValidationFailedException, match="val_r2_score") as refused, mlflow.start_run() as run:
        mlflow.evaluate(
            regressor, diabetes, targets="label", model_type="regressor", baseline_model=baseline,
            validation_thresholds=wanted, evaluator_config={**PLAIN, "metric_prefix": "val_"},
        )  # fmt: skip
    found = note(run.info.run_id, "val_evaluation.json")
    assert found["metrics"]["val_r2_score"] == pytest.approx(0.40026, abs=5e-5)
    assert found["baseline"]["val_r2_score"] == pytest.approx(0.0)
    assert found["thresholds"]["val_max_error"]["missed"] == []
    (missed,) = found["thresholds"]["val_r2_score"]["missed"]
    assert missed in str(refused.value)
    assert found["better"]["val_max_error"] is False and found["better"]["val_r2_score"] is True
    assert found["artifacts"]["residuals_plot"] == "val_residuals_plot.png"


def test_validating_afterwards_adds_to_the_note(regressor: Any, diabetes: pd.DataFrame) -> None:
    result = mlflow.evaluate(regressor, diabetes[:1], targets="label", model_type="regressor", evaluator_config=PLAIN)
    assert note(result.run_id)["metrics"]["r2_score"] is None and not note(result.run_id)["thresholds"]
    better = EvaluationResult({"max_error": 1000.0}, {})
    wanted = {"max_error": MetricThreshold(min_relative_change=0.5, greater_is_better=False)}
    mlflow.validate_evaluation_results(wanted, result, better)
    assert note(result.run_id)["baseline"] == {"max_error": 1000.0}
    assert note(result.run_id)["thresholds"]["max_error"]["missed"] == []


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"pos_label": 7}, "pos_label 7"),
        ({"label_list": [1, 2]}, "label_list"),
        ({"sample_weights": [1.0]}, "sample_weights has 1 weights for 569 rows"),
    ],
)
def test_a_configuration_that_does_not_fit_the_data(
    config: dict[str, Any], words: str, binary: Any, cancer: pd.DataFrame
) -> None:
    with pytest.raises(InvalidParameterValue, match=words):
        mlflow.evaluate(binary, cancer, targets="label", model_type="classifier", evaluator_config={**PLAIN, **config})


@pytest.mark.parametrize("kind", ["classifier", "regressor"])
def test_gaps_and_no_rows_are_named(kind: str) -> None:
    data = pd.DataFrame({"p": [1.0, 0.0, 1.0], "t": [1.0, 0.0, np.nan]})
    for changed, words in (
        (data, r"1 of 3 targets are missing .* rows \[2\]"),
        (data.rename(columns={"p": "t", "t": "p"}), "1 of 3 predictions are missing"),
        (data[:0], "no rows"),
    ):
        with pytest.raises(InvalidParameterValue, match=words):
            mlflow.evaluate(data=changed, targets="t", predictions="p", model_type=kind)


def test_probabilities_are_read_in_the_models_order(binary: Any, cancer: pd.DataFrame) -> None:
    for labels in ([1, 0], [0, 1, 2]):
        config = {**PLAIN, "label_list": labels}
        found = mlflow.evaluate(binary, cancer, targets="label", model_type="classifier", evaluator_config=config)
        assert found.metrics["log_loss"] == pytest.approx(0.20145, abs=5e-5), labels


def test_a_table_of_polars(binary: Any, cancer: pd.DataFrame) -> None:
    polars = pytest.importorskip("polars")
    table = polars.DataFrame(cancer.to_dict(orient="list"))
    found = mlflow.evaluate(binary, table, targets="label", model_type="classifier", evaluator_config=PLAIN)
    assert found.metrics["accuracy_score"] == pytest.approx(0.91213, abs=5e-5)


def test_texts() -> None:
    data = pd.DataFrame({"q": ["a", "b"], "t": ["the cat sat", "no"], "o": ["the cat sat", "yes"]})
    parts = ("mean", "variance", "p90")
    read = {f"{name}/v1/{part}" for name in ("flesch_kincaid_grade_level", "ari_grade_level") for part in parts}
    answered = mlflow.evaluate(data=data, targets="t", predictions="o", model_type="question-answering")
    assert answered.metrics.keys() - {f"token_count/{part}" for part in parts} == {*read, "exact_match/v1"}
    assert answered.metrics["exact_match/v1"] == 0.5
    summed = mlflow.evaluate(data=data, targets="t", predictions="o", model_type="text-summarization")
    assert summed.metrics["rougeL/v1/mean"] == 0.5
    assert "rouge2/v1/score" in summed.tables["eval_results_table"].columns
    tags = mlflow.get_run(summed.run_id).data.tags
    assert json.loads(tags["mlflow.loggedArtifacts"]) == [{"path": "eval_results_table.json", "type": "table"}]


def test_an_endpoint_is_refused_with_a_way_out() -> None:
    with pytest.raises(mlflow.exceptions.MlflowException, match="function"):
        mlflow.evaluate("endpoints:/chat", pd.DataFrame({"q": ["a"]}), model_type="text")


def test_pictures_of_ones_own() -> None:
    truth, chances = np.array([0, 1, 0, 1]), np.array([0.1, 0.9, 0.4, 0.3])
    both = np.stack([1 - chances, chances], axis=1)
    axes = plot_lift_curve(truth, both, pos_label=1)
    (first, second) = axes.get_lines()[:2]
    assert second.get_ydata().tolist() == [2.0, 1.0, pytest.approx(4 / 3), 1.0] and first.get_label() == "class 0"
    assert plot_calibration_curve(truth, chances, 1, {}, [0, 1]).axes[0].get_title() == "Calibration curve"
    assert len(make_multi_class_calibration_plot(2, truth, both, {}, [0, 1]).axes[0].get_lines()) == 3
    with pytest.raises(InvalidParameterValue):
        plot_lift_curve([1, 1], [[0, 1], [0, 1]])

"""Names and numbers of evaluations, as MLflow 3.6.0 gave them for the same models and data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from mlflow.models.evaluation.validation import ModelValidationFailedException
from sklearn.dummy import DummyClassifier
from sklearn.svm import LinearSVC

import mlflow
from mlflow.evaluation import explanation
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException
from mlflow.models import EvaluationResult, MetricThreshold, make_metric

COLUMNS = list("abcd")
PLAIN = {"log_model_explainability": False}
COUNTS = {
    "true_negatives": 182,
    "false_positives": 30,
    "false_negatives": 20,
    "true_positives": 337,
    "example_count": 569,
}
ANSWERS = {
    **COUNTS,
    "accuracy_score": 0.91213,
    "recall_score": 0.94398,
    "precision_score": 0.91826,
    "f1_score": 0.93094,
    "matthews_corrcoef": (337 * 182 - 30 * 20) / (367 * 357 * 212 * 202) ** 0.5,  # by its definition; MLflow has none
}
CHANCES = {"score": 0.91213, "log_loss": 0.20145, "roc_auc": 0.97237, "precision_recall_auc": 0.98246}
PICTURES = {
    "roc_curve_plot",
    "precision_recall_curve_plot",
    "lift_curve_plot",
    "calibration_curve_plot",
    "confusion_matrix",
}
WINE = {"score": 0.86517, "example_count": 178, "accuracy_score": 0.86517, "recall_score": 0.86517,
        "precision_score": 0.86727, "f1_score": 0.86604, "matthews_corrcoef": 0.79555, "log_loss": 0.38484,
        "roc_auc": 0.96006}  # fmt: skip
DIABETES = {"score": 0.40026, "example_count": 442, "mean_absolute_error": 49.0068, "mean_squared_error": 3556.38317,
            "root_mean_squared_error": 59.63542, "sum_on_target": 67243.0, "mean_on_target": 152.13348,
            "r2_score": 0.40026, "max_error": 152.4174, "mean_absolute_percentage_error": 0.45313}  # fmt: skip


def near(metrics: dict[str, float]) -> Any:
    return pytest.approx(metrics, abs=5e-5)


def classified(model: Any, data: Any, config: dict[str, Any] | None = None, **more: Any) -> EvaluationResult:
    return mlflow.evaluate(
        model,
        data,
        model_type="classifier",
        evaluator_config={**PLAIN, **(config or {})},
        **{"targets": "label", **more},
    )


def test_an_estimator_of_two_classes(binary: Any, cancer: pd.DataFrame) -> None:
    result = classified(binary, cancer)
    assert result.metrics == near({**ANSWERS, **CHANCES}) and result.metrics.keys() == {*ANSWERS, *CHANCES}
    assert result.artifacts.keys() == PICTURES
    run = mlflow.get_run(result.run_id)
    assert run.info.status == "FINISHED" and run.data.metrics == near(result.metrics)
    files = {file.path for file in mlflow.MlflowClient().list_artifacts(run.info.run_id)}
    assert files == {*(f"{name}.png" for name in PICTURES), "evaluation.json"}
    assert [each.dataset.name for each in run.inputs.dataset_inputs] == ["dataset"]
    assert not run.data.params


def test_every_form_of_model_and_data_gives_the_same(binary: Any, cancer: pd.DataFrame) -> None:
    features, labels = cancer[COLUMNS], cancer.label
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(binary, name="m", input_example=features[:2])
    for model in (info.model_uri, mlflow.pyfunc.load_model(info.model_uri)):
        for data, targets in (
            (cancer, "label"),
            (features, labels),
            (features.to_numpy(), labels.to_numpy()),
            (features.to_numpy().tolist(), labels.tolist()),
            (mlflow.data.from_pandas(cancer, targets="label"), None),
            (mlflow.data.from_numpy(features.to_numpy(), targets=labels.to_numpy()), None),
            ((features, labels), "y_true"),
        ):
            found = classified(model, data, targets=targets)
            assert found.metrics == near({**ANSWERS, **CHANCES})
    run = mlflow.get_run(found.run_id)
    assert [each.model_id for each in run.inputs.model_inputs] == [info.model_id]
    assert {each.key for each in mlflow.get_logged_model(info.model_id).metrics} == {*ANSWERS, *CHANCES}


def test_functions_and_predictions_made_before_have_no_probabilities(binary: Any, cancer: pd.DataFrame) -> None:
    static = cancer.assign(p=binary.predict(cancer[COLUMNS]))
    for found in (
        classified(lambda data: binary.predict(data), cancer),
        classified(lambda data: pd.DataFrame({"other": 1, "p": binary.predict(data)}), cancer, predictions="p"),
        classified(None, static, predictions="p"),
        classified(None, mlflow.data.from_pandas(static, targets="label", predictions="p"), targets=None),
    ):
        assert found.metrics == near(ANSWERS) and found.artifacts.keys() == {"confusion_matrix"}


def test_a_positive_class_of_ones_own(binary: Any, cancer: pd.DataFrame) -> None:
    found = classified(binary, cancer, {"pos_label": 0}).metrics
    assert found["true_negatives"] == 337 and found["recall_score"] == near(0.85849)
    assert found["roc_auc"] == near(0.97237) and found["precision_recall_auc"] > 0.9


def test_weights_and_text_labels(binary: Any, cancer: pd.DataFrame) -> None:
    weighted = classified(binary, cancer, {"sample_weights": np.linspace(1, 2, len(cancer))}).metrics
    assert weighted["accuracy_score"] == near(0.91652) and weighted["precision_recall_auc"] == near(0.98466)
    words = cancer.assign(label=np.where(cancer.label == 1, "yes", "no"))
    model = type(binary)(max_iter=1000).fit(words[COLUMNS], words.label)
    assert classified(model, words).metrics == near({**ANSWERS, **CHANCES})


def test_several_classes(several: Any, wine: pd.DataFrame) -> None:
    result = classified(several, wine)
    assert result.metrics == near(WINE) and result.metrics.keys() == WINE.keys()
    assert result.artifacts.keys() == {*PICTURES, "per_class_metrics"} - {"lift_curve_plot"}
    each = result.artifacts["per_class_metrics"].content
    assert each.positive_class.tolist() == [0, 1, 2] and each.true_positives.tolist() == [54, 62, 38]
    assert each.precision_recall_auc.tolist() == near([0.975762, 0.949330, 0.793128])
    assert classified(LinearSVC().fit(wine[COLUMNS], wine.label), wine).artifacts.keys() == {
        "confusion_matrix", "per_class_metrics",
    }  # fmt: skip


def test_a_regressor(regressor: Any, diabetes: pd.DataFrame) -> None:
    result = mlflow.evaluate(regressor, diabetes, targets="label", model_type="regressor", evaluator_config=PLAIN)
    assert result.metrics == near(DIABETES) and result.metrics.keys() == DIABETES.keys()
    assert result.artifacts.keys() == {"predictions_plot", "residuals_plot"}
    weights = {"metric_prefix": "p_", "sample_weights": np.linspace(1, 2, len(diabetes))}
    config = {"default": {**PLAIN, **weights}}
    weighted = mlflow.evaluate(regressor, diabetes, targets="label", model_type="regressor", evaluator_config=config)
    assert weighted.metrics["p_sum_on_target"] == pytest.approx(101454.5034, abs=1e-3)
    assert weighted.metrics["p_r2_score"] == near(0.40935)
    tags = mlflow.get_run(weighted.run_id).inputs.dataset_inputs[0].tags
    assert [(tag.key, tag.value) for tag in tags] == [("mlflow.data.context", "p_")]


def test_a_prefix_is_on_metrics_and_files_but_not_on_names_of_artifacts(binary: Any, cancer: pd.DataFrame) -> None:
    result = classified(binary, cancer, {"metric_prefix": "val_"})
    assert all(name.startswith("val_") for name in result.metrics) and result.artifacts.keys() == PICTURES
    assert result.artifacts["confusion_matrix"].uri.endswith("/val_confusion_matrix.png")


def test_a_baseline_and_thresholds(binary: Any, cancer: pd.DataFrame) -> None:
    baseline = DummyClassifier(strategy="most_frequent").fit(cancer[COLUMNS], cancer.label)
    better = MetricThreshold(threshold=0.9, min_absolute_change=0.2, greater_is_better=True)
    result = classified(binary, cancer, baseline_model=baseline, validation_thresholds={"accuracy_score": better})
    assert result.baseline_model_metrics["accuracy_score"] == near(357 / 569)
    assert mlflow.get_run(result.run_id).data.metrics["accuracy_score"] == near(0.91213)
    much_better = {"accuracy_score": MetricThreshold(min_relative_change=0.9, greater_is_better=True)}
    with pytest.raises(ModelValidationFailedException, match="accuracy_score"):
        classified(binary, cancer, baseline_model=baseline, validation_thresholds=much_better)


def test_the_active_run_is_used(binary: Any, cancer: pd.DataFrame) -> None:
    with mlflow.start_run() as run:
        assert classified(binary, cancer).run_id == run.info.run_id
        assert mlflow.active_run() is not None


def test_evaluating_is_no_training_to_be_logged(binary: Any, cancer: pd.DataFrame) -> None:
    mlflow.sklearn.autolog()
    try:
        result = classified(lambda data: type(binary)(max_iter=1000).fit(data, cancer.label).predict(data), cancer)
        assert not [name for name in mlflow.get_run(result.run_id).data.metrics if name.startswith("training_")]
        assert len(mlflow.search_runs(output_format="list")) == 1
    finally:
        mlflow.sklearn.autolog(disable=True)


def test_a_missing_shap_is_said_once(
    binary: Any, cancer: pd.DataFrame, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explanation, "_said", set())
    for _ in range(2):
        mlflow.evaluate(binary, cancer, targets="label", model_type="classifier")
    assert sum("explained" in record.getMessage() for record in caplog.records) == 1
    caplog.clear()
    classified(binary, cancer)
    assert not caplog.records


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": None}, "data="),
        ({"data": 5}, "DataFrame"),
        ({"targets": "nowhere"}, "nowhere"),
        ({"targets": None}, "targets="),
        ({"targets": [1, 2]}, "2 targets"),
        ({"model": 5}, "int"),
        ({"model": None}, "predictions="),
        ({"model": lambda data: [1]}, "1 predictions for 569 rows"),
        ({"model_type": "oracle"}, "oracle"),
        ({"model_type": None}, "model_type"),
        ({"evaluators": "nobody"}, "nobody"),
        ({"evaluator_config": 5}, "dictionary"),
        ({"extra_metrics": [5]}, "make_metric"),
        ({"feature_names": ["a", "z"]}, "'z'"),
        ({"model": None, "predictions": "nowhere"}, "nowhere"),
        ({"model": lambda data: data, "predictions": "nowhere"}, "nowhere"),
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any], words: str, binary: Any, cancer: pd.DataFrame) -> None:
    given = {"model": binary, "data": cancer, "targets": "label", "model_type": "classifier", "evaluator_config": PLAIN}
    with pytest.raises(InvalidParameterValue, match=words):
        mlflow.evaluate(**{**given, **change})
    assert not mlflow.search_runs(output_format="list") or change.keys() & {"model", "targets"}


def test_a_regressor_of_words_is_refused(regressor: Any, diabetes: pd.DataFrame) -> None:
    with pytest.raises(InvalidParameterValue, match="numbers"):
        mlflow.evaluate(regressor, diabetes.assign(label="x"), targets="label", model_type="regressor")


def test_other_environments_are_not_there_yet(binary: Any, cancer: pd.DataFrame) -> None:
    with pytest.raises(MlflowNotImplementedException):
        classified(binary, cancer, env_manager="conda")


def test_results_are_saved_and_loaded(several: Any, wine: pd.DataFrame, tmp_path: Path) -> None:
    result = classified(several, wine)
    result.save(tmp_path / "found")
    loaded = EvaluationResult.load(tmp_path / "found")
    assert loaded.metrics == result.metrics and loaded.artifacts.keys() == result.artifacts.keys()
    pd.testing.assert_frame_equal(
        loaded.artifacts["per_class_metrics"].content, result.artifacts["per_class_metrics"].content
    )
    named = json.loads((tmp_path / "found" / "artifacts_metadata.json").read_text())["confusion_matrix"]["class_name"]
    assert named == "mlflow.models.evaluation.artifacts.ImageEvaluationArtifact"


def test_metrics_with_a_score_per_row_make_a_table(regressor: Any, diabetes: pd.DataFrame) -> None:
    def error(predictions: Any, targets: Any) -> mlflow.metrics.MetricValue:
        return mlflow.metrics.MetricValue(scores=(predictions - targets).abs().tolist())

    extra = [mlflow.metrics.latency(), mlflow.metrics.mae(),
             make_metric(eval_fn=error, greater_is_better=False, name="error")]  # fmt: skip
    result = mlflow.evaluate(regressor, diabetes, targets="label", extra_metrics=extra)
    assert result.metrics["error/mean"] == near(49.0068) and result.metrics["mean_absolute_error"] == near(49.0068)
    parts = {f"{name}/{part}" for name in ("latency", "error") for part in ("mean", "variance", "p90")}
    assert result.metrics.keys() == {*parts, "mean_absolute_error"}
    table = result.tables["eval_results_table"]
    assert list(table.columns) == [*COLUMNS, "label", "outputs", "latency", "error/score"] and len(table) == 442


def test_a_retriever() -> None:
    data = pd.DataFrame({"q": ["a", "b"], "t": [["x"], ["y"]], "o": [["x", "q"], ["z", "w"]]})
    result = mlflow.evaluate(data=data, targets="t", predictions="o", model_type="retriever")
    assert result.metrics == near({
        "precision_at_3/mean": 0.25, "precision_at_3/variance": 0.0625, "precision_at_3/p90": 0.45,
        "recall_at_3/mean": 0.5, "recall_at_3/variance": 0.25, "recall_at_3/p90": 0.9,
        "ndcg_at_3/mean": 0.5, "ndcg_at_3/variance": 0.25, "ndcg_at_3/p90": 0.9,
    })  # fmt: skip
    assert list(result.tables["eval_results_table"].columns) == [
        "q", "t", "o", "precision_at_3/score", "recall_at_3/score", "ndcg_at_3/score",
    ]  # fmt: skip


def test_what_no_metric_can_be_computed_of_is_told(diabetes: pd.DataFrame) -> None:
    endless = diabetes.assign(p=np.where(diabetes.index == 2, np.inf, 1.0))
    with pytest.raises(InvalidParameterValue, match=r"1 of 442 predictions are infinite, first in rows \[2\]"):
        mlflow.evaluate(data=endless, targets="label", predictions="p", model_type="regressor")
    twice = pd.concat([endless, endless[["label"]]], axis=1)
    with pytest.raises(InvalidParameterValue, match="'label', which the data have more than once"):
        mlflow.evaluate(data=twice, targets="label", predictions="p", model_type="regressor")

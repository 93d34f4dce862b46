"""Explanations as part of an evaluation."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shap
from sklearn.datasets import make_classification, make_regression
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression

import mlflow
from mlflow.evaluation import explanation
from mlflow.exceptions import InvalidParameterValue

PICTURES = {"shap_beeswarm_plot", "shap_summary_plot", "shap_feature_importance_plot"}
COLUMNS = list("abcd")


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path) -> Any:
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/runs.db")
    yield
    mlflow.set_tracking_uri("")


@pytest.fixture(scope="module")
def numbers() -> pd.DataFrame:
    data, target = make_regression(80, 4, noise=1, random_state=0)
    return pd.DataFrame(data, columns=COLUMNS).assign(label=target)


@pytest.fixture(scope="module")
def classes() -> pd.DataFrame:
    data, target = make_classification(90, 4, n_informative=3, n_redundant=1, n_classes=3, random_state=0)
    return pd.DataFrame(data, columns=COLUMNS).assign(label=target)


def explained(model: Any, data: pd.DataFrame, kind: str, **config: Any) -> Any:
    return mlflow.evaluate(model, data, targets="label", model_type=kind, evaluators="shap", evaluator_config=config)


@pytest.mark.parametrize("algorithm", [None, *explanation.ALGORITHMS])
def test_what_each_algorithm_says_adds_up(algorithm: str | None, numbers: pd.DataFrame) -> None:
    from_trees = algorithm == "tree"
    model: Any = LinearRegression().fit(numbers[COLUMNS], numbers.label)
    if from_trees:
        model = RandomForestRegressor(5, random_state=0).fit(numbers[COLUMNS], numbers.label)
    config = {"explainability_algorithm": algorithm} if algorithm else {}
    result = explained(model, numbers, "regressor", explainability_nsamples=12, **config)
    assert result.artifacts.keys() == {*PICTURES, "shap_values"} and not result.metrics
    table = result.artifacts["shap_values"].content
    assert list(table.columns) == ["row", "base_value", *COLUMNS] and len(table) == 12
    predicted = model.predict(numbers[COLUMNS].iloc[table.row])
    assert table.drop(columns="row").sum(axis=1).to_numpy() == pytest.approx(predicted, abs=1e-4)
    files = {file.path for file in mlflow.MlflowClient().list_artifacts(result.run_id)}
    assert files == {*(f"{name}.png" for name in PICTURES), "shap_values.csv", "evaluation.json"}


@pytest.mark.parametrize("model", [RandomForestClassifier(5, random_state=0), LogisticRegression(max_iter=500)])
def test_several_classes_and_words(model: Any, classes: pd.DataFrame) -> None:
    words = classes.assign(label=classes.label.map({0: "no", 1: "so", 2: "yes"}))
    fitted = model.fit(words[COLUMNS], words.label)
    result = mlflow.evaluate(fitted, words, targets="label", model_type="classifier")
    assert result.artifacts.keys() >= {*PICTURES, "shap_values", "confusion_matrix"}
    assert result.artifacts["shap_feature_importance_plot"].content.format == "PNG"


def test_of_two_classes_the_positive_one_is_explained(classes: pd.DataFrame) -> None:
    two = classes[classes.label < 2]
    model = LogisticRegression(max_iter=500).fit(two[COLUMNS], two.label)
    for positive in (0, 1):
        table = explained(model, two, "classifier", pos_label=positive).artifacts["shap_values"].content
        chances = model.predict_proba(two[COLUMNS].iloc[table.row])[:, positive]
        assert table.drop(columns="row").sum(axis=1).to_numpy() == pytest.approx(chances, abs=1e-6)


def test_the_explainer_is_logged_as_a_model(numbers: pd.DataFrame) -> None:
    model = LinearRegression().fit(numbers[COLUMNS], numbers.label)
    result = explained(model, numbers, "regressor", log_explainer=True, metric_prefix="val_")
    (output,) = mlflow.get_run(result.run_id).outputs.model_outputs
    assert mlflow.get_logged_model(output.model_id).name == "val_explainer"
    loaded = mlflow.shap.load_explainer(f"models:/{output.model_id}")
    assert isinstance(loaded, shap.LinearExplainer)
    assert loaded(numbers[COLUMNS][:3]).values.shape == (3, 4)
    assert result.artifacts["shap_beeswarm_plot"].uri.endswith("/val_shap_beeswarm_plot.png")


def test_functions_arrays_and_logged_models_are_explained(numbers: pd.DataFrame) -> None:
    model = LinearRegression().fit(numbers[COLUMNS], numbers.label)
    with mlflow.start_run():
        uri = mlflow.sklearn.log_model(model, name="m", input_example=numbers[COLUMNS][:2]).model_uri
    array = model.fit(numbers[COLUMNS].to_numpy(), numbers.label)
    for subject, data, targets in (
        (uri, numbers, "label"),
        (lambda table: table["a"] * 2, numbers, "label"),
        (array, numbers[COLUMNS].to_numpy(), numbers.label.to_numpy()),
    ):
        result = mlflow.evaluate(subject, data, targets=targets, model_type="regressor")
        assert result.artifacts.keys() >= PICTURES, subject


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"a": "word"}, "'a'"),
        ({"a": np.nan}, "'a'"),
    ],
)
def test_what_cannot_be_explained_is_said_and_the_evaluation_goes_on(
    change: dict[str, Any], said: str, numbers: pd.DataFrame, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(explanation, "_said", set())
    result = mlflow.evaluate(
        lambda table: table["b"], numbers.assign(**change), targets="label", model_type="regressor"
    )
    assert "r2_score" in result.metrics and not PICTURES & result.artifacts.keys()
    (record,) = (record for record in caplog.records if record.levelno == logging.WARNING)
    assert said in record.getMessage() and "log_model_explainability" in record.getMessage()


@pytest.mark.parametrize(
    "config", [{"explainability_algorithm": "guess"}, {"explainability_nsamples": 0}, {"explainability_nsamples": "5"}]
)
def test_a_configuration_that_makes_no_sense(config: dict[str, Any], numbers: pd.DataFrame) -> None:
    model = LinearRegression().fit(numbers[COLUMNS], numbers.label)
    with pytest.raises(InvalidParameterValue, match=next(iter(config))):
        explained(model, numbers, "regressor", **config)


def test_static_predictions_have_no_model_to_explain(numbers: pd.DataFrame) -> None:
    result = mlflow.evaluate(
        data=numbers.assign(p=numbers.label), predictions="p", targets="label", model_type="regressor"
    )
    assert "r2_score" in result.metrics and not PICTURES & result.artifacts.keys()

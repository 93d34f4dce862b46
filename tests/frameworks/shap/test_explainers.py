"""Explainers as models, and explanations as artifacts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shap
import yaml
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression

import mlflow
from mlflow.exceptions import PermissionDenied

LOAD = Path(__file__).parents[1] / "scripts" / "load.py"
EXPLAIN = Path(__file__).parent / "log_explanation.py"
GENERATOR = np.random.default_rng(0)
X = pd.DataFrame(GENERATOR.normal(size=(40, 3)), columns=list("abc"))
Y = 2 * X.a - X.b + 0.1 * GENERATOR.normal(size=40)
LINEAR = LinearRegression().fit(X, Y)
FOREST = RandomForestRegressor(5, random_state=0).fit(X, Y)
CHOICE = LogisticRegression().fit(X, Y > 0)


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path) -> Any:
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/runs.db")
    yield
    mlflow.set_tracking_uri("")


EXPLAINERS: dict[str, Callable[[], Any]] = {
    "exact": lambda: shap.explainers.Exact(LINEAR.predict, shap.maskers.Independent(X)),
    "permutation": lambda: shap.explainers.Permutation(LINEAR.predict, shap.maskers.Independent(X), seed=1),
    "probabilities": lambda: shap.explainers.Exact(CHOICE.predict_proba, shap.maskers.Independent(X)),
    "linear": lambda: shap.LinearExplainer(LINEAR, X),
    "kernel": lambda: shap.KernelExplainer(LINEAR.predict, X[:10]),
    "tree": lambda: shap.TreeExplainer(FOREST),
    "a function": lambda: shap.explainers.Exact(lambda rows: rows @ np.array([1.0, 2.0, 3.0]), X.to_numpy()),
}


def answers(explainer: Any) -> Any:
    if isinstance(explainer, shap.KernelExplainer):
        return explainer.shap_values(X[:4], silent=True)
    return explainer(X[:4]).values


@pytest.mark.parametrize("kind", EXPLAINERS)
@pytest.mark.parametrize("by_flavor", [True, False])
def test_explainers_come_back(kind: str, by_flavor: bool, tmp_path: Path) -> None:
    explainer = EXPLAINERS[kind]()
    expected = answers(explainer)
    mlflow.shap.save_explainer(explainer, str(tmp_path / "m"), serialize_model_using_mlflow=by_flavor)
    loaded = mlflow.shap.load_explainer(str(tmp_path / "m"))
    assert type(loaded) is type(explainer)
    np.testing.assert_allclose(answers(loaded), expected)
    model = mlflow.pyfunc.load_model(str(tmp_path / "m"))
    np.testing.assert_allclose(model.predict(X[:4]), expected)
    has_own = (tmp_path / "m" / "underlying_model" / "MLmodel").is_file()
    assert has_own == (by_flavor and kind in ("exact", "permutation"))


def test_the_folder_is_that_of_mlflow(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    mlflow.shap.save_explainer(EXPLAINERS["exact"](), str(tmp_path / "m"), input_example=X[:3])
    flavors = yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())["flavors"]
    assert flavors["shap"] == {
        "code": None, "serialized_explainer": "explainer.shap", "shap_version": shap.__version__,
        "underlying_model_flavor": "sklearn",
    }  # fmt: skip
    assert flavors["python_function"]["loader_module"] == "mlflow.shap"
    told = genuine_facts(LOAD, tmp_path)
    assert "compat-venv" in told["file"], "this was not the genuine package"
    np.testing.assert_allclose(told["answer"], EXPLAINERS["exact"]()(X[:3]).values)


def test_an_explainer_is_logged(tmp_path: Path) -> None:
    with mlflow.start_run() as run:
        info = mlflow.shap.log_explainer(EXPLAINERS["exact"](), name="why", input_example=X[:2])
    assert [each.model_id for each in mlflow.get_run(run.info.run_id).outputs.model_outputs] == [info.model_id]
    assert info.signature is not None and info.signature.inputs.input_names() == list("abc")
    np.testing.assert_allclose(answers(mlflow.shap.load_explainer(info.model_uri)), answers(EXPLAINERS["exact"]()))


@pytest.mark.parametrize("kind", ["exact", "tree"])
def test_without_pickles_no_explainer_is_loaded(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow.shap.save_explainer(EXPLAINERS[kind](), str(tmp_path / "m"))
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    for load in (mlflow.shap.load_explainer, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied):
            load(str(tmp_path / "m"))


def test_explanations_are_those_of_mlflow(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    (tmp_path / "theirs").mkdir()
    theirs = genuine_facts(EXPLAIN, tmp_path / "theirs")
    with mlflow.start_run() as run:
        uri = mlflow.shap.log_explanation(LINEAR_OF_SCRIPT.predict, ROWS_OF_SCRIPT)
    assert uri.endswith(f"/{run.info.run_id}/artifacts/model_explanations_shap")
    folder = Path(mlflow.artifacts.download_artifacts(uri))
    assert sorted(file.name for file in folder.iterdir()) == theirs["files"]
    np.testing.assert_allclose(np.load(folder / "base_values.npy"), theirs["base_values"])
    np.testing.assert_allclose(np.load(folder / "shap_values.npy"), theirs["shap_values"], atol=1e-8)


ROWS_OF_SCRIPT = pd.DataFrame({"a": np.linspace(-1, 1, 30), "b": np.linspace(0, 3, 30) ** 2})
LINEAR_OF_SCRIPT = LinearRegression().fit(ROWS_OF_SCRIPT, ROWS_OF_SCRIPT.a * 2 - ROWS_OF_SCRIPT.b)

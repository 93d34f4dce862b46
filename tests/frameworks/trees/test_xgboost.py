"""The XGBoost flavor."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xgboost
import yaml
from scipy.sparse import csr_matrix

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from mlflow.models import infer_signature
from mlflow.serving.batch import answer_to
from mlflow.serving.requests import Format
from tests.frameworks.crossing import CrossingContract
from tests.frameworks.trees.samples import COLOURS, X, Y, xgb_booster, xgb_classifier

E = X.head(4)


class _XGBoost(CrossingContract):
    flavor = mlflow.xgboost
    loader_module = "mlflow.xgboost"
    requires = ("xgboost",)

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"xgb_model": model}

    def example(self) -> pd.DataFrame:
        return E


class TestBooster(_XGBoost):
    def model(self) -> Any:
        return xgb_booster()

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(xgboost.DMatrix(data))


class TestEstimator(_XGBoost):
    def model(self) -> Any:
        return xgb_classifier()

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)


def saved(model: Any, **more: Any) -> dict[str, Any]:
    """What ``MLmodel`` says of the model, saved in the folder ``m``."""
    mlflow.xgboost.save_model(model, "m", pip_requirements=[], **more)
    return dict(yaml.safe_load(Path("m/MLmodel").read_text())["flavors"])


def edited(**changes: Any) -> None:
    """Say something else in the record of the folder ``m``; None takes a key away."""
    said = yaml.safe_load(Path("m/MLmodel").read_text())
    block = said["flavors"]["xgboost"] | changes
    said["flavors"]["xgboost"] = {key: value for key, value in block.items() if value is not None}
    Path("m/MLmodel").write_text(yaml.safe_dump(said))


@pytest.mark.parametrize("written", ["ubj", "json"])
@pytest.mark.parametrize("kind", ["XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor", "XGBRanker"])
def test_each_estimator_comes_back_as_its_class(kind: str, written: str) -> None:
    groups = {"qid": np.repeat([0, 1], 30)} if kind == "XGBRanker" else {}
    model = getattr(xgboost, kind)(n_estimators=2, max_depth=2).fit(X, Y, **groups)
    flavors = saved(model, model_format=written)
    assert flavors["xgboost"] == {
        "code": None,
        "data": f"model.{written}",
        "model_class": f"xgboost.sklearn.{kind}",
        "model_format": written,
        "xgb_version": xgboost.__version__,
    }
    loaded = mlflow.xgboost.load_model("m")
    assert type(loaded) is getattr(xgboost, kind)
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(X), model.predict(X))


@pytest.mark.parametrize("make", [np.asarray, csr_matrix, lambda data: data.to_numpy().tolist()])
def test_a_booster_without_names_takes_arrays(make: Any) -> None:
    model = xgb_booster(X.to_numpy())
    saved(model)
    answer = mlflow.pyfunc.load_model("m").predict(make(E))
    np.testing.assert_array_equal(answer, model.predict(xgboost.DMatrix(E.to_numpy())))


def test_a_matrix_of_xgboost_is_taken_as_it_is() -> None:
    model = xgb_booster()
    saved(model)
    matrix = xgboost.DMatrix(E, base_margin=[1.0] * len(E))
    np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(matrix), model.predict(matrix))
    assert isinstance(mlflow.pyfunc.load_model("m").get_raw_model(), xgboost.Booster)


def test_a_booster_takes_categories() -> None:
    data = pd.DataFrame({"colour": pd.Categorical(["red", "blue", "green"] * 20), "a": X["a"]})
    rows = xgboost.DMatrix(data, label=data["colour"] == "red", enable_categorical=True)
    model = xgboost.train({"objective": "binary:logistic"}, rows, 3)
    saved(model)
    np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(data), model.predict(rows))


@pytest.mark.parametrize("make", [xgb_booster, xgb_classifier])
def test_options_of_predict_are_parameters(make: Any, caplog: pytest.LogCaptureFixture) -> None:
    model = make()
    given = infer_signature(E, params={"output_margin": False, "validate_features": True, "nonsense": 1})
    saved(model, signature=given)
    loaded = mlflow.pyfunc.load_model("m")
    rows = xgboost.DMatrix(E) if make is xgb_booster else E
    np.testing.assert_array_equal(loaded.predict(E), model.predict(rows))
    assert "nonsense" in caplog.text
    margins = loaded.predict(E, params={"output_margin": True})
    np.testing.assert_array_equal(margins, model.predict(rows, output_margin=True))
    assert not np.array_equal(margins, loaded.predict(E))


def test_what_is_no_model_of_xgboost_is_refused() -> None:
    for model in ("text", None, xgboost.DMatrix(X)):
        with pytest.raises(InvalidParameterValue, match="no model of XGBoost"):
            mlflow.xgboost.save_model(model, "m")
    with pytest.raises(InvalidParameterValue, match="model_format"):
        mlflow.xgboost.save_model(xgb_booster(), "m", model_format="../../ubj")
    assert not Path("m").exists()


def test_a_model_that_is_not_fitted_leaves_nothing() -> None:
    with pytest.raises(Exception, match="fit"):
        mlflow.xgboost.save_model(xgboost.XGBClassifier(), "m")
    assert not Path("m").exists()


def test_records_of_mlflow_1_are_boosters() -> None:
    model = xgb_booster()
    saved(model)
    Path("m/model.ubj").rename("m/model.xgb")
    edited(model_class=None, model_format=None, data=None)
    np.testing.assert_array_equal(
        mlflow.xgboost.load_model("m").predict(xgboost.DMatrix(E)), model.predict(xgboost.DMatrix(E))
    )


@pytest.mark.parametrize(
    "name",
    [
        "marked.Marked",
        "xgboost.core.Nothing",
        "xgboost.core.DMatrix",
        "xgboost.nowhere.Booster",
        "collections.OrderedDict",
        "subprocess.Popen",
        "os.system",
        "Booster",
        "../xgboost.core.Booster",
        "xgboost.core:Booster",
        "",
        ".",
        ["xgboost.core.Booster"],
    ],
)
def test_a_record_asks_for_no_other_class(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is imported because a record names it."""
    Path("marked.py").write_text("import xgboost\nclass Marked(xgboost.Booster): pass\n")
    monkeypatch.syspath_prepend(".")
    saved(xgb_booster())
    edited(model_class=name)
    for load in (mlflow.xgboost.load_model, mlflow.pyfunc.load_model):
        if name == "":  # as good as none
            assert load("m") is not None
            continue
        with pytest.raises(InvalidParameterValue):
            load("m")
    assert "marked" not in sys.modules


def test_a_class_of_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is imported already is found, and so is one that travels with the model, where that is allowed."""
    Path("mine.py").write_text(
        "import xgboost\nclass Mine(xgboost.XGBClassifier):\n    def predict(self, X): return super().predict(X) + 10\n"
    )
    monkeypatch.syspath_prepend(".")
    import mine

    model = mine.Mine(n_estimators=2).fit(X, Y)
    saved(model, code_paths=["mine.py"])
    np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(E), model.predict(E))
    monkeypatch.delitem(sys.modules, "mine")
    assert type(mlflow.xgboost.load_model("m")).__name__ == "Mine"
    monkeypatch.delitem(sys.modules, "mine")
    monkeypatch.setenv("PENSTOCK_ALLOW_MODEL_CODE", "false")
    with pytest.raises(PermissionDenied):
        mlflow.xgboost.load_model("m")
    edited(code=None)
    with pytest.raises(InvalidParameterValue, match="code_paths"):
        mlflow.xgboost.load_model("m")


@pytest.mark.parametrize("content", [b"", b"{", b"\x80\x04K\x01.", b"garbage" * 50])
def test_a_damaged_file_is_said_plainly(content: bytes) -> None:
    saved(xgb_booster())
    Path("m/model.ubj").write_bytes(content)
    for load in (mlflow.xgboost.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(InvalidParameterValue, match=r"model\.ubj"):
            load("m")


def test_a_file_outside_the_folder_is_refused() -> None:
    saved(xgb_booster())
    Path("m/model.ubj").rename("outside.ubj")
    edited(data="../outside.ubj")
    with pytest.raises(InvalidParameterValue, match="leaves"):
        mlflow.xgboost.load_model("m")
    with pytest.raises(ResourceDoesNotExist, match=r"model\.ubj"):
        mlflow.pyfunc.load_model("m")


@pytest.mark.parametrize("kind", ["booster", "estimator"])
def test_categories_are_known_by_their_texts(kind: str) -> None:
    rows = xgboost.DMatrix(COLOURS, label=COLOURS["colour"] == "red", enable_categorical=True)
    if kind == "booster":
        model = xgboost.train({"objective": "binary:logistic"}, rows, 3)
        expected = model.predict(rows)
    else:
        model = xgboost.XGBClassifier(n_estimators=3, enable_categorical=True)
        expected = model.fit(COLOURS, COLOURS["colour"] == "red").predict(COLOURS)
    mlflow.xgboost.save_model(model, "m", input_example=COLOURS.head(4))
    loaded = mlflow.pyfunc.load_model("m")
    assert np.array_equal(loaded.predict(COLOURS), expected)
    assert np.array_equal(loaded.predict(COLOURS.astype({"colour": object})), expected)
    red = COLOURS[COLOURS["colour"] == "red"]
    sent = json.loads(answer_to("m", red.to_csv(index=False).encode(), Format.CSV))["predictions"]
    assert np.allclose(sent, expected[COLOURS["colour"] == "red"]) and len(set(expected)) > 1

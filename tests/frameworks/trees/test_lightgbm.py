"""The LightGBM flavor."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import pytest
import yaml
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.serving.batch import answer_to
from mlflow.serving.requests import Format
from tests.frameworks.crossing import CrossingContract
from tests.frameworks.trees.samples import COLOURS, X, Y, lgb_booster, lgb_classifier

E = X.head(4)


class _LightGBM(CrossingContract):
    flavor = mlflow.lightgbm
    loader_module = "mlflow.lightgbm"
    requires: tuple[str, ...] = ("lightgbm",)

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"lgb_model": model}

    def example(self) -> pd.DataFrame:
        return E

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)


class TestBooster(_LightGBM):
    def model(self) -> Any:
        return lgb_booster()


class TestEstimator(_LightGBM):
    requires = ("lightgbm", "cloudpickle")

    def model(self) -> Any:
        return lgb_classifier()


def saved(model: Any, **more: Any) -> dict[str, Any]:
    """What ``MLmodel`` says of the model, saved in the folder ``m``."""
    mlflow.lightgbm.save_model(model, "m", pip_requirements=[], **more)
    return dict(yaml.safe_load(Path("m/MLmodel").read_text())["flavors"])


def edited(**changes: Any) -> None:
    """Say something else in the record of the folder ``m``; None takes a key away."""
    said = yaml.safe_load(Path("m/MLmodel").read_text())
    block = said["flavors"]["lightgbm"] | changes
    said["flavors"]["lightgbm"] = {key: value for key, value in block.items() if value is not None}
    Path("m/MLmodel").write_text(yaml.safe_dump(said))


def test_the_record_of_each_api() -> None:
    assert saved(lgb_booster())["lightgbm"] == {
        "code": None,
        "data": "model.lgb",
        "lgb_version": lightgbm.__version__,
        "model_class": "lightgbm.basic.Booster",
    }
    mlflow.lightgbm.save_model(lgb_classifier(), "n", pip_requirements=[])
    flavors = yaml.safe_load(Path("n/MLmodel").read_text())["flavors"]
    assert flavors["lightgbm"]["model_class"] == "lightgbm.sklearn.LGBMClassifier"
    assert flavors["lightgbm"]["data"] == flavors["python_function"]["data"] == "model.pkl"


@pytest.mark.parametrize("written", ["cloudpickle", "pickle", "skops"])
@pytest.mark.parametrize("kind", ["LGBMClassifier", "LGBMRegressor", "LGBMRanker"])
def test_each_estimator_in_each_format(kind: str, written: str) -> None:
    groups = {"group": [30, 30]} if kind == "LGBMRanker" else {}
    model = getattr(lightgbm, kind)(n_estimators=3, verbose=-1).fit(X, Y, **groups)
    saved(model, serialization_format=written)
    loaded = mlflow.lightgbm.load_model("m")
    assert type(loaded) is getattr(lightgbm, kind)
    np.testing.assert_allclose(loaded.predict(X), model.predict(X))
    for data in (E, E.to_numpy(), E.to_numpy().tolist()):
        np.testing.assert_allclose(mlflow.pyfunc.load_model("m").predict(data), model.predict(E))


def test_the_best_iteration_is_what_is_kept() -> None:
    data, turned = lightgbm.Dataset(X, label=Y), lightgbm.Dataset(X, label=1 - Y)
    settings = {"objective": "binary", "metric": "binary_logloss", "verbose": -1}
    model = lightgbm.train(
        settings, data, 30, valid_sets=[turned], callbacks=[lightgbm.early_stopping(2, verbose=False)]
    )
    assert model.best_iteration == 1
    saved(model)
    np.testing.assert_allclose(mlflow.pyfunc.load_model("m").predict(E), model.predict(E))


def test_a_pipeline_around_an_estimator_is_kept() -> None:
    model = make_pipeline(StandardScaler(), lgb_classifier()).fit(X, Y)
    saved(model)
    np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(E), model.predict(E))


def test_no_pickle_is_needed_but_for_the_estimators_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decided by content: neither the file's ending nor what the record calls it makes a pickle something else."""
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    mlflow.lightgbm.save_model(lgb_booster(), "booster")
    mlflow.lightgbm.save_model(lgb_classifier(), "skops", serialization_format="skops")
    for name in ("booster", "skops"):
        np.testing.assert_allclose(
            mlflow.pyfunc.load_model(name).predict(E), mlflow.lightgbm.load_model(name).predict(E)
        )
    saved(lgb_classifier())
    Path("m/model.pkl").rename("m/model.txt")
    for claims in ({}, {"serialization_format": "json"}, {"model_class": "lightgbm.sklearn.Nothing"}):
        edited(data="model.txt", **claims)
        with pytest.raises(PermissionDenied, match="pickle"):
            mlflow.lightgbm.load_model("m")
    for claims in ({"model_class": "lightgbm.basic.Booster"}, {"serialization_format": "skops"}):
        edited(**claims)
        with pytest.raises(InvalidParameterValue):
            mlflow.lightgbm.load_model("m")


class Armed:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("fired"),))


def test_a_pickle_that_says_it_is_a_booster_is_not_unpickled() -> None:
    saved(lgb_booster())
    Path("m/model.lgb").write_bytes(pickle.dumps(Armed()))
    with pytest.raises(InvalidParameterValue, match=r"model\.lgb"):
        mlflow.pyfunc.load_model("m")
    assert not Path("fired").exists()


def test_records_of_mlflow_1_are_boosters() -> None:
    saved(lgb_booster())
    edited(model_class=None, data=None)
    assert isinstance(mlflow.lightgbm.load_model("m"), lightgbm.Booster)


@pytest.mark.parametrize("content", [b"", b"tree\n", b"garbage" * 50])
def test_a_damaged_file_is_said_plainly(content: bytes) -> None:
    saved(lgb_booster())
    Path("m/model.lgb").write_bytes(content)
    with pytest.raises(InvalidParameterValue, match=r"model\.lgb"):
        mlflow.lightgbm.load_model("m")


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(InvalidParameterValue, match="predict"):
        mlflow.lightgbm.save_model("text", "m")
    with pytest.raises(InvalidParameterValue, match="serialization_format"):
        mlflow.lightgbm.save_model(lgb_classifier(), "m", serialization_format="json")
    assert not Path("m").exists()


@pytest.mark.parametrize("kind", ["booster", "estimator"])
def test_categories_are_known_by_their_texts(kind: str) -> None:
    if kind == "booster":
        data = lightgbm.Dataset(COLOURS, label=COLOURS["colour"] == "red")
        model = lightgbm.train({"verbose": -1, "min_child_samples": 2}, data, 4)
    else:
        model = lightgbm.LGBMClassifier(n_estimators=4, verbose=-1, min_child_samples=2)
        model.fit(COLOURS, COLOURS["colour"] == "red")
    mlflow.lightgbm.save_model(model, "m", input_example=COLOURS.head(4))
    expected = model.predict(COLOURS)
    loaded = mlflow.pyfunc.load_model("m")
    assert np.array_equal(loaded.predict(COLOURS), expected)
    assert np.array_equal(loaded.predict(COLOURS.astype({"colour": object})), expected)
    red = COLOURS[COLOURS["colour"] == "red"]
    sent = json.loads(answer_to("m", red.to_csv(index=False).encode(), Format.CSV))["predictions"]
    assert np.array_equal(sent, expected[COLOURS["colour"] == "red"]) and len(set(expected)) > 1


def test_a_text_that_breaks_off_does_not_end_the_process() -> None:
    saved(lgb_booster())
    file = Path("m/model.lgb")
    text = file.read_text()
    for kept in (0, len(text) // 3, text.index("end of trees")):
        file.write_text(text[:kept])
        with pytest.raises(InvalidParameterValue, match=r"model.lgb.*breaks off"):
            mlflow.pyfunc.load_model("m")

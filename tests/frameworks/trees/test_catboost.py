"""The CatBoost flavor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import catboost
import numpy as np
import pandas as pd
import pytest
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from tests.frameworks.crossing import CrossingContract
from tests.frameworks.trees.samples import X, Y, cat_classifier, cat_regressor

E = X.head(4)


class TestCatBoost(CrossingContract):
    flavor = mlflow.catboost
    loader_module = "mlflow.catboost"
    requires = ("catboost",)

    def model(self) -> Any:
        return cat_classifier()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"cb_model": model}

    def example(self) -> pd.DataFrame:
        return E

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)


def saved(model: Any, **more: Any) -> dict[str, Any]:
    """What ``MLmodel`` says of the model, saved in the folder ``m``."""
    mlflow.catboost.save_model(model, "m", pip_requirements=[], **more)
    return dict(yaml.safe_load(Path("m/MLmodel").read_text())["flavors"])


def edited(**changes: Any) -> None:
    said = yaml.safe_load(Path("m/MLmodel").read_text())
    said["flavors"]["catboost"] |= changes
    Path("m/MLmodel").write_text(yaml.safe_dump(said))


@pytest.mark.parametrize("kind", ["CatBoost", "CatBoostClassifier", "CatBoostRegressor", "CatBoostRanker"])
def test_each_class_comes_back(kind: str) -> None:
    settings = {"iterations": 3, "verbose": False, "allow_writing_files": False}
    made = getattr(catboost, kind)
    model = made(settings) if kind == "CatBoost" else made(**settings)
    model.fit(X, Y, **({"group_id": np.repeat([0, 1], 30)} if kind == "CatBoostRanker" else {}))
    assert saved(model)["catboost"] == {
        "catboost_version": catboost.__version__,
        "code": None,
        "data": "model.cb",
        "model_type": kind,
        "save_format": "cbm",
    }
    loaded = mlflow.catboost.load_model("m")
    assert type(loaded) is made
    for data in (E, E.to_numpy(), E.to_numpy().tolist(), catboost.Pool(E)):
        np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(data), model.predict(data))


def test_categories_and_names_of_classes_are_kept() -> None:
    data = pd.DataFrame({"colour": ["red", "blue", "green"] * 20, "a": X["a"]})
    settings: dict[str, Any] = {"iterations": 5, "verbose": False, "allow_writing_files": False}
    labels = np.where(data["colour"] == "red", "yes", "no")
    model = catboost.CatBoostClassifier(**settings, cat_features=["colour"]).fit(data, labels)
    saved(model, input_example=data.head(3))
    loaded = mlflow.pyfunc.load_model("m")
    assert loaded.predict(data.head(3)).tolist() == model.predict(data.head(3)).tolist()
    assert loaded.metadata.get_output_schema().input_types()[0].name == "string"


@pytest.mark.parametrize("written", ["cbm", "json", "onnx"])
def test_each_format_that_is_read(written: str) -> None:
    model = cat_regressor()
    assert saved(model, format=written)["catboost"]["save_format"] == written
    answer = mlflow.pyfunc.load_model("m").predict(E)
    np.testing.assert_allclose(np.ravel(answer), model.predict(E), rtol=1e-5)


@pytest.mark.parametrize("written", ["cpp", "python"])
def test_what_catboost_only_writes_is_kept_and_no_python_function(written: str) -> None:
    assert set(saved(cat_regressor(), format=written)) == {"catboost"}
    assert Path("m/model.cb").stat().st_size
    with pytest.raises(ResourceDoesNotExist, match="python_function"):
        mlflow.pyfunc.load_model("m")
    with pytest.raises(InvalidParameterValue, match=r"model\.cb"):
        mlflow.catboost.load_model("m")


def test_a_class_of_the_users_own_comes_back_as_catboosts(caplog: pytest.LogCaptureFixture) -> None:
    class Mine(catboost.CatBoostClassifier):
        pass

    model = Mine(iterations=2, verbose=False, allow_writing_files=False).fit(X, Y)
    assert saved(model)["catboost"]["model_type"] == "CatBoostClassifier"
    assert "Mine" in caplog.text and type(mlflow.catboost.load_model("m")) is catboost.CatBoostClassifier


@pytest.mark.parametrize("name", ["Pool", "Nothing", "os.system", None, ["CatBoost"]])
def test_a_record_asks_for_no_other_class(name: Any) -> None:
    saved(cat_classifier())
    edited(model_type=name)
    for load in (mlflow.catboost.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(InvalidParameterValue, match="CatBoostClassifier"):
            load("m")


@pytest.mark.parametrize("content", [b"", b"garbage" * 50, b"CBM1\xff\xff\xff\xff"])
def test_a_damaged_file_is_said_plainly(content: bytes) -> None:
    saved(cat_classifier())
    Path("m/model.cb").write_bytes(content)
    with pytest.raises(InvalidParameterValue, match=r"model\.cb"):
        mlflow.catboost.load_model("m")


def test_an_unknown_format_is_said_plainly() -> None:
    saved(cat_classifier())
    edited(save_format="nothing")
    with pytest.raises(InvalidParameterValue, match=r"model\.cb"):
        mlflow.catboost.load_model("m")
    with pytest.raises(catboost.CatBoostError):
        mlflow.catboost.save_model(cat_classifier(), "n", format="nothing")
    with pytest.raises(InvalidParameterValue, match="no model of CatBoost"):
        mlflow.catboost.save_model("text", "n")
    assert not Path("n").exists()

"""The scikit-learn flavor."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from sklearn.cluster import DBSCAN
from sklearn.linear_model import LogisticRegression

import mlflow.sklearn
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from mlflow.models import infer_signature
from mlflow.pyfunc import load_model
from mlflow.testing.flavors import FlavorContract, unpickled

X = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [1, 0, 1, 0]})
MODEL = LogisticRegression().fit(X, [0, 0, 1, 1])


class TestFlavor(FlavorContract):
    flavor = mlflow.sklearn
    loader_module = "mlflow.sklearn"
    requires = ("scikit-learn", "cloudpickle", "numpy")

    def model(self) -> Any:
        return MODEL

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"sk_model": model}

    def example(self) -> pd.DataFrame:
        return X

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)


def test_the_record_of_a_model() -> None:
    mlflow.sklearn.save_model(MODEL, "m", serialization_format="pickle", pyfunc_predict_fn="predict_proba")
    flavors = yaml.safe_load(Path("m/MLmodel").read_text())["flavors"]
    assert flavors["sklearn"].pop("sklearn_version") and flavors["python_function"].pop("python_version")
    assert flavors == {
        "python_function": {
            "env": {"conda": "conda.yaml", "virtualenv": "python_env.yaml"},
            "loader_module": "mlflow.sklearn",
            "model_path": "model.pkl",
            "predict_fn": "predict_proba",
        },
        "sklearn": {"code": None, "pickled_model": "model.pkl", "serialization_format": "pickle"},
    }
    assert (load_model("m").predict(X) == MODEL.predict_proba(X)).all()
    assert load_model("m").get_raw_model().coef_.shape == (1, 2)


def test_a_model_that_cannot_predict_is_no_python_function() -> None:
    mlflow.sklearn.save_model(DBSCAN(), "m")
    assert isinstance(mlflow.sklearn.load_model("m"), DBSCAN)
    with pytest.raises(ResourceDoesNotExist, match="python_function"):
        load_model("m")


def test_an_array_as_example() -> None:
    nameless = LogisticRegression().fit(X.to_numpy(), [0, 0, 1, 1])
    mlflow.sklearn.save_model(nameless, "m", input_example=np.array([[1.0, 1.0]]))
    signature = load_model("m").metadata.signature
    assert signature is not None and signature.to_dict() == {
        "inputs": '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 2]}}]',
        "outputs": '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]',
        "params": None,
    }


def test_an_example_of_columns_shows_columns() -> None:
    mlflow.sklearn.save_model(MODEL, "m", input_example=(X, {"k": 1}))
    signature = load_model("m").metadata.signature
    assert signature is not None and signature.inputs == infer_signature(X).inputs
    assert signature.to_dict()["outputs"] == '[{"type": "long", "required": true}]'
    assert signature.to_dict()["params"] == '[{"name": "k", "default": 1, "shape": null, "type": "long"}]'


def test_an_example_the_model_cannot_answer_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    mlflow.sklearn.save_model(MODEL, "m", input_example=[[1.0, 1.0]])
    assert load_model("m").metadata.signature is None and "cannot answer" in caplog.text
    assert Path("m/input_example.json").read_text() == "[[1.0, 1.0]]"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InvalidParameterValue, match="serialization_format"):
        mlflow.sklearn.save_model(MODEL, "m", serialization_format="json")
    assert not Path("m").exists()


def test_pickles_can_be_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow.sklearn.save_model(MODEL, "m")
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    for load in (load_model, mlflow.sklearn.load_model):
        with pytest.raises(PermissionDenied, match="pickle"):
            load("m")


def test_models_of_mlflow_1() -> None:
    """The oldest record: a plain environment, the pickle as the data of the python_function."""
    folder = Path("old")
    folder.mkdir()
    (folder / "model.pkl").write_bytes(pickle.dumps(MODEL))
    (folder / "MLmodel").write_text(
        "artifact_path: model\nflavors:\n  python_function:\n    data: model.pkl\n    env: conda.yaml\n"
        "    loader_module: mlflow.sklearn\n    python_version: 3.6.9\n  sklearn:\n    pickled_model: model.pkl\n"
        "    sklearn_version: 0.22.1\nrun_id: 0123456789abcdef0123456789abcdef\n"
        'signature:\n  inputs: \'[{"name": "a", "type": "double"}, {"name": "b", "type": "long"}]\'\n'
        "  outputs: null\nutc_time_created: '2020-01-01 00:00:00.000000'\n"
    )
    assert (load_model("old").predict(X) == MODEL.predict(X)).all()
    assert (mlflow.sklearn.load_model("old").predict(X) == MODEL.predict(X)).all()
    assert load_model("old").metadata.mlflow_version is None


def test_a_damaged_pickle_is_said_plainly() -> None:
    mlflow.sklearn.save_model(MODEL, "m")
    Path("m/model.pkl").write_bytes(b"\x80\x04damaged")
    with pytest.raises(InvalidParameterValue, match="unpickled"):
        mlflow.sklearn.load_model("m")


def test_a_file_outside_the_folder_is_refused() -> None:
    mlflow.sklearn.save_model(MODEL, "m")
    Path("secret.pkl").write_bytes(pickle.dumps("secret"))
    record = Path("m/MLmodel")
    record.write_text(record.read_text().replace("pickled_model: model.pkl", "pickled_model: ../secret.pkl"))
    with pytest.raises(InvalidParameterValue):
        mlflow.sklearn.load_model("m")


def test_what_pickles_name_is_heard() -> None:
    """What the contract listens for is there to be heard."""
    mlflow.sklearn.save_model(MODEL, "m")
    with unpickled() as heard:
        mlflow.sklearn.load_model("m")
    assert any("LogisticRegression" in name for name in heard)


def test_a_function_that_the_estimator_has_not_is_told() -> None:
    mlflow.sklearn.save_model(MODEL, "m")
    record = yaml.safe_load(Path("m/MLmodel").read_text())
    record["flavors"]["python_function"]["predict_fn"] = "nope"
    Path("m/MLmodel").write_text(yaml.safe_dump(record))
    with pytest.raises(InvalidParameterValue, match=r"LogisticRegression has no nope\(\)"):
        load_model("m")


def test_whoever_asks_may_choose_among_methods_that_answer() -> None:
    signature = infer_signature(X, params={"predict_method": "predict"})
    mlflow.sklearn.save_model(MODEL, "m", signature=signature)
    model = load_model("m")
    assert model.predict(X, params={"predict_method": "predict_proba"}).shape == (4, 2)
    for wrong in ("fit", "get_params", "__class__", "transform"):
        with pytest.raises(InvalidParameterValue, match=r"one of \['predict', "):
            model.predict(X, params={"predict_method": wrong})


@pytest.mark.parametrize("given", [object(), LogisticRegression, {"a": 1}])
def test_what_is_no_estimator_is_refused(given: Any) -> None:
    with pytest.raises(InvalidParameterValue, match="no estimator of scikit-learn"):
        mlflow.sklearn.save_model(given, "m")
    assert not Path("m").exists()

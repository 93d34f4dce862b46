"""Estimators kept by skops: no pickle, and no type that nobody said to trust."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sklearn
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.testing.flavors import FlavorContract, unpickled
from tests.frameworks.trees.samples import X, Y, lgb_classifier

E = X.head(4)


class TestSkops(FlavorContract):
    """MLflow 3.6 has no such format; MLflow 3.17 writes what is written here."""

    flavor = mlflow.sklearn
    loader_module = "mlflow.sklearn"
    requires = ("scikit-learn", "skops")

    def model(self) -> Any:
        return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, Y)

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"sk_model": model, "serialization_format": "skops"}

    def example(self) -> pd.DataFrame:
        return E

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)


class Mine(LogisticRegression):
    """A type that skops does not know."""


MINE = f"{Mine.__module__}.Mine"


def saved(model: Any, **more: Any) -> dict[str, Any]:
    mlflow.sklearn.save_model(model, "m", serialization_format="skops", pip_requirements=[], **more)
    return dict(yaml.safe_load(Path("m/MLmodel").read_text())["flavors"])


def test_the_record() -> None:
    flavors = saved(LogisticRegression().fit(X, Y))
    assert flavors["sklearn"] == {
        "code": None,
        "pickled_model": "model.skops",
        "serialization_format": "skops",
        "sklearn_version": sklearn.__version__,
        "skops_trusted_types": None,
    }
    assert flavors["python_function"]["model_path"] == "model.skops"
    assert mlflow.sklearn.get_default_pip_requirements(include_skops=True)[1].startswith("skops==")


def test_loading_reads_no_pickle_at_all() -> None:
    model = make_pipeline(FunctionTransformer(np.log1p), StandardScaler(), LogisticRegression()).fit(X, Y)
    saved(model)
    with unpickled() as heard:
        np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(E), model.predict(E))
    assert not heard


def test_types_that_skops_does_not_know_are_named() -> None:
    model = Mine().fit(X, Y)
    with pytest.raises(InvalidParameterValue, match=r"Mine.*skops_trusted_types"):
        saved(model)
    assert not Path("m").exists()
    assert saved(model, skops_trusted_types=[MINE])["sklearn"]["skops_trusted_types"] == [MINE]
    np.testing.assert_array_equal(mlflow.pyfunc.load_model("m").predict(E), model.predict(E))
    with pytest.raises(InvalidParameterValue, match="list of names"):
        mlflow.sklearn.save_model(model, "n", serialization_format="skops", skops_trusted_types=MINE)  # type: ignore[arg-type]


def test_what_only_the_record_trusts_is_not_trusted_without_pickles(monkeypatch: pytest.MonkeyPatch) -> None:
    saved(Mine().fit(X, Y), skops_trusted_types=[MINE])
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    for load in (mlflow.sklearn.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied, match="Mine"):
            load("m")


def _hostile(module: str, name: str, loader: str = "TypeNode") -> None:
    """Make the model in ``m`` name a type or function of some module."""
    node = {
        "__class__": name,
        "__module__": module,
        "__loader__": loader,
        "__id__": 1,
        "content": {"module_path": "", "function": name},
    }
    schema = {**node, "protocol": 2, "_skops_version": "0.16.0"}
    with zipfile.ZipFile("m/model.skops", "w") as archive:
        archive.writestr("schema.json", json.dumps(schema))


@pytest.mark.parametrize("loader", ["TypeNode", "FunctionNode", "ObjectNode", "ReduceNode", "PartialNode"])
@pytest.mark.parametrize(("module", "name"), [("armed", "fire"), ("os", "system"), ("subprocess", "Popen")])
def test_a_hostile_file_runs_and_imports_nothing(
    module: str, name: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("armed.py").write_text(
        "from pathlib import Path\nPath('fired').touch()\ndef fire(*a): Path('fired').touch()\n"
    )
    monkeypatch.syspath_prepend(".")
    saved(LogisticRegression().fit(X, Y))
    _hostile(module, name, loader)
    for load in (mlflow.sklearn.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(InvalidParameterValue, match=r"trust|cannot be read"):
            load("m")
    assert "armed" not in sys.modules and not Path("fired").exists()


@pytest.mark.parametrize("content", [b"", b"\x80\x04K\x01.", b"PK\x03\x04garbage", b"garbage" * 50])
def test_what_is_no_file_of_skops_is_said_plainly(content: bytes) -> None:
    saved(LogisticRegression().fit(X, Y))
    Path("m/model.skops").write_bytes(content)
    with pytest.raises(InvalidParameterValue, match=r"model\.skops"):
        mlflow.sklearn.load_model("m")


def test_a_pickle_stays_one_whatever_the_record_says(monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow.sklearn.save_model(LogisticRegression().fit(X, Y), "m")
    record = Path("m/MLmodel")
    record.write_text(record.read_text().replace("serialization_format: cloudpickle", "serialization_format: skops"))
    with pytest.raises(InvalidParameterValue, match=r"model\.pkl"):
        mlflow.sklearn.load_model("m")
    record.write_text(record.read_text().replace("serialization_format: skops", "serialization_format: none"))
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(PermissionDenied):
        mlflow.sklearn.load_model("m")


def test_types_of_lightgbm_are_known_to_its_flavor(monkeypatch: pytest.MonkeyPatch) -> None:
    model = lgb_classifier()
    mlflow.lightgbm.save_model(model, "m", serialization_format="skops", pip_requirements=[])
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    np.testing.assert_array_equal(mlflow.lightgbm.load_model("m").predict(E), model.predict(E))
    mlflow.lightgbm.save_model(model, "n", serialization_format="skops", pip_requirements=[])
    record = Path("n/MLmodel")
    said = yaml.safe_load(record.read_text())
    said["flavors"]["lightgbm"]["skops_trusted_types"].append("os.system")
    record.write_text(yaml.safe_dump(said))
    assert mlflow.lightgbm.load_model("n") is not None  # trusted, and not there


def test_what_skops_cannot_keep_is_said_plainly() -> None:
    with pytest.raises(InvalidParameterValue, match="skops"):
        saved(make_pipeline(FunctionTransformer(lambda data: data), LogisticRegression()).fit(X, Y))
    assert not Path("m").exists()

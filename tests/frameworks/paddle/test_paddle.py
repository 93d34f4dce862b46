from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import paddle
import pandas as pd
import pytest
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from tests.frameworks.crossing import CrossingContract

HERE = Path(__file__).parent
FRAME = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [0.5, -1.0, 4.0]})
X = FRAME.to_numpy(dtype=np.float32)
SPEC = paddle.static.InputSpec([None, 2], "float32", "x")


def layer() -> Any:
    paddle.seed(0)
    return paddle.nn.Linear(2, 1)


def trainable() -> Any:
    network = layer()
    model = paddle.Model(network, [SPEC], [paddle.static.InputSpec([None, 1], "float32", "y")])
    model.prepare(paddle.optimizer.Adam(parameters=network.parameters()), paddle.nn.MSELoss())
    return model


def said(model: Any, data: Any = X) -> Any:
    return model(paddle.to_tensor(np.asarray(data, dtype=np.float32))).numpy()


class TestPaddle(CrossingContract):
    flavor = mlflow.paddle
    loader_module = "mlflow.paddle"
    requires = ("paddlepaddle",)

    def model(self) -> Any:
        return paddle.jit.to_static(layer(), input_spec=[SPEC], full_graph=True)

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"pd_model": model}

    def example(self) -> pd.DataFrame:
        return FRAME

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return said(model, data)

    def _same(self, got: Any, model: Any) -> None:
        np.testing.assert_allclose(np.asarray(got, dtype=float), self.answer(model, FRAME), rtol=1e-5)


def test_models_to_train_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, place = trainable(), str(tmp_path / "m")
    model.train_batch([X], [X[:, :1]])
    mlflow.paddle.save_model(model, place, training=True)
    assert {file.name for file in (tmp_path / "m").iterdir()} >= {"model.pdparams", "model.pdopt"}
    assert set(yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())["flavors"]) == {"paddle"}
    other = mlflow.paddle.load_model(place, model=trainable())
    np.testing.assert_allclose(said(other.network), said(model.network))
    with pytest.raises(InvalidParameterValue, match="training=True"):
        mlflow.paddle.load_model(place)
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(PermissionDenied):
        mlflow.paddle.load_model(place, model=trainable())
    mlflow.paddle.save_model(trainable(), str(tmp_path / "p"))
    with pytest.raises(PermissionDenied, match="program"):
        mlflow.pyfunc.load_model(str(tmp_path / "p"))
    with pytest.raises(ResourceDoesNotExist, match="training=True"):
        mlflow.paddle.load_model(str(tmp_path / "p"), model=trainable())


def test_each_kind_of_input_is_answered(tmp_path: Path) -> None:
    mlflow.paddle.save_model(trainable(), str(tmp_path / "m"))
    model = mlflow.pyfunc.load_model(str(tmp_path / "m"))
    for data in (X, FRAME, X.tolist(), {"x": X}, paddle.to_tensor(X)):
        np.testing.assert_allclose(model.predict(data), said(layer()), rtol=1e-5)
    assert model.predict(FRAME.set_index([[7, 8, 9]])).index.tolist() == [7, 8, 9]
    for data in (X[:, :1], pd.DataFrame({"a": ["x"]}), "text"):
        with pytest.raises(InvalidParameterValue, match="cannot take"):
            model.predict(data)


def test_bad_models_are_told(tmp_path: Path) -> None:
    for wrong in ("nonsense", layer()):
        with pytest.raises(InvalidParameterValue):
            mlflow.paddle.save_model(wrong, str(tmp_path / "n"))
        assert not (tmp_path / "n").exists()
    with pytest.raises(InvalidParameterValue, match="optimizer"):
        mlflow.paddle.save_model(layer(), str(tmp_path / "n"), training=True)
    mlflow.paddle.save_model(trainable(), str(tmp_path / "m"))
    (tmp_path / "m" / "model.json").write_text("nonsense")
    with pytest.raises(InvalidParameterValue, match=r"model\.json"):
        mlflow.paddle.load_model(str(tmp_path / "m"))
    (tmp_path / "m" / "model.json").unlink()
    with pytest.raises(ResourceDoesNotExist, match=r"model\.json"):
        mlflow.paddle.load_model(str(tmp_path / "m"))


def test_models_of_genuine_mlflow(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    told = genuine_facts(HERE / "scripts" / "genuine_models.py", tmp_path)
    assert "compat-venv" in told["file"], "this was not the genuine package"
    data = np.array(told["x"], dtype=np.float32)
    model = mlflow.pyfunc.load_model(str(tmp_path / "inference"))
    np.testing.assert_allclose(model.predict(data), told["answer"], rtol=1e-5)
    trained = mlflow.paddle.load_model(str(tmp_path / "training"), model=trainable())
    np.testing.assert_allclose(said(trained.network, data), told["answer"], rtol=1e-5)

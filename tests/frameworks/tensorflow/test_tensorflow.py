from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow
import yaml

import mlflow
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from tests.frameworks.crossing import CrossingContract

HERE = Path(__file__).parent
FRAME = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [0.5, -1.0, 4.0]})
X = FRAME.to_numpy(dtype=np.float32)


def network(*layers: Any) -> Any:
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.layers.Input((2,)), *layers, keras.layers.Dense(1)])


def said(model: Any, data: Any = X) -> Any:
    return model.predict(data, verbose=0)


class Doubled(keras.layers.Layer):
    def call(self, x: Any) -> Any:
        return x * 2


class Summed(tensorflow.Module):
    """A module with named inputs."""

    @tensorflow.function(
        input_signature=[tensorflow.TensorSpec([None], tensorflow.float32, name=name) for name in ("x", "y")]
    )
    def __call__(self, x: Any, y: Any) -> Any:
        return {"sum": x + y}


class Scaled(tensorflow.Module):
    def __init__(self) -> None:
        super().__init__()
        self.factor = tensorflow.Variable(3.0)

    @tensorflow.function(input_signature=[tensorflow.TensorSpec([None, 2], tensorflow.float32)])
    def __call__(self, x: Any) -> Any:
        return x * self.factor


class TestTensorFlow(CrossingContract):
    flavor = mlflow.tensorflow
    loader_module = "mlflow.tensorflow"
    requires = ("tensorflow",)

    def model(self) -> Any:
        return network()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"model": model}

    def example(self) -> pd.DataFrame:
        return FRAME

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return said(model, data.to_numpy(dtype=np.float32))

    def _same(self, got: Any, model: Any) -> None:
        np.testing.assert_allclose(np.asarray(got, dtype=float), self.answer(model, FRAME), rtol=1e-6)


class TestKeras(TestTensorFlow):
    flavor = mlflow.keras
    loader_module = "mlflow.keras"
    requires = ("keras", "tensorflow")


@pytest.fixture
def no_pickles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")


def test_the_files_are_those_of_mlflow(tmp_path: Path) -> None:
    mlflow.tensorflow.save_model(network(Doubled()), str(tmp_path / "m"), custom_objects={"Doubled": Doubled})
    data = tmp_path / "m" / "data"
    assert (data / "keras_module.txt").read_text() == "tensorflow.keras"
    assert (data / "save_format.txt").read_text() == "tf" and (data / "model.keras").is_file()
    assert (data / "custom_objects.cloudpickle").is_file()
    block = yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())["flavors"]
    assert block["tensorflow"] == {
        "code": None, "data": "data", "keras_version": tensorflow.__version__, "model_type": "keras",
        "save_format": "tf",
    }  # fmt: skip
    assert block["python_function"]["data"] == "data"
    mlflow.keras.save_model(network(), str(tmp_path / "k"))
    block = yaml.safe_load((tmp_path / "k" / "MLmodel").read_text())["flavors"]
    assert (tmp_path / "k" / "data" / "keras_module.txt").read_text() == "keras"
    assert block["keras"]["keras_backend"] == keras.backend.backend()
    assert (block["keras"]["data"], block["keras"]["save_exported_model"]) == ("data", False)


def test_formats_and_custom_objects(tmp_path: Path) -> None:
    model = network(Doubled())
    for kind in ("h5", "keras"):
        place = str(tmp_path / kind)
        mlflow.tensorflow.save_model(
            model, place, custom_objects={"Doubled": Doubled}, keras_model_kwargs={"save_format": kind}
        )
        np.testing.assert_allclose(said(mlflow.tensorflow.load_model(place)), said(model), rtol=1e-6)
    mlflow.keras.save_model(model, str(tmp_path / "k"))
    loaded = mlflow.keras.load_model(str(tmp_path / "k"), custom_objects={"Doubled": Doubled})
    np.testing.assert_allclose(said(loaded), said(model), rtol=1e-6)
    with pytest.raises(InvalidParameterValue, match="Doubled"):
        mlflow.keras.load_model(str(tmp_path / "k"))
    with pytest.raises(InvalidParameterValue, match="save_format"):
        mlflow.tensorflow.save_model(model, str(tmp_path / "n"), keras_model_kwargs={"save_format": "x"})
    for flavor in (mlflow.tensorflow, mlflow.keras):
        with pytest.raises(InvalidParameterValue, match="str"):
            flavor.save_model("nonsense", str(tmp_path / "n"))
    assert not (tmp_path / "n").exists()


def test_each_kind_of_input_is_answered(tmp_path: Path) -> None:
    mlflow.keras.save_model(network(), str(tmp_path / "m"))
    model, expected = mlflow.pyfunc.load_model(str(tmp_path / "m")), said(network())
    for data in (X, X.tolist()):
        np.testing.assert_allclose(model.predict(data), expected, rtol=1e-6)
    frame = model.predict(FRAME.set_index([[7, 8, 9]]))
    assert isinstance(frame, pd.DataFrame) and frame.index.tolist() == [7, 8, 9]
    for data in (X[:, :1], pd.DataFrame({"a": ["x"]}), "text"):
        with pytest.raises(InvalidParameterValue, match="cannot take"):
            model.predict(data)


def test_models_with_several_inputs_and_outputs(tmp_path: Path) -> None:
    x, y = keras.layers.Input((1,), name="x"), keras.layers.Input((1,), name="y")
    model = keras.Model({"x": x, "y": y}, {"sum": keras.layers.Add()([x, y]), "x": x})
    mlflow.tensorflow.save_model(model, str(tmp_path / "m"), input_example={"x": X[:, :1], "y": X[:, 1:]})
    loaded = mlflow.pyfunc.load_model(str(tmp_path / "m"))
    assert loaded.metadata.signature.inputs.input_names() == ["x", "y"]
    np.testing.assert_allclose(loaded.predict({"x": X[:, :1], "y": X[:, 1:]})["sum"], X.sum(axis=1, keepdims=True))


def test_modules(tmp_path: Path, no_pickles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    mlflow.tensorflow.save_model(Scaled(), str(tmp_path / "m"), input_example=X)
    with pytest.raises(PermissionDenied, match="program"):
        mlflow.tensorflow.load_model(str(tmp_path / "m"))
    monkeypatch.undo()
    block = yaml.safe_load((tmp_path / "m" / "MLmodel").read_text())["flavors"]["tensorflow"]
    assert (block["model_type"], block["saved_model_dir"]) == ("tf2-module", "tf2model")
    loaded = mlflow.pyfunc.load_model(str(tmp_path / "m"))
    np.testing.assert_allclose(loaded.predict(X), 3 * X)
    np.testing.assert_allclose(mlflow.tensorflow.load_model(str(tmp_path / "m"))(X), 3 * X)
    summed = Summed()
    mlflow.tensorflow.save_model(
        summed, str(tmp_path / "s"), saved_model_kwargs={"signatures": {"serving_default": summed.__call__}}
    )
    answer = mlflow.pyfunc.load_model(str(tmp_path / "s")).predict({"x": X[:, 0], "y": X[:, 1]})
    np.testing.assert_allclose(answer["sum"], X.sum(axis=1))
    shutil.rmtree(tmp_path / "m" / "tf2model" / "variables")
    with pytest.raises(InvalidParameterValue, match="tf2model"):
        mlflow.tensorflow.load_model(str(tmp_path / "m"))


def test_exported_models_answer(tmp_path: Path) -> None:
    model = network()
    mlflow.keras.save_model(model, str(tmp_path / "m"), save_exported_model=True)
    loaded = mlflow.pyfunc.load_model(str(tmp_path / "m"))
    np.testing.assert_allclose(loaded.predict(X), said(model), rtol=1e-6)


@pytest.mark.parametrize("kind", ["keras", "h5"])
def test_a_lambda_layer_runs_only_when_it_is_allowed(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = network(keras.layers.Lambda(lambda x: x * 2, output_shape=(2,)))
    place = str(tmp_path / "m")
    mlflow.tensorflow.save_model(model, place, keras_model_kwargs={"save_format": kind})
    for load in (mlflow.tensorflow.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(InvalidParameterValue, match="Lambda"):
            load(place)
    allowed = {"keras_model_kwargs": {"safe_mode": False}}
    np.testing.assert_allclose(said(mlflow.tensorflow.load_model(place, **allowed)), said(model), rtol=1e-6)
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(PermissionDenied):
        mlflow.tensorflow.load_model(place, **allowed)


def test_no_pickles(tmp_path: Path, no_pickles: None) -> None:
    """Models of Keras' own layers load; custom objects, which are pickles, do not."""
    mlflow.tensorflow.save_model(network(), str(tmp_path / "m"))
    if not mlflow.tensorflow.get_global_custom_objects():
        np.testing.assert_allclose(said(mlflow.tensorflow.load_model(str(tmp_path / "m"))), said(network()), rtol=1e-6)
    mlflow.tensorflow.save_model(network(Doubled()), str(tmp_path / "c"), custom_objects={"Doubled": Doubled})
    for load in (mlflow.tensorflow.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(PermissionDenied):
            load(str(tmp_path / "c"))


def test_a_model_cannot_have_modules_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd_layers.py").write_text("import keras\nclass Dense(keras.layers.Dense): pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    mlflow.tensorflow.save_model(network(), str(tmp_path / "m"))
    file = tmp_path / "m" / "data" / "model.keras"
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(parts["config.json"])
    config["config"]["layers"][-1]["module"] = "odd_layers"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**parts, "config.json": json.dumps(config).encode()}.items():
            archive.writestr(name, content)
    with pytest.raises(InvalidParameterValue, match="odd_layers"):
        mlflow.pyfunc.load_model(str(tmp_path / "m"))
    (tmp_path / "m" / "data" / "keras_module.txt").write_text("odd_layers")
    with pytest.raises(InvalidParameterValue, match="odd_layers"):
        mlflow.pyfunc.load_model(str(tmp_path / "m"))
    assert "odd_layers" not in sys.modules


def test_damage_is_told(tmp_path: Path) -> None:
    for flavor, place in ((mlflow.tensorflow, tmp_path / "t"), (mlflow.keras, tmp_path / "k")):
        flavor.save_model(network(), str(place))
        file = place / "data" / "model.keras"
        content = file.read_bytes()
        for damaged in (content[: len(content) // 2], b"", b"nonsense"):
            file.write_bytes(damaged)
            with pytest.raises(InvalidParameterValue, match=r"model\.keras"):
                flavor.load_model(str(place))
        file.unlink()
        with pytest.raises(ResourceDoesNotExist, match=r"model\.keras"):
            flavor.load_model(str(place))
    with pytest.raises(ResourceDoesNotExist, match="flavor"):
        mlflow.keras.load_model(str(tmp_path / "t"))


def test_checkpoints(tmp_path: Path) -> None:
    mlflow.set_tracking_uri(str(tmp_path / "mlruns"))
    model = network()
    files = tmp_path / "checkpoints"
    for name in ("epoch_1", "epoch_2"):
        (files / name).mkdir(parents=True)
    model.save(files / "epoch_1" / "checkpoint.keras")
    model.save_weights(files / "epoch_2" / "checkpoint.weights.h5")
    with mlflow.start_run() as run:
        mlflow.log_artifacts(str(files), "checkpoints")
        mlflow.set_tag("mlflow.latest_checkpoint_artifact", "checkpoints/epoch_2/checkpoint.weights.h5")
        np.testing.assert_allclose(said(mlflow.tensorflow.load_checkpoint(epoch=1)), said(model), rtol=1e-6)
        keras.utils.set_random_seed(1)
        other = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
        with pytest.raises(InvalidParameterValue, match="weights"):
            mlflow.tensorflow.load_checkpoint()
        np.testing.assert_allclose(
            said(mlflow.tensorflow.load_checkpoint(other, run.info.run_id)), said(model), rtol=1e-6
        )
    mlflow.set_tracking_uri("")


def test_models_of_genuine_mlflow(tmp_path: Path, genuine_facts: Callable[..., Any]) -> None:
    told = genuine_facts(HERE / "scripts" / "genuine_models.py", tmp_path)
    assert "compat-venv" in told["file"], "this was not the genuine package"
    data = np.array(told["x"], dtype=np.float32)
    for name, answer in told["answers"].items():
        got = mlflow.pyfunc.load_model(str(tmp_path / name)).predict(data)
        np.testing.assert_allclose(got, answer, rtol=1e-6, err_msg=name)

"""The ONNX flavor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pandas as pd
import pytest
import yaml
from onnx import TensorProto
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException, PermissionDenied
from tests.frameworks.crossing import CrossingContract
from tests.frameworks.trees.onnx_models import identity, product, sum_and_difference
from tests.frameworks.trees.samples import X, Y

E = X.head(4)
PRODUCT = (E["a"] + 2 * E["b"]).to_numpy()


class TestOnnx(CrossingContract):
    flavor = mlflow.onnx
    loader_module = "mlflow.onnx"
    requires = ("onnx", "onnxruntime")

    def model(self) -> Any:
        return product()

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"onnx_model": model}

    def example(self) -> pd.DataFrame:
        return E

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        (weights,) = model.graph.initializer
        return data.to_numpy(np.float32) @ onnx.numpy_helper.to_array(weights)


def saved(model: Any, **more: Any) -> Any:
    """The model as a python_function, saved in the folder ``m``."""
    mlflow.onnx.save_model(model, "m", pip_requirements=[], **more)
    return mlflow.pyfunc.load_model("m")


def edited(**changes: Any) -> None:
    """Say something else in the record of the folder ``m``; None takes a key away."""
    said = yaml.safe_load(Path("m/MLmodel").read_text())
    block = said["flavors"]["onnx"] | changes
    said["flavors"]["onnx"] = {key: value for key, value in block.items() if value is not None}
    Path("m/MLmodel").write_text(yaml.safe_dump(said))


def test_the_record() -> None:
    saved(product())
    assert yaml.safe_load(Path("m/MLmodel").read_text())["flavors"]["onnx"] == {
        "code": None,
        "data": "model.onnx",
        "onnx_session_options": None,
        "onnx_version": onnx.__version__,
        "providers": ["CUDAExecutionProvider", "CPUExecutionProvider"],
    }
    assert mlflow.onnx.ONNX_EXECUTION_PROVIDERS == ["CUDAExecutionProvider", "CPUExecutionProvider"]


def test_one_input() -> None:
    """A table gives a table; arrays and dictionaries give dictionaries of arrays."""
    loaded = saved(product())
    answer = loaded.predict(E)
    assert answer.columns.tolist() == ["y"] and answer["y"].dtype == np.float32
    np.testing.assert_allclose(answer["y"], PRODUCT, rtol=1e-6)
    for data in (E.to_numpy(), E.to_numpy(np.float32), {"x": E.to_numpy()}, {"x": E.to_numpy().tolist()}):
        got = loaded.predict(data)
        assert list(got) == ["y"] and got["y"].shape == (4, 1)
        np.testing.assert_allclose(got["y"][:, 0], PRODUCT, rtol=1e-6)
    whole = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    assert loaded.predict(whole)["y"].tolist() == [7.0, 10.0]


@pytest.mark.parametrize("shape", [(None,), (None, 1)])
def test_several_inputs_are_columns(shape: tuple[Any, ...]) -> None:
    loaded = saved(sum_and_difference(*shape), input_example=E)
    answer = loaded.predict(E[["b", "a"]])
    np.testing.assert_allclose(answer["s"], E["a"] + E["b"], rtol=1e-6)
    np.testing.assert_allclose(answer["d"], E["a"] - E["b"], rtol=1e-5)
    assert answer.columns.tolist() == loaded.metadata.get_output_schema().input_names() == ["s", "d"]
    mlflow.onnx.save_model(sum_and_difference(*shape), "n")
    arrays = {name: E[name].to_numpy().reshape(-1, *shape[1:]) for name in E}
    named = mlflow.pyfunc.load_model("n").predict(arrays)
    assert named["s"].shape == arrays["a"].shape
    np.testing.assert_allclose(np.ravel(named["s"]), E["a"] + E["b"], rtol=1e-6)


def test_several_numbers_a_row_are_a_column_of_lists() -> None:
    loaded = saved(product(2, 3), input_example=E)
    answer = loaded.predict(E)
    np.testing.assert_allclose(answer["y"].tolist(), E.to_numpy() @ [[1, 2, 3], [4, 5, 6]], rtol=1e-6)
    assert str(loaded.metadata.get_output_schema().input_types()[0]) == "Array(double)"


@pytest.mark.parametrize("plain", [True, False])
def test_a_classifier_of_scikit_learn(plain: bool) -> None:
    model = LogisticRegression().fit(X.to_numpy(), Y)
    made = to_onnx(model, X.to_numpy(np.float32)[:1], options={"zipmap": not plain})
    loaded = saved(made, input_example=E)
    answer = loaded.predict(E)
    labels, chances = (answer[name] for name in answer.columns)
    assert labels.tolist() == model.predict(E.to_numpy()).tolist()
    rows = chances.tolist() if plain else [list(row.values()) for row in chances]
    np.testing.assert_allclose(rows, model.predict_proba(E.to_numpy()), rtol=1e-4)


def test_texts_and_whole_numbers() -> None:
    texts = saved(identity(TensorProto.STRING, None, 1))
    assert texts.predict(pd.DataFrame({"x": ["a", "b"]}))["y"].tolist() == ["a", "b"]
    assert texts.predict(np.array([["a"], ["b"]]))["y"].tolist() == [["a"], ["b"]]
    mlflow.onnx.save_model(identity(TensorProto.INT64, None, 2), "n")
    numbers = mlflow.pyfunc.load_model("n")
    assert numbers.predict(np.array([[1, 2]], np.int32))["y"].tolist() == [[1, 2]]
    with pytest.raises(InvalidParameterValue, match="int64"):  # nothing is rounded
        numbers.predict(np.array([[1.5, 2.0]]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (E.assign(c=1.0), "dimension"),
        (E.to_numpy().tolist(), "not a list"),
        ("text", "not a str"),
        (None, "NoneType"),
        ({"z": E.to_numpy()}, "x"),
        ({"x": E.to_numpy(), "z": E.to_numpy()}, "z"),
        ({"x": np.zeros((1, 2, 3), np.float32)}, "x"),
        (np.array([["a", "b"]]), "string"),
    ],
)
def test_input_that_does_not_fit_is_said_plainly(data: Any, said: str) -> None:
    loaded = saved(product())
    with pytest.raises(InvalidParameterValue, match=said):
        loaded.predict(data)


def test_input_of_several_that_is_not_named_is_said_plainly() -> None:
    loaded = saved(sum_and_difference(None))
    with pytest.raises(InvalidParameterValue, match=r"\['a', 'b'\]"):
        loaded.predict(E.to_numpy())
    with pytest.raises(InvalidParameterValue, match="lacks"):
        loaded.predict(E[["a"]])


@pytest.mark.parametrize("apart", [True, False])
def test_large_weights_beside_the_model(apart: bool) -> None:
    model = product(40, 40)
    weights, size = model.graph.initializer[0].raw_data, model.ByteSize()
    loaded = saved(model, save_as_external_data=apart)
    assert model.graph.initializer[0].raw_data == weights  # the caller's model keeps them
    assert Path("m/model.onnx").stat().st_size < size / 4 or not apart
    assert len(list(Path("m").glob("*.data"))) == apart
    rows = np.ones((1, 40), np.float32)
    wanted = rows @ onnx.numpy_helper.to_array(model.graph.initializer[0])
    np.testing.assert_allclose(loaded.predict(rows)["y"], wanted)
    again = mlflow.onnx.load_model("m")
    np.testing.assert_array_equal(
        onnx.numpy_helper.to_array(again.graph.initializer[0]), onnx.numpy_helper.to_array(model.graph.initializer[0])
    )


def test_settings_of_the_session() -> None:
    options = {
        "execution_mode": "parallel",
        "graph_optimization_level": 0,
        "inter_op_num_threads": 2,
        "intra_op_num_threads": 2,
        "extra_session_config": {"session.disable_prepacking": "1"},
    }
    session = saved(
        product(), onnx_session_options=options, onnx_execution_providers=["CPUExecutionProvider"]
    ).get_raw_model()
    given = session.get_session_options()
    assert (given.inter_op_num_threads, given.intra_op_num_threads) == (2, 2)
    assert given.execution_mode.name == "ORT_PARALLEL" and given.graph_optimization_level.name == "ORT_DISABLE_ALL"
    assert given.get_session_config_entry("session.disable_prepacking") == "1"
    assert session.get_providers() == ["CPUExecutionProvider"]


@pytest.mark.parametrize(
    "options",
    [
        {"nonsense": 1},
        {"execution_mode": "quick"},
        {"graph_optimization_level": 77},
        {"intra_op_num_threads": "many"},
        {"extra_session_config": ["a"]},
        {"extra_session_config": {"session.model_external_initializers_file_folder_path": "/etc"}},
        ["execution_mode"],
    ],
)
def test_wrong_settings_are_refused(options: Any) -> None:
    """When they are given, and when a model's record has them."""
    with pytest.raises(InvalidParameterValue):
        mlflow.onnx.save_model(product(), "n", onnx_session_options=options)
    assert not Path("n").exists()
    saved(product())
    edited(onnx_session_options=options)
    with pytest.raises(InvalidParameterValue):
        mlflow.pyfunc.load_model("m")


def test_providers_that_are_not_here_are_left_out(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = saved(product(), onnx_execution_providers=["Elsewhere", ("CPUExecutionProvider", {"arena": "1"})])
    np.testing.assert_allclose(loaded.predict(E)["y"], PRODUCT, rtol=1e-6)
    assert not caplog.text
    monkeypatch.setenv("PENSTOCK_ALLOW_MODEL_CODE", "false")
    with pytest.raises(PermissionDenied, match="CPUExecutionProvider"):  # options may name a library
        mlflow.pyfunc.load_model("m")
    monkeypatch.delenv("PENSTOCK_ALLOW_MODEL_CODE")
    mlflow.onnx.save_model(product(), "n", onnx_execution_providers=["Elsewhere"])
    assert mlflow.pyfunc.load_model("n").predict(E) is not None and "Elsewhere" in caplog.text
    for wrong in ("CPUExecutionProvider", [1], [["CPUExecutionProvider"]], [["CPUExecutionProvider", "a"]]):
        with pytest.raises(InvalidParameterValue, match="rovider"):
            mlflow.onnx.save_model(product(), "o", onnx_execution_providers=wrong)  # type: ignore[arg-type]


def test_records_of_mlflow_1_name_no_settings() -> None:
    saved(product())
    edited(providers=None, onnx_session_options=None, data=None)
    np.testing.assert_allclose(mlflow.pyfunc.load_model("m").predict(E)["y"], PRODUCT, rtol=1e-6)
    assert isinstance(mlflow.onnx.load_model("m"), onnx.ModelProto)


@pytest.mark.parametrize("place", ["../outside.data", "/etc/passwd", "a/../../outside.data", "nowhere.data"])
def test_weights_outside_the_folder_are_not_read(place: str) -> None:
    saved(product(40, 40))
    (data,) = Path("m").glob("*.data")
    data.rename("outside.data")
    model = onnx.load("m/model.onnx", load_external_data=False)
    next(entry for entry in model.graph.initializer[0].external_data if entry.key == "location").value = place
    Path("m/model.onnx").write_bytes(model.SerializeToString())
    for load in (mlflow.onnx.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(MlflowException):
            load("m")


def test_weights_outside_the_folder_are_found_in_inner_graphs_too() -> None:
    """A tensor of a branch of an If, which a walk over the weights of the outer graph would miss."""
    inner = product(40, 40)
    tensor = inner.graph.initializer[0]
    tensor.data_location = TensorProto.EXTERNAL
    tensor.ClearField("raw_data")
    tensor.external_data.add(key="location", value="../outside.data")
    branch = onnx.helper.make_graph([], "b", [], [inner.graph.output[0]], [tensor])
    outer = product()
    outer.graph.node.append(onnx.helper.make_node("If", ["c"], ["z"], then_branch=branch, else_branch=branch))
    saved(product())
    Path("outside.data").write_bytes(bytes(6400))
    Path("m/model.onnx").write_bytes(outer.SerializeToString())
    for load in (mlflow.onnx.load_model, mlflow.pyfunc.load_model):
        with pytest.raises(InvalidParameterValue, match="leaves"):
            load("m")


@pytest.mark.parametrize("content", [b"", b"garbage" * 50, b"\x80\x04K\x01."])
def test_a_damaged_file_is_said_plainly(content: bytes) -> None:
    saved(product())
    Path("m/model.onnx").write_bytes(content)
    with pytest.raises(InvalidParameterValue, match=r"model\.onnx"):
        mlflow.pyfunc.load_model("m")
    with pytest.raises(InvalidParameterValue, match=r"model\.onnx"):
        mlflow.onnx.load_model("m")


def test_what_is_no_model_of_onnx_is_refused() -> None:
    for model, said in (("m.onnx", "onnx.load"), (b"garbage" * 9, "bytes"), (onnx.ModelProto(), "graph")):
        with pytest.raises(InvalidParameterValue, match=said):
            mlflow.onnx.save_model(model, "m")
    assert not Path("m").exists()
    np.testing.assert_allclose(saved(product().SerializeToString()).predict(E)["y"], PRODUCT, rtol=1e-6)

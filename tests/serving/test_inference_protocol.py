"""The Open Inference Protocol, version 2."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.models import ModelSignature, infer_signature
from mlflow.serving.app import ScoringServer, application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Limits, Served
from mlflow.types.schema import ColSpec, Schema, TensorSpec
from tests.serving.conftest import ask

X = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [4.0, 5.0, 7.0]})


class Metadata:
    def __init__(self, signature: ModelSignature | None) -> None:
        self.signature = signature


class Model:
    def __init__(self, answer: Any, signature: ModelSignature | None = None) -> None:
        self.metadata = Metadata(signature)
        self._answer = answer

    def predict(self, data: Any, params: Any = None) -> Any:
        return self._answer(data)


def app_of(answer: Any, signature: ModelSignature | None = None, version: str = "") -> ScoringServer:
    return application_of(Catalog(Served(Model(answer, signature), name="m", version=version)), Limits())


def infer(
    app: ScoringServer, *inputs: dict[str, Any], path: str = "/v2/models/m/infer", **more: Any
) -> tuple[int, Any]:
    status, headers, body = ask(app, json.dumps({"inputs": list(inputs), **more}), path=path)
    assert headers["content-type"] == "application/json"
    return status, json.loads(body)


def tensor(name: str, shape: list[int], datatype: str, data: Any, **parameters: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "shape": shape, "datatype": datatype, "data": data}
    return {**made, "parameters": parameters} if parameters else made


def test_a_real_model() -> None:
    model = LinearRegression().fit(X, [1.0, 2.0, 4.0])
    mlflow.sklearn.save_model(model, "m", input_example=X)
    served = Served(mlflow.pyfunc.load_model("m"), name="m", version="3")
    app = application_of(Catalog(served), Limits())
    expected = model.predict(X.head(2)).tolist()
    columns = [tensor("b", [2, 1], "FP64", [4, 5]), tensor("a", [2], "FP32", [1.0, 2.0])]
    for inputs in (
        columns,
        [tensor("x", [2, 2], "FP64", [1, 4, 2, 5])],
        [tensor("x", [2, 2], "INT64", [[1, 4], [2, 5]])],
    ):
        status, said = infer(app, *inputs, id="7", parameters={"content_type": "pd"})
        assert status == 200, said
        (output,) = said.pop("outputs")
        assert said == {"model_name": "m", "model_version": "3", "id": "7"}
        assert output["data"] == pytest.approx(expected) and (output["datatype"], output["shape"]) == ("FP64", [2])
    status, said = json.loads(ask(app, path="/v2/models/m", method="GET")[2]), None
    assert status["inputs"] == [
        {"name": "a", "datatype": "FP64", "shape": [-1]}, {"name": "b", "datatype": "FP64", "shape": [-1]},
    ]  # fmt: skip
    assert (status["name"], status["versions"], status["platform"]) == ("m", ["3"], "mlflow")


def test_what_the_server_says_of_itself() -> None:
    app = app_of(lambda data: data, version="3")
    for path in ("/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/m/ready", "/v2/models/m/versions/3/ready"):
        assert ask(app, path=path, method="GET")[0] == 200
    for path in ("/v2/models/n", "/v2/models/m/versions/4", "/v2/models/n/ready"):
        status, _, body = ask(app, path=path, method="GET")
        assert status == 404 and "error" in json.loads(body)
    assert infer(app, tensor("x", [1], "FP64", [1]), path="/v2/models/m/versions/3/infer")[0] == 200
    assert infer(app, tensor("x", [1], "FP64", [1]), path="/v2/models/n/infer")[0] == 404


def test_arrays_of_every_type() -> None:
    seen: list[Any] = []
    app = app_of(lambda data: seen.append(data) or data)
    for datatype in ("BOOL", "UINT8", "UINT64", "INT8", "INT32", "INT64", "FP16", "FP32", "FP64"):
        status, said = infer(app, tensor("x", [2, 1], datatype, [1, 0]))
        assert status == 200 and seen[-1].shape == (2, 1)
        assert (said["outputs"][0]["datatype"], said["outputs"][0]["shape"]) == (datatype, [2, 1])
    status, said = infer(app, tensor("x", [2], "BYTES", ["a", None]))
    assert seen[-1].tolist() == ["a", None] and said["outputs"][0]["data"] == ["a", None]
    infer(app, tensor("x", [1], "BYTES", ["AAE="], content_type="base64"))
    assert seen[-1].tolist() == [b"\x00\x01"]
    infer(app, tensor("x", [1], "FP64", [1]), tensor("y", [2], "INT64", [1, 2]))
    assert {name: array.tolist() for name, array in seen[-1].items()} == {"x": [1.0], "y": [1, 2]}
    infer(app, tensor("x", [2], "FP64", [1, 2]), parameters={"content_type": "pd"})
    assert seen[-1].equals(pd.DataFrame({"x": [1.0, 2.0]}))


def test_tensors_as_declared() -> None:
    seen: list[Any] = []
    named = ModelSignature(Schema([TensorSpec(np.dtype("float32"), (-1, 2), "t")]))
    app = app_of(lambda data: seen.append(data) or 1, named)
    infer(app, tensor("t", [1, 2], "FP32", [1, 2]))
    assert seen[-1]["t"].tolist() == [[1.0, 2.0]] and seen[-1]["t"].dtype == "float32"
    metadata = json.loads(ask(app, path="/v2/models/m", method="GET")[2])
    assert metadata["inputs"] == [{"name": "t", "datatype": "FP32", "shape": [-1, 2]}]


def test_numbers_as_declared() -> None:
    app = app_of(lambda data: data.tolist())
    assert infer(app, tensor("x", [2], "INT32", [1.0, 2]))[1]["outputs"][0]["data"] == [1, 2]
    for datatype, value in (("INT32", 1.5), ("INT8", 300), ("FP32", 1e39)):
        status, answer = infer(app, tensor("x", [1], datatype, [value]))
        assert status == 400 and "'x'" in answer["error"]
    body = '{"inputs": [{"name": "x", "shape": [2], "datatype": "FP64", "data": [NaN, Infinity]}]}'
    assert ask(app, body, path="/v2/models/m/infer")[0] == 200


def test_base64_for_a_column_of_bytes() -> None:
    app = app_of(lambda data: [len(cell) for cell in data["y"]], ModelSignature(Schema([ColSpec("binary", "y")])))
    status, answer = infer(app, tensor("y", [1], "BYTES", ["AP8="], content_type="base64"))
    assert status == 200 and answer["outputs"][0]["data"] == [2]


def test_outputs_of_every_form() -> None:
    def outputs(answer: Any, **more: Any) -> Any:
        status, said = infer(app_of(lambda data: answer), tensor("x", [1], "FP64", [1]), **more)
        return [(o["name"], o["datatype"], o["shape"], o["data"]) for o in said["outputs"]] if status == 200 else said

    frame = pd.DataFrame({"p": [1, 2], "q": ["x", "y"]})
    assert outputs(frame) == [("p", "INT64", [2], [1, 2]), ("q", "BYTES", [2], ["x", "y"])]
    assert outputs(frame, outputs=[{"name": "q"}]) == [("q", "BYTES", [2], ["x", "y"])]
    assert "nothing" in outputs(frame, outputs=[{"name": "nothing"}])["error"]
    assert outputs(pd.Series([1.5], name="s")) == [("s", "FP64", [1], [1.5])]
    assert outputs(["a", "b"]) == [("output-1", "BYTES", [2], ["a", "b"])]
    assert outputs({"u": np.array([[1, 2]]), "v": [1.5]}) == [("u", "INT64", [1, 2], [1, 2]), ("v", "FP64", [1], [1.5])]
    assert outputs({"said": {"deep": 1}}) == [("output-1", "BYTES", [1], ['{"said": {"deep": 1}}'])]
    assert outputs(3) == [("output-1", "INT64", [1], [3])]
    assert outputs([[1], [2, 3]]) == [("output-1", "BYTES", [1], ["[[1], [2, 3]]"])]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{", "not valid JSON"),
        ("[]", "Open Inference"),
        ("{}", "inputs"),
        ({"inputs": []}, "no inputs"),
        ({"inputs": [{"name": "x"}]}, "shape"),
        ({"inputs": [tensor("x", [2], "FP64", [1])]}, "'x' has 1 values"),
        ({"inputs": [tensor("x", [1 << 40, 1 << 40], "FP64", [1])]}, "'x' has 1 values"),
        ({"inputs": [tensor("x", [-1], "FP64", [1])]}, "negative"),
        ({"inputs": [tensor("x", [1], "FP65", [1])]}, "FP65"),
        ({"inputs": [tensor("x", [1], "INT8", [300])]}, "'x'"),
        ({"inputs": [tensor("x", [1], "FP64", ["y"])]}, "'x'"),
        ({"inputs": [tensor("x", [1], "BYTES", [5])]}, "'x'"),
        ({"inputs": [tensor("x", [1], "BYTES", ["?"], content_type="base64")]}, "'x'"),
        ({"inputs": [tensor("x", [2], "FP64", [[1], [2, 3]])]}, "'x'"),
        ({"inputs": [tensor("x", [1], "FP64", None)]}, "'x'"),
        ({"inputs": [tensor("x", [1], "FP64", [1]), tensor("x", [1], "FP64", [1])]}, "same name"),
    ],
)
def test_what_cannot_be_read_is_told(body: Any, words: str) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    status, _, answer = ask(app_of(lambda data: data), text, path="/v2/models/m/infer")
    assert status == 400 and words in json.loads(answer)["error"]


def test_a_text_of_a_size_that_nobody_sent_takes_no_memory() -> None:
    body = {"inputs": [tensor("x", [1 << 50], "BYTES", ["a"])]}
    status, _, answer = ask(app_of(lambda data: data), json.dumps(body), path="/v2/models/m/infer")
    assert status == 400 and "'x' has 1 values" in json.loads(answer)["error"]


def test_columns_that_do_not_fit_are_told() -> None:
    signature = infer_signature(X)
    app = app_of(lambda data: data, ModelSignature(Schema([ColSpec("double", "a"), ColSpec("long", "n")])))
    for inputs, words in (
        ([tensor("a", [2], "FP64", [1, 2]), tensor("n", [1], "INT64", [1])], "length"),
        ([tensor("a", [1, 1, 1], "FP64", [1]), tensor("n", [1], "INT64", [1])], "'a'"),
        ([tensor("a", [1, 3], "FP64", [1, 2, 3])], "3 columns"),
        ([tensor("a", [1], "BYTES", ["x"]), tensor("n", [1], "INT64", [1])], "'a'"),
    ):
        status, said = infer(app, *inputs)
        assert status == 400 and words in said["error"], said
    assert signature.inputs is not None


def test_a_model_that_raises() -> None:
    status, said = infer(app_of(lambda data: 1 / 0), tensor("x", [1], "FP64", [1]))
    assert status == 400 and "ZeroDivisionError" in said["error"]


def test_a_body_over_the_limit() -> None:
    app = application_of(Catalog(Served(Model(lambda data: data), name="m")), Limits(max_body=100))
    status, _, body = ask(
        app, json.dumps({"inputs": [tensor("x", [100], "FP64", [1] * 100)]}), path="/v2/models/m/infer"
    )
    assert status == 413 and "100 bytes" in json.loads(body)["error"]

"""The document that a scoring server makes of its models' signatures, and the page that shows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.models import ModelSignature
from mlflow.serving.app import ScoringServer, application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.served import Limits, Served
from mlflow.types.schema import (
    Array,
    ColSpec,
    DataType,
    Map,
    Object,
    ParamSchema,
    ParamSpec,
    Property,
    Schema,
    TensorSpec,
)
from tests.serving.conftest import ask

X = pd.DataFrame({"a": [1.0, 2.0], "n": np.array([1, 2])})


class Metadata:
    def __init__(self, signature: ModelSignature | None) -> None:
        self.signature = signature


class Model:
    def __init__(self, signature: ModelSignature | None) -> None:
        self.metadata = Metadata(signature)

    def predict(self, data: Any, params: Any = None) -> Any:
        return data


def document(app: ScoringServer) -> dict[str, Any]:
    status, headers, body = ask(app, path="/openapi.json", method="GET")
    assert status == 200 and headers["content-type"] == "application/json"
    made: dict[str, Any] = json.loads(body)
    for schema in made["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    _check(made, made)
    return made


def _check(part: Any, whole: dict[str, Any]) -> None:
    """Every reference leads somewhere."""
    if isinstance(part, dict):
        if "$ref" in part:
            place: Any = whole
            for name in part["$ref"].removeprefix("#/").split("/"):
                place = place[name]
        for each in part.values():
            _check(each, whole)
    elif isinstance(part, list):
        for each in part:
            _check(each, whole)


def validator(app: ScoringServer, name: str) -> jsonschema.Draft202012Validator:
    made = document(app)
    return jsonschema.Draft202012Validator({**made["components"]["schemas"][name], "components": made["components"]})


@pytest.fixture
def app() -> ScoringServer:
    mlflow.sklearn.save_model(LinearRegression().fit(X, [1.0, 2.0]), "m", input_example=X)
    return application_of(Catalog(Served(mlflow.pyfunc.load_model("m"), name="wine", version="3")), Limits())


def test_what_it_says_of_requests_and_answers_is_so(app: ScoringServer) -> None:
    asked, said = validator(app, "wineRequest"), validator(app, "wineAnswer")
    bodies = [
        document(app)["paths"]["/invocations"]["post"]["requestBody"]["content"]["application/json"]["example"],
        {"dataframe_records": [{"a": 1, "n": 2}]},
        {"inputs": {"a": [1.5], "n": [2]}},
        {"instances": [{"a": 1.5, "n": 2}]},
    ]
    for body in bodies:
        asked.validate(body)
        status, _, answer = ask(app, json.dumps(body))
        assert status == 200
        said.validate(json.loads(answer))
    for body in (
        {"dataframe_records": [{"a": "x", "n": 2}]},
        {"dataframe_records": [{"a": 1}]},
        {"dataframe_split": []},
    ):
        assert not asked.is_valid(body)
        status, _, answer = ask(app, json.dumps(body))
        assert status == 400
        validator(app, "Error").validate(json.loads(answer))


def test_every_route_is_there(app: ScoringServer) -> None:
    for path, methods in document(app)["paths"].items():
        if "get" in methods and "{" not in path and path != "/metrics":
            assert ask(app, path=path, method="GET")[0] == 200, path


def test_types_of_every_kind() -> None:
    columns = Schema(
        [
            *(ColSpec(kind, f"c_{kind.name}") for kind in DataType),
            ColSpec("double", "gaps", required=False),
            ColSpec(Array(DataType.string), "list"),
            ColSpec(Object([Property("p", DataType.long), Property("q", DataType.string, required=False)]), "object"),
            ColSpec(Map(DataType.double), "map"),
        ]
    )
    params = ParamSchema(
        [ParamSpec("t", "double", 0.5), ParamSpec("k", "long", [1, 2], (-1,)), ParamSpec("s", "string", None)]
    )
    model = Model(ModelSignature(columns, Schema([ColSpec("double")]), params))
    app = application_of(Catalog(Served(model)), Limits())
    row: dict[str, Any] = {
        "c_boolean": True, "c_integer": 1, "c_long": 1, "c_float": 1.5, "c_double": 1.5, "c_string": "x",
        "c_binary": "AA==", "c_datetime": "2024-01-01T00:00:00Z", "gaps": None, "list": ["a"], "object": {"p": 1},
        "map": {"k": 1.5},
    }  # fmt: skip
    asked = validator(app, "modelRequest")
    asked.validate({"dataframe_records": [row], "params": {"t": 1.5, "k": [3]}})
    for name, value in (("c_long", 1.5), ("c_boolean", "x"), ("list", [1]), ("object", {}), ("map", {"k": "x"})):
        assert not asked.is_valid({"dataframe_records": [{**row, name: value}]}), name
    assert not asked.is_valid({"dataframe_records": [row], "params": {"k": 3}})
    properties = document(app)["components"]["schemas"]["modelRequest"]["properties"]["params"]["properties"]
    assert {name: each["default"] for name, each in properties.items()} == {"t": 0.5, "k": [1, 2], "s": None}


def test_tensors() -> None:
    one = Schema([TensorSpec(np.dtype("float32"), (-1, 2))])
    asked = validator(application_of(Catalog(Served(Model(ModelSignature(one, one)))), Limits()), "modelRequest")
    asked.validate({"inputs": [[1.0, 2.0]]})
    assert not asked.is_valid({"inputs": [[1.0]]}) and not asked.is_valid({"inputs": [1.0, 2.0]})
    named = Schema([TensorSpec(np.dtype("int64"), (-1,), "t"), TensorSpec(np.dtype("str"), (-1,), "u")])
    asked = validator(application_of(Catalog(Served(Model(ModelSignature(named, named)))), Limits()), "modelRequest")
    asked.validate({"inputs": {"t": [1], "u": ["x"]}})
    assert not asked.is_valid({"inputs": {"t": [1]}})


def test_models_without_a_signature_and_several() -> None:
    models = [Served(Model(None), name=name) for name in ("a", "b")]
    paths = document(application_of(Catalog(*models), Limits()))["paths"]
    assert {"/invocations", "/models/a/invocations", "/models/b/invocations"} <= paths.keys()
    names = [method["operationId"] for methods in paths.values() for method in methods.values()]
    assert len(names) == len(set(names))


def test_the_page_fetches_nothing_from_elsewhere(app: ScoringServer) -> None:
    status, headers, body = ask(app, path="/docs", method="GET")
    page = body.decode()
    assert status == 200 and headers["content-type"].startswith("text/html") and "dataframe_split" in page
    assert "<a href='#wineRequest'>wineRequest</a>" in page and "id='wineRequest'" in page
    assert "default-src 'none'" in headers["content-security-policy"] and headers["x-frame-options"] == "DENY"
    assert page.count("<script") == 1 and "http://" not in page and "https://" not in page
    status, headers, script = ask(app, path="/docs/reference.js", method="GET")
    assert status == 200 and headers["content-type"].startswith("text/javascript") and b"fetch(" in script


def test_a_name_of_a_column_is_no_page(tmp_path: Path) -> None:
    signature = ModelSignature(Schema([ColSpec("double", "<script>alert(1)</script>")]))
    page = ask(application_of(Catalog(Served(Model(signature))), Limits()), path="/docs", method="GET")[2].decode()
    assert "<script>alert" not in page

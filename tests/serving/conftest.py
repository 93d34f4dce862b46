"""The models that the observed answers come from, saved and loaded as users do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import mlflow.pyfunc
import mlflow.sklearn
from mlflow.models.signature import ModelSignature
from mlflow.pyfunc import PythonModel
from mlflow.serving.app import ScoringServer, create_app
from mlflow.types.schema import ColSpec, ParamSchema, ParamSpec, Schema, TensorSpec

Answer = tuple[int, dict[str, str], bytes]


def ask(app: ScoringServer, body: bytes | str = b"", content_type: str | None = "application/json",
        path: str = "/invocations", method: str = "POST", accept: str | None = None) -> Answer:  # fmt: skip
    """Status, headers and body of one request, put to the application without a port."""
    headers = [] if content_type is None else [(b"content-type", content_type.encode())]
    headers += [] if accept is None else [(b"accept", accept.encode())]
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path,
        "raw_path": path.encode(), "root_path": "", "scheme": "http", "query_string": b"", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body.encode() if isinstance(body, str) else body}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    names = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], names, b"".join(message.get("body", b"") for message in sent[1:])


def _described(value: Any, params: Any) -> dict[str, Any]:
    """What a model was given, in words; pandas' ``str`` counts as the object columns of older pandas."""
    if isinstance(value, pd.DataFrame):
        dtypes = ["object" if str(each) == "str" else str(each) for each in value.dtypes]
        return {"type": "df", "cols": list(value.columns), "dtypes": dtypes, "n": len(value), "params": params}
    if isinstance(value, np.ndarray):
        return {"type": "nd", "dtype": str(value.dtype), "shape": list(value.shape), "params": params}
    if isinstance(value, dict):
        shown = {key: f"{each.dtype}{each.shape}" if isinstance(each, np.ndarray) else repr(each)
                 for key, each in value.items()}  # fmt: skip
        return {"type": "dict", "v": shown, "params": params}
    return {"type": type(value).__name__, "repr": repr(value), "params": params}


class Echo(PythonModel):
    """Answers with a description of what it was given."""

    def predict(self, context, model_input, params=None):  # type: ignore[no-untyped-def]
        return _described(model_input, params)


class Outputs(PythonModel):
    """Answers with an object of the kind it is asked for."""

    def predict(self, context, model_input, params=None):  # type: ignore[no-untyped-def]
        kind = model_input["k"].iloc[0]
        if kind == "raise":
            raise RuntimeError("asked to")
        times = pd.to_datetime(["2024-01-01", "2024-01-02"]).astype("datetime64[ns]")
        return {
            "df": pd.DataFrame({"x": [1, 2], "s": ["a", None], "t": times}),
            "series": pd.Series([1.5, np.nan], name="n"),
            "nd2": np.array([[1.0, 2.0], [3.0, 4.0]]),
            "list": ["a", 1],
            "str": "hello",
            "int": 5,
            "npint": np.int64(7),
            "nan": np.array([1.0, np.nan, np.inf]),
            "bytes": b"\x00\xff",
            "dict": {"k": np.array([1, 2])},
            "none": None,
            "dt": times[:1].to_numpy(),
            "listdict": [{"a": np.int32(1)}, {"a": np.float32(2.0)}],
            "bool": np.bool_(True),
        }[kind]


def _loaded(folder: Path, **kwargs: Any) -> Any:
    mlflow.pyfunc.save_model(folder, pip_requirements=[], **kwargs)
    return mlflow.pyfunc.load_model(str(folder))


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ScoringServer]:
    """The scoring server of each model, by the model's name."""
    folder = tmp_path_factory.mktemp("models")
    rows = pd.DataFrame({"a": [0.0, 1.0, 2.0, 9.0], "b": [0, 1, 2, 9]})
    classifier = LogisticRegression().fit(rows, [0, 0, 0, 1])
    columns = ModelSignature(inputs=Schema([ColSpec("double", "a"), ColSpec("long", "b")]))
    texts = Schema([ColSpec("string", "q"), ColSpec("datetime", "d", required=False),
                    ColSpec("binary", "bin", required=False)])  # fmt: skip
    parameters = ParamSchema([ParamSpec("temp", "double", 0.5)])
    tensor = ModelSignature(inputs=Schema([TensorSpec(np.dtype("float32"), (-1, 2))]))
    made: dict[str, ScoringServer] = {}

    def model(name: str) -> Any:
        path = folder / name
        if name.startswith("sk"):
            mlflow.sklearn.save_model(classifier, path, signature=columns if name == "sk_sig" else None)
            return mlflow.pyfunc.load_model(str(path))
        if name == "out":
            return _loaded(path, python_model=Outputs())
        signature = {"echo_params": ModelSignature(inputs=texts, params=parameters), "echo_tensor": tensor}.get(name)
        return _loaded(path, python_model=Echo(), signature=signature)

    def application(name: str) -> ScoringServer:
        if name not in made:
            made[name] = create_app(model(name))
        return made[name]

    return application

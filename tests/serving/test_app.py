"""What holds for every answer of the scoring server: limits, headers, time, and other people's requests."""

from __future__ import annotations

import asyncio
import json
import math
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mlflow.exceptions import TemporarilyUnavailable
from mlflow.server import measures
from mlflow.serving.answers import encode_predictions
from mlflow.serving.app import ScoringServer, application_of, create_app
from mlflow.serving.catalog import Catalog
from mlflow.serving.figures import ServingFigures
from mlflow.serving.requests import Format, RequestReader, UnsupportedContentType, read_content_type
from mlflow.serving.served import Limits, Served
from mlflow.serving.threads import Threads
from mlflow.types.schema import Array, ColSpec, DataType, Schema, TensorSpec
from tests.serving.conftest import ask


class Model:
    """A model without a signature whose answer a function gives."""

    metadata = None

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def predict(self, data: Any, params: Any = None) -> Any:
        return self._answer(data)


@pytest.fixture
def echo() -> ScoringServer:
    return create_app(Model(lambda data: data), max_body=1000)


def test_no_answer_can_be_made_a_page(echo: ScoringServer) -> None:
    for status, headers, _ in (
        ask(echo, '{"inputs": [1]}'),
        ask(echo, "{"),
        ask(echo, path="/ping", method="GET"),
        ask(echo, path="/none", method="GET"),
        ask(echo, "x", "text/html"),
    ):
        assert headers["x-content-type-options"] == "nosniff", status
        assert headers["x-frame-options"] == "DENY"
        assert headers["content-security-policy"].startswith("default-src 'none'")


def test_a_body_over_the_limit_is_refused(echo: ScoringServer) -> None:
    status, headers, body = ask(echo, json.dumps({"inputs": [1] * 1000}))
    assert status == 413 and "1000 bytes" in json.loads(body)["message"] and headers["connection"] == "close"


def test_a_worker_writes_its_figures_for_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "EVERY", 0.01)
    app = application_of(Catalog(Served(Model(lambda data: data))), Limits(), ServingFigures(tmp_path))
    messages: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    sent: list[str] = []

    async def send(message: dict[str, str]) -> None:
        sent.append(message["type"])

    async def lives() -> None:
        messages.put_nowait({"type": "lifespan.startup"})
        life = asyncio.ensure_future(app({"type": "lifespan"}, messages.get, send))
        while not list(tmp_path.glob("penstock-*")):  # pytest ends what takes too long
            await asyncio.sleep(0.01)
        messages.put_nowait({"type": "lifespan.shutdown"})
        await life

    asyncio.run(lives())
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.parametrize(
    ("more", "taken"),
    [([], 4), ([(b"content-length", b"1600")], 4), ([(b"expect", b"100-continue"), (b"content-length", b"1600")], 0)],
)
def test_a_caller_may_send_all_of_a_body_over_the_limit_before_it_listens(
    echo: ScoringServer, more: list[tuple[bytes, bytes]], taken: int
) -> None:
    pieces = [{"type": "http.request", "body": b"x" * 400, "more_body": place < 3} for place in range(4)]
    headers = [(b"content-type", b"application/json"), *more]
    received: list[int] = []

    async def receive() -> dict[str, Any]:
        return pieces.pop(0)

    async def send(message: dict[str, Any]) -> None:
        received.append(4 - len(pieces))

    asyncio.run(echo({"type": "http", "method": "POST", "path": "/invocations", "headers": headers}, receive, send))
    assert received[0] == taken


def test_a_model_that_takes_too_long_is_given_up() -> None:
    gone_on = threading.Event()
    app = create_app(Model(lambda data: gone_on.wait(5)), timeout=0.05)
    status, _, body = ask(app, '{"inputs": [1]}')
    gone_on.set()
    assert status == 504 and json.loads(body)["error_code"] == "DEADLINE_EXCEEDED"


def test_a_slow_prediction_holds_up_nobody() -> None:
    def answer(data: Any) -> Any:
        time.sleep(0.3)
        return data

    app = create_app(Model(answer), threads=4)

    async def all_at_once() -> float:
        began = time.monotonic()

        async def one() -> None:
            await asyncio.to_thread(ask, app, '{"inputs": [1]}')

        await asyncio.gather(*(one() for _ in range(4)))
        return time.monotonic() - began

    assert asyncio.run(all_at_once()) < 0.9


def test_too_many_waiting_are_told_to_come_back() -> None:
    go_on = threading.Event()

    async def crowd() -> list[Any]:
        threads = Threads(1, waiting=1)
        calls = [asyncio.ensure_future(threads.run(go_on.wait, 5)) for _ in range(5)]
        await asyncio.sleep(0.1)
        go_on.set()
        return await asyncio.gather(*calls, return_exceptions=True)

    results = asyncio.run(crowd())
    assert True in results and any(isinstance(each, TemporarilyUnavailable) for each in results)


def test_a_thread_outlives_what_it_calls() -> None:
    def fail() -> None:
        raise SystemExit(3)

    async def twice() -> str:
        threads = Threads(1, waiting=1)
        with pytest.raises(RuntimeError, match="SystemExit"):
            await threads.run(fail, 5)
        return str(await threads.run(lambda: "alive", 5))

    assert asyncio.run(twice()) == "alive"


def test_a_model_that_exits_is_an_error_of_the_model() -> None:
    status, _, body = ask(create_app(Model(lambda data: sys.exit(1))), '{"inputs": [1]}')
    assert status == 400 and "SystemExit" in json.loads(body)["message"]


def test_what_python_calls_json_is_taken(echo: ScoringServer) -> None:
    status, _, body = ask(echo, '{"inputs": [NaN, Infinity, 1.5]}')
    assert status == 200 and body == b'{"predictions": [NaN, Infinity, 1.5]}'


@pytest.mark.parametrize("deep", ["[" * 600, '{"inputs": ' + "[" * 450 + "]" * 450 + "}"])
def test_deep_nesting_is_no_crash(deep: str, echo: ScoringServer) -> None:
    status, _, body = ask(echo, deep)
    assert status == 400 and json.loads(body)["error_code"] == "BAD_REQUEST"


def test_an_output_without_json_form_is_an_error_that_says_so() -> None:
    status, _, body = ask(create_app(Model(lambda data: {"x": object()})), '{"inputs": [1]}')
    assert status == 500 and "JSON" in json.loads(body)["message"]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("application/json", Format.JSON),
        ("Application/JSON; charset=UTF-8", Format.JSON),
        ('text/csv; charset="utf-8"', Format.CSV),
        ("application/json;format=pandas-records", Format.OLD_RECORDS),
        (None, None),
        ("application/json; charset=latin-1", None),
        ("application/json; a=b", None),
        ("text/csv; format=pandas-split", None),
    ],
)
def test_content_types(header: str | None, kind: Format | None) -> None:
    if kind is None:
        with pytest.raises(UnsupportedContentType):
            read_content_type(header)
    else:
        assert read_content_type(header) is kind


COLUMNS = Schema(
    [
        ColSpec("double", "d"), ColSpec("long", "l", required=False), ColSpec("boolean", "b", required=False),
        ColSpec(Array(DataType.long), "a", required=False), ColSpec("datetime", "t", required=False),
    ]
)  # fmt: skip


def test_optional_columns_may_have_gaps() -> None:
    rows = [{"d": None, "l": None, "b": True, "a": [1, 2]}, {"d": 1, "l": 7, "t": "2024-05-06T07:08:09+02:00"}]
    frame = RequestReader(COLUMNS).read(json.dumps({"dataframe_records": rows}).encode(), Format.JSON).data
    assert frame.dtypes.astype(str).to_dict() == {
        "d": "float64", "l": "Int64", "b": "boolean", "a": "object", "t": "datetime64[ns]",
    }  # fmt: skip
    assert frame.l.tolist() == [pd.NA, 7] and frame.b.tolist() == [True, pd.NA] and frame.a[0] == [1, 2]
    assert frame.t[1] == pd.Timestamp("2024-05-06T05:08:09")


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([{"d": "x"}], "'d'"),
        ([{"d": 1, "b": "perhaps"}], "'b'"),
        ([{"d": 1, "t": "yesterday"}], "'t'"),
        ([{"d": 1, "l": "seven"}], "'l'"),
    ],
)
def test_a_value_that_does_not_fit_names_its_column(rows: list[dict[str, Any]], word: str) -> None:
    with pytest.raises(Exception, match=word):
        RequestReader(COLUMNS).read(json.dumps({"dataframe_records": rows}).encode(), Format.JSON)


def test_named_tensors() -> None:
    schema = Schema([TensorSpec(np.dtype("float32"), (-1, 2), "x"), TensorSpec(np.dtype("int64"), (-1,), "y")])
    reader = RequestReader(schema)
    for body in ({"inputs": {"x": [[1, 2]], "y": [3]}}, {"instances": [{"x": [1, 2], "y": 3}]}):
        data = reader.read(json.dumps(body).encode(), Format.JSON).data
        assert data["x"].dtype == np.float32 and data["x"].shape == (1, 2) and data["y"].tolist() == [3]
    with pytest.raises(Exception, match="'y'"):
        reader.read(b'{"inputs": {"x": [[1, 2]], "y": ["a"]}}', Format.JSON)


@pytest.mark.parametrize(
    ("output", "text"),
    [
        (np.array([1, 2], dtype=np.uint8), "[1,2]"),
        (np.array([[True]]), "[[true]]"),
        (np.array([math.nan]), "[NaN]"),
        (pd.DataFrame({0: [1.5, math.nan]}), '[{"0": 1.5}, {"0": NaN}]'),
        (pd.DataFrame({"s": ["a", None], "t": [pd.Timestamp("2024-01-01"), pd.NaT]}),
         '[{"s": "a", "t": "2024-01-01T00:00:00"}, {"s": null, "t": null}]'),
        (pd.Series([1, None], dtype="Int64"), '[{"0": 1}, {"0": null}]'),
        ({"a": [np.float32(0.5), pd.NA, b"\x00"]}, '{"a": [0.5, null, "AA==\\n"]}'),
        ("grün", '"grün"'),
    ],
)  # fmt: skip
def test_outputs(output: Any, text: str) -> None:
    assert encode_predictions(output, wrapped=False).decode() == text


@pytest.mark.parametrize("key", ["inputs", "instances"])
def test_values_for_the_only_column(key: str) -> None:
    data = (
        RequestReader(Schema([ColSpec("string", "q")])).read(json.dumps({key: ["x", "y"]}).encode(), Format.JSON).data
    )
    assert data.to_dict(orient="list") == {"q": ["x", "y"]}

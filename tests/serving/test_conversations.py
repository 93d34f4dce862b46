"""Models that are asked with a conversation, served: MLflow's address, and those of OpenAI's API."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mlflow.pyfunc
from mlflow.pyfunc import ChatModel, ResponsesAgent
from mlflow.serving.app import ScoringServer, application_of
from mlflow.serving.catalog import Catalog
from mlflow.serving.client import ScoringServerClient
from mlflow.serving.openapi import document
from mlflow.serving.served import Limits, Served
from tests.serving.conftest import ask
from tests.serving_apps import listening

USER = {"role": "user", "content": "x"}


class Echo(ChatModel):
    def predict(self, context: Any, messages: Any, params: Any) -> Any:
        text = f"{messages[-1].content} {params.temperature}"
        return {"choices": [{"message": {"role": "assistant", "content": text}}], "created": 1, "model": "echo"}

    def predict_stream(self, context: Any, messages: Any, params: Any) -> Iterator[Any]:
        for piece in messages[-1].content:
            yield {"choices": [{"delta": {"content": piece}}], "created": 1}


class Whole(ResponsesAgent):
    def predict(self, request: Any) -> Any:
        return {"output": [self.create_text_output_item(request.input[-1].content, "1")]}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> ScoringServer:
    folder = tmp_path_factory.mktemp("models")
    models = {"echo": Echo(), "whole": Whole()}
    for name, model in models.items():
        mlflow.pyfunc.save_model(str(folder / name), python_model=model, pip_requirements=["cloudpickle"])
    served = [Served(mlflow.pyfunc.load_model(str(folder / name)), name=name) for name in models]
    return application_of(Catalog(*served), Limits())


def answer_of(app: ScoringServer, body: Any, path: str = "/invocations") -> tuple[int, Any]:
    status, _, text = ask(app, json.dumps(body), path=path)
    return status, json.loads(text)


ECHOED = {"choices": [{"message": {"role": "assistant", "content": "x 0.5"}, "index": 0, "finish_reason": "stop"}],
          "model": "echo", "object": "chat.completion", "created": 1}  # fmt: skip


@pytest.mark.parametrize("path", ["/invocations", "/v1/chat/completions", "/models/echo/v1/chat/completions"])
def test_a_chat(app: ScoringServer, path: str) -> None:
    asked = {"model": "whatever", "messages": [USER], "temperature": 0.5, "stream_options": None}
    assert answer_of(app, asked, path) == (200, ECHOED)


@pytest.mark.parametrize("path", ["/models/whole/invocations", "/models/whole/v1/responses"])
def test_an_agent_of_the_responses_api(app: ScoringServer, path: str) -> None:
    status, answer = answer_of(app, {"input": [USER]}, path)
    assert status == 200 and answer["object"] == "response" and answer["output"][0]["content"][0]["text"] == "x"


@pytest.mark.parametrize(
    "body",
    [{"inputs": {"messages": [USER], "temperature": 0.5}},
     {"dataframe_records": [{"messages": [USER], "temperature": 0.5}]},
     {"dataframe_split": {"columns": ["messages", "temperature"], "data": [[[USER], 0.5]]}}],
)  # fmt: skip
def test_a_chat_as_a_table(app: ScoringServer, body: Any) -> None:
    assert answer_of(app, body) == (200, {"predictions": ECHOED})


@pytest.mark.parametrize(
    "body",
    [{"messages": "x"}, {"messages": [{"role": "user"}]}, {"prompt": "x"}, {"messages": [USER], "temperature": "hot"},
     {"dataframe_records": [{"messages": [USER]}, {"messages": [USER]}]}],
)  # fmt: skip
def test_what_cannot_be_asked(app: ScoringServer, body: Any) -> None:
    status, answer = answer_of(app, body)
    assert (status, answer["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_paths_that_are_none(app: ScoringServer) -> None:
    assert answer_of(app, {"messages": [USER]}, "/v1/chat/other")[0] == 404
    assert answer_of(app, {"messages": [USER]}, "/models/none/v1/responses")[0] == 404
    assert answer_of(app, {"messages": [USER]}, "/other/v1/responses")[0] == 404
    assert ask(app, path="/v1/responses", method="GET")[0] == 405


def test_pieces(app: ScoringServer) -> None:
    with listening(app) as address:
        peer = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        body = json.dumps({"messages": [{"role": "user", "content": "ab"}], "stream": True})
        peer.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
        answer = peer.getresponse()
        assert answer.headers["content-type"].startswith("text/event-stream")
        *events, done = answer.read().decode().strip().split("\n\n")
        peer.close()
    chunks = [json.loads(each.removeprefix("data: ")) for each in events]
    assert done == "data: [DONE]" and [each["choices"][0]["delta"]["content"] for each in chunks] == ["a", "b"]
    assert {each["object"] for each in chunks} == {"chat.completion.chunk"}


def test_a_stream_that_the_model_has_not(app: ScoringServer) -> None:
    status, answer = answer_of(app, {"input": [USER], "stream": True}, "/models/whole/invocations")
    assert status == 400 and "does not stream" in answer["message"]


def test_our_client_asks_and_gets_the_answer(app: ScoringServer) -> None:
    with listening(app) as address:
        host, port = address.removeprefix("http://").split(":")
        answer = ScoringServerClient(host, int(port)).invoke({"messages": [USER], "temperature": 0.5})
    assert answer == ECHOED == answer.get_predictions()


def test_what_the_server_says_of_it(app: ScoringServer) -> None:
    said = document(app.catalog)
    asked, answered = (said["components"]["schemas"][f"echo{part}"] for part in ("Request", "Answer"))
    assert asked["required"] == ["messages"] and "dataframe_split" not in asked["properties"]
    assert {"choices", "usage"} <= answered["properties"].keys()
    body = said["paths"]["/invocations"]["post"]["requestBody"]["content"]["application/json"]
    assert body["example"]["messages"] == [{"role": "user", "content": "Hello!"}]
    assert said["components"]["schemas"]["wholeRequest"]["required"] == ["input"]
    assert "output" in said["components"]["schemas"]["wholeAnswer"]["properties"]


def test_predicting_for_a_file(tmp_path: Path) -> None:
    mlflow.pyfunc.save_model(str(tmp_path / "m"), python_model=Echo(), pip_requirements=["cloudpickle"])
    for name, asked in (("a", {"messages": [USER], "temperature": 0.5}), ("b", json.dumps({"messages": [USER]}))):
        mlflow.models.predict(str(tmp_path / "m"), asked, output_path=str(tmp_path / name), env_manager="local")
    assert json.loads((tmp_path / "a").read_text()) == ECHOED
    assert json.loads((tmp_path / "b").read_text())["choices"][0]["message"]["content"] == "x 1.0"

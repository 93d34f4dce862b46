"""Models that are asked with a conversation: chat models, chat agents, agents of the Responses API."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import mlflow.pyfunc
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models import Model, infer_signature, validate_serving_input
from mlflow.pyfunc import ChatAgent, ChatModel, ResponsesAgent, load_model, save_model
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentRequest, ChatAgentResponse, ChatContext
from mlflow.types.llm import (
    ChatChoice,
    ChatChoiceDelta,
    ChatChunkChoice,
    ChatCompletionChunk,
    ChatCompletionRequest,
    ChatCompletionResponse,
    ChatMessage,
    ChatParams,
)
from mlflow.types.responses import ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

USER = {"role": "user", "content": "x"}


def _chat_answer(text: str) -> ChatCompletionResponse:
    return ChatCompletionResponse([ChatChoice(ChatMessage("assistant", text))], created=1, model="m")


class Chat(ChatModel):
    def load_context(self, context: Any) -> None:
        self.word = Path(context.artifacts["word"]).read_text() if context.artifacts else "no"

    def predict(self, context: Any, messages: list[ChatMessage], params: ChatParams) -> ChatCompletionResponse:
        assert all(isinstance(each, ChatMessage) for each in messages) and isinstance(params, ChatParams)
        said = messages[-1].content if messages else None
        return _chat_answer(f"{self.word} {context.model_config} {said} {params.temperature} {params.custom_inputs}")

    def predict_stream(self, context: Any, messages: list[ChatMessage], params: ChatParams) -> Iterator[Any]:
        for piece in "ab":
            yield ChatCompletionChunk([ChatChunkChoice(ChatChoiceDelta(content=piece))], created=1)


class Agent(ChatAgent):
    def predict(self, messages: Any, context: Any = None, custom_inputs: Any = None) -> ChatAgentResponse:
        assert all(isinstance(each, ChatAgentMessage) for each in messages)
        assert context is None or isinstance(context, ChatContext)
        said = f"{messages[-1].content} {context and context.user_id} {custom_inputs}"
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", content=said, id="1")])

    def predict_stream(self, messages: Any, context: Any = None, custom_inputs: Any = None) -> Iterator[Any]:
        for piece in "ab":
            yield ChatAgentChunk(delta=ChatAgentMessage(role="assistant", content=piece, id="1"))


class Responses(ResponsesAgent):
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:
        assert isinstance(request, ResponsesAgentRequest)
        said = f"{request.input[-1].content} {request.temperature} {len(request.tools or [])}"
        item = self.create_text_output_item(said, "1")
        return ResponsesAgentResponse(output=[item], custom_outputs=request.custom_inputs)

    def predict_stream(self, request: ResponsesAgentRequest) -> Iterator[Any]:
        yield ResponsesAgentStreamEvent(**self.create_text_delta("d", "1"))
        yield {"type": "response.output_item.done", "item": self.create_text_output_item("d", "1")}


def loaded(model: Any, **options: Any) -> Any:
    save_model("m", python_model=model, **options)
    return load_model("m")


def said(answer: dict[str, Any]) -> Any:
    """The text of an answer of any form."""
    if "choices" in answer:
        return answer["choices"][0]["message"]["content"]
    return answer["messages"][0]["content"] if "messages" in answer else answer["output"][0]["content"][0]["text"]


def text_of(piece: dict[str, Any]) -> Any:
    delta = piece["choices"][0]["delta"] if "choices" in piece else piece["delta"]
    return delta["content"]


@pytest.mark.parametrize(
    ("model", "loader", "task", "example"),
    [(Chat(), "chat_model", "agent/v1/chat",
      {"messages": [{"role": "user", "content": "Hello!"}], "temperature": 1.0, "max_tokens": 10, "stop": ["\n"],
       "n": 1, "stream": False}),
     (Agent(), "chat_agent", "agent/v2/chat", {"messages": [{"role": "user", "content": "Hello!"}]}),
     (Responses(), "responses_agent", "agent/v1/responses", {"input": [{"role": "user", "content": "Hello!"}]})],
)  # fmt: skip
def test_what_a_folder_says(model: Any, loader: str, task: str, example: dict[str, Any]) -> None:
    save_model("m", python_model=model)
    record = Model.load("m")
    block = record.flavors["python_function"]
    assert block["loader_module"] == f"mlflow.pyfunc.loaders.{loader}" and block["streamable"] is True
    assert record.metadata == {"task": task} and record.signature is not None
    assert record.load_input_example("m") == example == json.loads(record.get_serving_input("m") or "")
    needed = Path("m/requirements.txt").read_text()
    assert "cloudpickle==" in needed and (loader == "chat_model" or "pydantic==" in needed)
    assert validate_serving_input("m", record.get_serving_input("m") or "") == load_model("m").predict(example)


CONVERSATIONS = {
    "dictionary": {"messages": [USER]},
    "with more": {"messages": [{**USER, "more": 1}], "more": 1, "stream": True},
    "conversation": [USER],
    "objects of chat": [ChatMessage(**USER)],
    "objects in a dictionary": {"messages": [ChatMessage(**USER)]},
    "question of chat": ChatCompletionRequest(messages=[ChatMessage(**USER)]),
    "question of an agent": ChatAgentRequest(messages=[ChatAgentMessage(**USER)]),
    "table": pd.DataFrame([{"messages": [USER], "custom_inputs": np.nan}]),
    "table with an array": pd.DataFrame([{"messages": np.array([USER], dtype=object)}]),
    "list of one question": [{"messages": [USER]}],
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_ways_to_ask(name: str) -> None:
    given: Any = CONVERSATIONS[name]
    chat = loaded(Chat())
    assert said(chat.predict(given)) == "no {} x 1.0 None"
    assert [text_of(each) for each in chat.predict_stream(given)] == ["a", "b"]
    if "objects" in name or name == "question of chat":
        return
    save_model("agent", python_model=Agent())
    agent = load_model("agent")
    assert said(agent.predict(given)) == "x None None"
    assert [text_of(each) for each in agent.predict_stream(given)] == ["a", "b"]


def test_an_agent_of_the_responses_api() -> None:
    agent = loaded(Responses())
    asked = {"input": [USER], "temperature": 1, "custom_inputs": {"a": 1},
             "tools": [{"type": "function", "name": "f", "parameters": {}}]}  # fmt: skip
    answer = agent.predict(asked)
    assert said(answer) == "x 1.0 1" and answer["custom_outputs"] == {"a": 1} and "usage" not in answer
    assert said(agent.predict(ResponsesAgentRequest(input=[USER]))) == said(agent.predict([USER])) == "x None 0"
    assert said(agent.predict({"input": "a text"})) == "a text None 0"
    with pytest.raises(InvalidParameterValue, match=r"asked: temperature: .*; input\.0\.content: Field required;"):
        agent.predict({"input": [{"role": "user"}], "temperature": "hot"})
    assert [each["type"] for each in agent.predict_stream(asked)] == [
        "response.output_text.delta",
        "response.output_item.done",
    ]


def test_parameters_settings_and_files() -> None:
    Path("word.txt").write_text("yes")
    save_model("m", python_model=Chat(), artifacts={"word": "word.txt"}, model_config={"a": 1, "b": 1})
    chat = load_model("m", model_config={"b": 2})
    asked = {"messages": [USER], "temperature": 0.5, "custom_inputs": {"k": "v"}}
    assert said(chat.predict(asked)) == "yes {'a': 1, 'b': 2} x 0.5 {'k': 'v'}"
    assert said(chat.predict(asked, params={"temperature": 0.25})) == "yes {'a': 1, 'b': 2} x 0.25 {'k': 'v'}"
    assert isinstance(chat.unwrap_python_model(), Chat) and isinstance(chat.get_raw_model(), Chat)


@pytest.mark.parametrize(
    ("given", "kept"),
    [([USER], {"messages": [USER]}), ([ChatMessage(**USER)], {"messages": [USER]}),
     (({"messages": [USER], "temperature": 0.1}, {"temperature": 0.3}), {"messages": [USER], "temperature": 0.3}),
     ({"messages": [ChatMessage(**USER)]}, {"messages": [USER]})],
)  # fmt: skip
def test_examples_of_ones_own(given: Any, kept: dict[str, Any]) -> None:
    save_model("m", python_model=Chat(), input_example=given, metadata={"k": 1})
    record = Model.load("m")
    assert record.load_input_example("m") == kept == json.loads(record.get_serving_input("m") or "")
    assert record.metadata == {"k": 1, "task": "agent/v1/chat"}


@pytest.mark.parametrize("given", ["x", {"a": 1}, 3, {"messages": "x"}, pd.DataFrame([{"messages": [USER]}] * 2)])
def test_what_cannot_be_asked(given: Any) -> None:
    with pytest.raises(InvalidParameterValue):
        save_model("none", python_model=Chat(), input_example=given)
    assert not Path("none").exists()
    save_model("agent", python_model=Agent())
    for model in (loaded(Chat()), load_model("agent")):
        with pytest.raises(InvalidParameterValue):
            model.predict(given)
        with pytest.raises(InvalidParameterValue):
            model.predict_stream(given)


def test_a_message_that_is_none_is_named() -> None:
    with pytest.raises(InvalidParameterValue, match=r"messages\[0\] is no ChatMessage: .*role"):
        loaded(Chat()).predict({"messages": [{"content": "x"}]})
    save_model("agent", python_model=Agent())
    with pytest.raises(InvalidParameterValue, match=r"messages\.0"):
        load_model("agent").predict({"messages": [{"role": "user"}]})


@pytest.mark.parametrize("model", [Chat(), Agent(), Responses()])
def test_signatures_are_not_ones_own(model: Any) -> None:
    with pytest.raises(InvalidParameterValue, match="that of all such models"):
        save_model("m", python_model=model, signature=infer_signature(["x"], ["y"]))


@pytest.mark.parametrize("base", [ChatModel, ChatAgent, ResponsesAgent])
@pytest.mark.parametrize("answer", ["x", {"other": 1}])
def test_an_answer_of_another_form_is_found_when_the_model_is_saved(base: Any, answer: Any) -> None:
    bad = type("Bad", (base,), {"predict": lambda self, *asked: answer})()
    with pytest.raises(MlflowException, match=r"Bad\.predict\(\) gave what is no answer of its form"):
        save_model("m", python_model=bad)
    assert not Path("m").exists()


def test_answers_may_be_dictionaries_and_streams_be_left_out() -> None:
    answers = {
        ChatModel: {"choices": [{"message": {"role": "assistant", "content": "x"}}], "created": 1},
        ChatAgent: {"messages": [{"role": "assistant", "content": "x", "id": "1"}]},
        ResponsesAgent: {"output": [ResponsesAgent.create_text_output_item("x", "1")]},
    }
    for place, (base, answer) in enumerate(answers.items()):
        plain: Any = type("Plain", (base,), {"predict": lambda self, *asked, answer=answer: answer})
        save_model(f"m{place}", python_model=plain)
        model = load_model(f"m{place}")
        assert said(model.predict([USER])) == "x" and not model.metadata.flavors["python_function"]["streamable"]
        with pytest.raises(MlflowException, match="does not stream"):
            model.predict_stream([USER])
        with pytest.raises(TypeError, match="abstract"):
            base()


def test_context_may_be_left_out() -> None:
    class NoContext(ChatModel):
        def predict(self, messages: Any, params: Any) -> Any:  # type: ignore[override]
            return _chat_answer(f"{messages[0].content} {params.n}")

    assert said(loaded(NoContext()).predict([USER])) == "x 1"


def test_agents_take_dictionaries_before_they_are_saved() -> None:
    assert Agent().predict({"messages": [USER], "custom_inputs": {"a": 1}}).messages[0].content == "x None {'a': 1}"
    assert Agent().predict([ChatAgentMessage(**USER)], custom_inputs={"a": 1}).messages[0].content.endswith("'a': 1}")
    assert [each.delta.content for each in Agent().predict_stream({"messages": [USER]})] == ["a", "b"]
    assert Responses().predict({"input": [USER]}).output_text == "x None 0"
    assert Responses().predict(ResponsesAgentRequest(input=[USER])).output_text == "x None 0"
    assert next(iter(Responses().predict_stream({"input": [USER]}))).type == "response.output_text.delta"
    with pytest.raises(InvalidParameterValue, match=r"given to Agent\.predict\(\) must be a ChatAgentRequest"):
        Agent().predict({"messages": "x"})


def test_a_model_as_code() -> None:
    Path("chat.py").write_text(
        "import mlflow\nfrom mlflow.models import ModelConfig\nfrom mlflow.types.llm import *\n"
        "word = ModelConfig(development_config={'word': 'dev'}).get('word')\n"
        "class Coded(mlflow.pyfunc.ChatModel):\n"
        "    def predict(self, context, messages, params):\n"
        "        return {'choices': [{'message': {'role': 'assistant', 'content': word}}], 'created': 1}\n"
        "mlflow.models.set_model(Coded())\n"
    )
    model = loaded("chat.py", model_config={"word": "own"})
    assert said(model.predict([USER])) == "own" and model.metadata.metadata == {"task": "agent/v1/chat"}
    assert model.loader_module == "mlflow.pyfunc.loaders.code_model"


def test_a_logged_model() -> None:
    info = mlflow.pyfunc.log_model(name="chat", python_model=Chat(), metadata={"k": 1})
    assert info.metadata == {"k": 1, "task": "agent/v1/chat"}
    assert said(load_model(info.model_uri).predict([USER])) == "no {} x 1.0 None"


def test_pydantic_is_loaded_for_agents_only() -> None:
    code = "import sys, mlflow.pyfunc; mlflow.pyfunc.ChatModel; assert 'pydantic' not in sys.modules; " \
           "mlflow.pyfunc.ChatAgent; assert 'pydantic' in sys.modules"  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True)

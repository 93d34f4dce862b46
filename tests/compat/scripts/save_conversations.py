"""Saves models that are asked with a conversation; reports what their MLmodel files say, and their examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

import mlflow.pyfunc
from mlflow.pyfunc import ChatAgent, ChatModel, ResponsesAgent
from mlflow.types.agent import ChatAgentChunk, ChatAgentMessage, ChatAgentResponse
from mlflow.types.llm import (
    ChatChoice,
    ChatChoiceDelta,
    ChatChunkChoice,
    ChatCompletionChunk,
    ChatCompletionResponse,
    ChatMessage,
)
from mlflow.types.responses import ResponsesAgentResponse, ResponsesAgentStreamEvent


class Chat(ChatModel):
    def load_context(self, context: Any) -> None:
        self.word = Path(context.artifacts["word"]).read_text()

    def predict(self, context: Any, messages: Any, params: Any) -> Any:
        text = f"{self.word} {messages[-1].content} {params.temperature} {params.custom_inputs} {context.model_config}"
        return ChatCompletionResponse([ChatChoice(ChatMessage("assistant", text))], created=1, model="m")

    def predict_stream(self, context: Any, messages: Any, params: Any) -> Any:
        for piece in "ab":
            yield ChatCompletionChunk([ChatChunkChoice(ChatChoiceDelta(content=piece))], created=1)


class Agent(ChatAgent):
    def predict(self, messages: Any, context: Any = None, custom_inputs: Any = None) -> Any:
        text = f"{type(messages[-1]).__name__} {messages[-1].content} {context} {custom_inputs}"
        return ChatAgentResponse(messages=[ChatAgentMessage(role="assistant", id="1", content=text)])

    def predict_stream(self, messages: Any, context: Any = None, custom_inputs: Any = None) -> Any:
        for piece in "ab":
            yield ChatAgentChunk(delta=ChatAgentMessage(role="assistant", id="1", content=piece))


class Responses(ResponsesAgent):
    def predict(self, request: Any) -> Any:
        text = f"{type(request).__name__} {request.input[-1].content} {request.custom_inputs} {request.context}"
        item = self.create_text_output_item(text, "1")
        return ResponsesAgentResponse(output=[item], custom_outputs=request.custom_inputs)

    def predict_stream(self, request: Any) -> Any:
        yield ResponsesAgentStreamEvent(**self.create_text_delta("d", "1"))
        yield ResponsesAgentStreamEvent(type="response.output_item.done", item=self.create_text_output_item("d", "1"))


Path("word.txt").write_text("yes")
Path("coded.py").write_text(
    "import mlflow\n"
    "from mlflow.types.llm import ChatChoice, ChatCompletionResponse, ChatMessage\n"
    "class Coded(mlflow.pyfunc.ChatModel):\n"
    "    def predict(self, context, messages, params):\n"
    "        answer = ChatMessage('assistant', messages[-1].content)\n"
    "        return ChatCompletionResponse([ChatChoice(answer)], created=1, model='m')\n"
    "    def predict_stream(self, context, messages, params):\n"
    "        yield from ()\n"
    "mlflow.models.set_model(Coded())\n"
)
pins = {"pip_requirements": ["cloudpickle"]}
mlflow.pyfunc.save_model(
    "chat", python_model=Chat(), artifacts={"word": "word.txt"}, model_config={"a": 1},
    input_example=([ChatMessage("user", "x")], {"temperature": 0.5}), **pins,
)  # fmt: skip
mlflow.pyfunc.save_model("agent", python_model=Agent(), **pins)
mlflow.pyfunc.save_model("responses", python_model=Responses(), **pins)
mlflow.pyfunc.save_model("coded", python_model="coded.py", **pins)

CHANGING = ("model_uuid", "utc_time_created", "model_size_bytes")


def record(name: str) -> dict[str, Any]:
    said = yaml.safe_load(Path(name, "MLmodel").read_text())
    said["flavors"]["python_function"].pop("model_code_path", None)
    artifacts = said["flavors"]["python_function"].get("artifacts", {})
    for each in artifacts.values():
        each.pop("uri", None)
    examples = {file: json.loads(Path(name, file).read_text())
                for file in ("input_example.json", "serving_input_example.json")}  # fmt: skip
    return {**{key: value for key, value in said.items() if key not in CHANGING}, **examples}


print(json.dumps({name: record(name) for name in ("chat", "agent", "responses", "coded")}))

"""Agents that are asked as OpenAI's Responses API is."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from typing import Any

from mlflow.pyfunc.agents import Agent, AgentRunner
from mlflow.pyfunc.conversations import Form
from mlflow.types import responses
from mlflow.types.responses import (
    RESPONSES_AGENT_INPUT_EXAMPLE,
    RESPONSES_AGENT_INPUT_SCHEMA,
    RESPONSES_AGENT_OUTPUT_SCHEMA,
    ResponsesAgentRequest,
    ResponsesAgentResponse,
    ResponsesAgentStreamEvent,
)


class ResponsesAgent(Agent):
    """An agent: subclass it and say how it answers a question of OpenAI's Responses API.

    Its signature, its input example and what its metadata say of its task are those of all such agents. A loaded one
    takes and gives dictionaries, as ``/invocations`` does; ``predict`` itself gets the classes of
    ``mlflow.types.responses``, or a question as a dictionary. The static methods make items and events.
    """

    __module__ = "mlflow.pyfunc.model"
    _question = ResponsesAgentRequest

    create_text_delta = staticmethod(responses.create_text_delta)
    create_annotation_added = staticmethod(responses.create_annotation_added)
    create_text_output_item = staticmethod(responses.create_text_output_item)
    create_reasoning_item = staticmethod(responses.create_reasoning_item)
    create_function_call_item = staticmethod(responses.create_function_call_item)
    create_function_call_output_item = staticmethod(responses.create_function_call_output_item)
    output_to_responses_items_stream = staticmethod(responses.output_to_responses_items_stream)
    prep_msgs_for_cc_llm = staticmethod(responses.to_chat_completions_input)
    responses_agent_output_reducer = staticmethod(responses.responses_agent_output_reducer)

    @abstractmethod
    def predict(self, request: ResponsesAgentRequest) -> ResponsesAgentResponse:  # type: ignore[override]
        """The agent's answer.

        Args:
            request: The question.
        """

    def predict_stream(  # type: ignore[override]
        self, request: ResponsesAgentRequest
    ) -> Generator[ResponsesAgentStreamEvent, None, None]:
        """The agent's answer in events.

        Args:
            request: The question.

        Raises:
            MlflowException: The agent does not stream.
        """
        return super().predict_stream(None, request)  # type: ignore[arg-type,return-value]


class ResponsesAgentRunner(AgentRunner):
    """Asks a :class:`ResponsesAgent`."""

    Question, Answer, Piece = ResponsesAgentRequest, ResponsesAgentResponse, ResponsesAgentStreamEvent

    def question(self, given: dict[str, Any]) -> Any:
        if isinstance(text := given[self.form.key], str):  # as OpenAI's clients may send it
            given = {**given, self.form.key: [{"role": "user", "content": text}]}
        return super().question(given)

    def ask(self, question: ResponsesAgentRequest) -> Any:
        agent: Any = self.python_model
        return agent.predict(question)

    def stream(self, question: ResponsesAgentRequest) -> Iterator[Any]:
        agent: Any = self.python_model
        return iter(agent.predict_stream(question))


ResponsesAgentRunner.form = ResponsesAgent._form = Form(
    loader_module="mlflow.pyfunc.loaders.responses_agent",
    task="agent/v1/responses",
    inputs=RESPONSES_AGENT_INPUT_SCHEMA,
    outputs=RESPONSES_AGENT_OUTPUT_SCHEMA,
    example=RESPONSES_AGENT_INPUT_EXAMPLE,
    key="input",
    runner=ResponsesAgentRunner,
    packages=("pydantic",),
)

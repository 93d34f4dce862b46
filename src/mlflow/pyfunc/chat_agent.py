"""Agents that are asked with messages, and may answer with several."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from typing import Any

from mlflow.pyfunc.agents import Agent, AgentRunner
from mlflow.pyfunc.conversations import Form
from mlflow.types.agent import (
    CHAT_AGENT_INPUT_EXAMPLE,
    CHAT_AGENT_INPUT_SCHEMA,
    CHAT_AGENT_OUTPUT_SCHEMA,
    ChatAgentChunk,
    ChatAgentMessage,
    ChatAgentRequest,
    ChatAgentResponse,
    ChatContext,
)


class ChatAgent(Agent):
    """An agent: subclass it and say how it answers a conversation, with several messages and calls of tools.

    Its signature, its input example and what its metadata say of its task are those of all such agents. A loaded one
    takes and gives dictionaries, as ``/invocations`` does; ``predict`` itself gets the classes of
    ``mlflow.types.agent``, or a question as a dictionary.
    """

    __module__ = "mlflow.pyfunc.model"
    _question = ChatAgentRequest
    _takes_parts = True

    @abstractmethod
    def predict(  # type: ignore[override]
        self,
        messages: list[ChatAgentMessage],
        context: ChatContext | None = None,
        custom_inputs: dict[str, Any] | None = None,
    ) -> ChatAgentResponse:
        """The agent's answer.

        Args:
            messages: The conversation so far.
            context: Which conversation it is, and whose.
            custom_inputs: What else the agent wants to know.
        """

    def predict_stream(  # type: ignore[override]
        self,
        messages: list[ChatAgentMessage],
        context: ChatContext | None = None,
        custom_inputs: dict[str, Any] | None = None,
    ) -> Generator[ChatAgentChunk, None, None]:
        """The agent's answer in pieces; arguments as :meth:`predict` takes them.

        Raises:
            MlflowException: The agent does not stream.
        """
        return super().predict_stream(None, messages)  # type: ignore[arg-type,return-value]


class ChatAgentRunner(AgentRunner):
    """Asks a :class:`ChatAgent`."""

    Question, Answer, Piece = ChatAgentRequest, ChatAgentResponse, ChatAgentChunk

    def ask(self, question: ChatAgentRequest) -> Any:
        agent: Any = self.python_model
        return agent.predict(question.messages, question.context, question.custom_inputs)

    def stream(self, question: ChatAgentRequest) -> Iterator[Any]:
        agent: Any = self.python_model
        return iter(agent.predict_stream(question.messages, question.context, question.custom_inputs))


ChatAgentRunner.form = ChatAgent._form = Form(
    loader_module="mlflow.pyfunc.loaders.chat_agent",
    task="agent/v2/chat",
    inputs=CHAT_AGENT_INPUT_SCHEMA,
    outputs=CHAT_AGENT_OUTPUT_SCHEMA,
    example=CHAT_AGENT_INPUT_EXAMPLE,
    key="messages",
    runner=ChatAgentRunner,
    packages=("pydantic",),
)

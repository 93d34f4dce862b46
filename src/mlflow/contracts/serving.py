"""What a server can ask of the scoring servers that its operator named."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import msgspec

from mlflow.contracts.acts import Level, Rule, act

_READ = Rule(Level.READ, "registered_model", "name")


class ServedModel(msgspec.Struct, omit_defaults=True):
    """A model as a scoring server describes it.

    Args:
        name: What it is called in the server's addresses.
        server: The server's address, as the operator named it.
        version: Version of the registered model, or id of the logged model.
        registered_model: Name of the registered model.
        model_id: The logged model that it is.
        streams: Whether it answers in pieces, too.
        inputs: What goes in: columns or tensors, as the signature has them.
        outputs: What comes out.
        params: Inference parameters.
        example: A request that sends the model's input example.
    """

    name: str
    server: str = ""
    version: str | None = None
    registered_model: str | None = None
    model_id: str | None = None
    streams: bool = False
    inputs: list[dict[str, Any]] | None = None
    outputs: list[dict[str, Any]] | None = None
    params: list[dict[str, Any]] | None = None
    example: dict[str, Any] | None = None


class Serving(msgspec.Struct):
    """Where a version is served.

    Args:
        servers: The addresses that the operator named.
        away: Those among them that do not answer.
        model: The version as the first that serves it describes it; null where none does.
    """

    servers: list[str]
    away: list[str]
    model: ServedModel | None = None


class Prediction(msgspec.Struct):
    """What a scoring server answered.

    Args:
        status: Its HTTP status: 200, or why there is no prediction.
        body: The answer's text.
        milliseconds: How long it took.
        server: Which server it was.
    """

    status: int
    body: str
    milliseconds: float
    server: str


class ModelServing(ABC):
    """Versions of models, tried on the scoring servers that the operator named."""

    @act("GET", "mlflow/model-versions/serving", rule=_READ, returns="")
    @abstractmethod
    def get_serving(self, name: str, version: str) -> Serving:
        """Which of the operator's scoring servers serves a version. Penstock's own.

        Raises:
            ResourceDoesNotExist: There is no such version.
        """

    @act("POST", "mlflow/model-versions/invoke", rule=_READ, returns="")
    @abstractmethod
    def invoke_model_version(
        self, name: str, version: str, body: str, content_type: str = "application/json"
    ) -> Prediction:
        """Pass a request on to the scoring server that serves a version. Penstock's own.

        Args:
            name: The registered model.
            version: The version's number.
            body: What is sent to ``/invocations``, at most 8 MiB.
            content_type: ``application/json`` or ``text/csv``.

        Raises:
            ResourceDoesNotExist: There is no such version, or none of the servers serves it.
            InvalidParameterValue: The body is too long, or of another type.
            TemporarilyUnavailable: The server went away, was too slow, or answered too much.
        """

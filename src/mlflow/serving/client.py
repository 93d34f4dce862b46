"""Asking a served model from Python: a scoring server, or a process through its pipes."""

from __future__ import annotations

import json
import select
import subprocess
import time
from abc import ABC, abstractmethod
from typing import Any

import urllib3

from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.models.examples import convert_input_example_to_serving_input
from mlflow.serving.requests import DATA_KEYS
from mlflow.serving.stdin_server import READY, AnsweringProcess

_POLL = 0.05


class PredictionsResponse(dict[str, Any]):
    """The answer of a scoring server."""

    def get_predictions(self) -> Any:
        """The predictions themselves; what is no list of them, such as a chat, as it is."""
        return self.get("predictions", dict(self))


class BaseScoringServerClient(ABC):
    """Asks a model that is served in some way."""

    @abstractmethod
    def wait_server_ready(self, timeout: float = 30, scoring_server_proc: subprocess.Popen[Any] | None = None) -> None:
        """Wait until the model answers.

        Args:
            timeout: Seconds to wait at most.
            scoring_server_proc: Its process; waiting ends when that has.

        Raises:
            TemporarilyUnavailable: It did not answer in time, or its process ended.
        """

    def invoke(self, data: Any, params: dict[str, Any] | None = None) -> PredictionsResponse:
        """Ask for predictions.

        Args:
            data: A table, an array, a list, or the object that is the body of a request.
            params: Inference parameters.

        Raises:
            MlflowException: The request was refused; the message is the answer.
        """
        if isinstance(data, dict) and data.keys() & set(DATA_KEYS):
            body = dict(data)
        else:
            body = json.loads(convert_input_example_to_serving_input(data) or "{}")
        if params is not None:
            body["params"] = params
        return PredictionsResponse(json.loads(self._invocation(json.dumps(body).encode())))

    @abstractmethod
    def _invocation(self, body: bytes) -> bytes:
        """The answer to a request."""


class ScoringServerClient(BaseScoringServerClient):
    """Asks one scoring server.

    Args:
        host: Where it listens.
        port: Its port.
    """

    def __init__(self, host: str, port: int) -> None:
        self.url_prefix = f"http://{host}:{port}"
        self._pool = urllib3.PoolManager(retries=False)

    def ping(self) -> None:
        """Return if the server answers.

        Raises:
            MlflowException: It does not.
        """
        self._ask("GET", "/ping")

    def get_version(self) -> str:
        """The version of MLflow that the server speaks."""
        return self._ask("GET", "/version").decode()

    def wait_server_ready(self, timeout: float = 30, scoring_server_proc: subprocess.Popen[Any] | None = None) -> None:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if scoring_server_proc is not None and (code := scoring_server_proc.poll()) is not None:
                raise TemporarilyUnavailable(f"The scoring server ended with code {code}.")
            try:
                return self.ping()
            except MlflowException:
                time.sleep(_POLL)
        raise TemporarilyUnavailable(f"The scoring server at {self.url_prefix} does not answer after {timeout} s.")

    def _invocation(self, body: bytes) -> bytes:
        return self._ask("POST", "/invocations", body)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"} if body is not None else None
        try:
            answer = self._pool.request(method, self.url_prefix + path, body=body, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise TemporarilyUnavailable(f"{self.url_prefix} cannot be reached: {error}.") from None
        return _accepted(answer.status, answer.data, f"{self.url_prefix}{path}")


class StdinScoringServerClient(BaseScoringServerClient):
    """Asks a model through the pipes of its process.

    Args:
        process: What :meth:`~mlflow.serving.backends.PyFuncBackend.serve_stdin` returned.
    """

    def __init__(self, process: AnsweringProcess) -> None:
        self.process = process

    def wait_server_ready(self, timeout: float = 30, scoring_server_proc: subprocess.Popen[Any] | None = None) -> None:
        ready, _, _ = select.select([self.process.answers], [], [], timeout)
        if not ready:
            raise TemporarilyUnavailable(f"The model is not loaded after {timeout} s.")
        if self.process.answers.readline() != READY:
            raise TemporarilyUnavailable(f"The model's process ended with code {self.process.wait()}.")

    def _invocation(self, body: bytes) -> bytes:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(body + b"\n")
            self.process.stdin.flush()
            status, _, text = self.process.answers.readline().partition(b" ")
        except (BrokenPipeError, ValueError):
            text = b""
        if not text:
            raise TemporarilyUnavailable("The model's process has ended.")
        return _accepted(int(status), text, "The model")


def _accepted(status: int, text: bytes, who: str) -> bytes:
    """An answer, unless it refuses.

    Raises:
        MlflowException: It does; the message is the answer.
    """
    if status < 400:
        return text
    try:
        said = json.loads(text)
    except ValueError:
        raise MlflowException(f"{who}: {status} {text.decode()}") from None
    raise MlflowException(said.get("message", text.decode()), said.get("error_code"))

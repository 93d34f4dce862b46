"""Asking a scoring server from Python."""

from __future__ import annotations

import json
import subprocess
import time
from typing import Any

import urllib3

from mlflow.exceptions import MlflowException, TemporarilyUnavailable
from mlflow.models.examples import convert_input_example_to_serving_input
from mlflow.serving.requests import DATA_KEYS

_POLL = 0.05


class PredictionsResponse(dict[str, Any]):
    """The answer of a scoring server."""

    def get_predictions(self) -> Any:
        """The predictions themselves; what is no list of them, such as a chat, as it is."""
        return self.get("predictions", dict(self))


class ScoringServerClient:
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
        """Wait until the server answers.

        Args:
            timeout: Seconds to wait at most.
            scoring_server_proc: Its process; waiting ends when that has.

        Raises:
            TemporarilyUnavailable: It did not answer in time, or its process ended.
        """
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if scoring_server_proc is not None and (code := scoring_server_proc.poll()) is not None:
                raise TemporarilyUnavailable(f"The scoring server ended with code {code}.")
            try:
                return self.ping()
            except MlflowException:
                time.sleep(_POLL)
        raise TemporarilyUnavailable(f"The scoring server at {self.url_prefix} does not answer after {timeout} s.")

    def invoke(self, data: Any, params: dict[str, Any] | None = None) -> PredictionsResponse:
        """Ask for predictions.

        Args:
            data: A table, an array, a list, or the object that is the body of a request.
            params: Inference parameters.

        Raises:
            MlflowException: The server refused; the message is its answer.
        """
        if isinstance(data, dict) and data.keys() & set(DATA_KEYS):
            body = dict(data)
        else:
            body = json.loads(convert_input_example_to_serving_input(data) or "{}")
        if params is not None:
            body["params"] = params
        return PredictionsResponse(json.loads(self._ask("POST", "/invocations", json.dumps(body).encode())))

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"} if body is not None else None
        try:
            answer = self._pool.request(method, self.url_prefix + path, body=body, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            raise TemporarilyUnavailable(f"{self.url_prefix} cannot be reached: {error}.") from None
        if answer.status >= 400:
            try:
                said = json.loads(answer.data)
                raise MlflowException(said.get("message", answer.data.decode()), said.get("error_code"))
            except ValueError:
                raise MlflowException(f"{self.url_prefix}{path}: {answer.status} {answer.data.decode()}") from None
        return answer.data

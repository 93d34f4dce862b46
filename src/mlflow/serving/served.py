"""A model that answers requests: its reader, its threads, what it says of errors."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from mlflow.exceptions import BadRequest, MlflowException, TemporarilyUnavailable
from mlflow.serving.answers import encode_predictions
from mlflow.serving.batching import Batching, Company
from mlflow.serving.figures import ServingFigures
from mlflow.serving.joining import Joiner, Reply, Waiting
from mlflow.serving.requests import Format, Question, RequestReader
from mlflow.serving.threads import Threads, expire
from mlflow.types.schema import Schema

_log = logging.getLogger(__name__)


class Predictor(Protocol):
    """What is served: mostly a :class:`mlflow.pyfunc.PyFuncModel`."""

    @property
    def metadata(self) -> Any:
        """The model's ``MLmodel``, whose ``signature`` may be None."""

    def predict(self, data: Any, params: Any = None) -> Any:
        """The model's output for some input."""


@dataclass(frozen=True)
class Limits:
    """What a server spends on requests.

    Args:
        timeout: Seconds after which a request is given up with 504.
        max_body: Bytes above which a request is refused with 413.
        threads: Predictions that may run at once.
        waiting: Requests that may wait; one more is refused with 503.
        batching: Whether, and how many, requests of several callers are predicted together.
    """

    timeout: float = 60
    max_body: int = 256 << 20
    threads: int = 8
    waiting: int = 1024
    batching: Batching = field(default_factory=Batching)


class Served:
    """One version of a model, ready to answer.

    Args:
        model: What answers.
        limits: What may be spent on a request.
        name: What it is called in addresses.
        version: Version of the registered model, or another mark of what exactly answers; ``""`` where there is none.
        figures: Where predictions are counted.
        threads: Threads that predict side by side; several models may share them.
        registered: Name of the registered model; ``""`` where it is none.
    """

    def __init__(
        self,
        model: Predictor,
        limits: Limits | None = None,
        name: str = "model",
        version: str = "",
        figures: ServingFigures | None = None,
        threads: Threads | None = None,
        registered: str = "",
    ) -> None:
        self.name = name
        self.registered = registered
        self.version = version
        self.model = model
        self.limits = limits or Limits()
        self.schema: Schema | None = getattr(getattr(model.metadata, "signature", None), "inputs", None)
        self._reader = RequestReader(self.schema)
        self._figures = figures
        self._threads = threads or Threads(self.limits.threads, self.limits.waiting)
        flavors = getattr(model.metadata, "flavors", None) or ()
        self._company = Company(self.limits.batching, self.limits.batching.suits(flavors) and self.schema is not None)
        self._joiner: Joiner | None = None

    @property
    def waiting(self) -> int:
        """How many requests wait for a prediction."""
        return self._threads.length + (self._joiner.length if self._joiner is not None else 0)

    @property
    def joins(self) -> bool:
        """Whether requests of several callers may be predicted together."""
        return self._company.allowed

    @property
    def streams(self) -> bool:
        """Whether it answers in pieces, too."""
        metadata = self.model.metadata
        flavor = (getattr(metadata, "flavors", None) or {}).get("python_function") or {}
        return bool(flavor.get("streamable")) and hasattr(self.model, "predict_stream")

    async def reply(self, body: bytes, kind: Format) -> Reply:
        """Status and JSON text for a request.

        Raises:
            TemporarilyUnavailable: Too many requests wait.
            TimeoutError: The answer takes too long.
        """
        if self._company.size == 1:
            return await self._threads.run(partial(self.reply_now, body, kind), self.limits.timeout)
        if self._joiner is None:
            self._joiner = Joiner(self._company, self.ask, written, self._asked, self.limits.waiting, self._told)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Reply] = loop.create_future()
        self._joiner.put(Waiting(partial(self.read, body, kind), future, loop))
        timer = loop.call_later(self.limits.timeout, expire, future)
        try:
            return await future
        finally:
            timer.cancel()

    async def output(self, question: Question) -> Any:
        """The model's output for a question that was read otherwise, by a prediction of its own.

        Raises:
            TemporarilyUnavailable: Too many requests wait.
            TimeoutError: The answer takes too long.
            Exception: Whatever the model raises.
        """
        self._told(1)
        return await self._threads.run(partial(self.ask, question), self.limits.timeout)

    def reply_now(self, body: bytes, kind: Format) -> Reply:
        """Status and JSON text for a request, by a prediction in this thread."""
        question = self.read(body, kind)
        return self.answer(question) if isinstance(question, Question) else question

    def read(self, body: bytes, kind: Format) -> Question | Reply:
        """What a body asks, or the answer to one that cannot be read."""
        try:
            return self._reader.read(body, kind)
        except MlflowException as error:
            trace = traceback.format_exc() if error.__cause__ is not None else None
            return refusal(error, trace)

    def answer(self, question: Question) -> Reply:
        """Status and JSON text of the model's answer to one question."""
        began = time.perf_counter()
        reply = self._asked(question)
        self._company.took(1, time.perf_counter() - began)
        self._told(1)
        return reply

    def _asked(self, question: Question) -> Reply:
        try:
            return written(question, self.ask(question))
        except (Exception, SystemExit) as error:
            return failure(error)

    def _told(self, requests: int) -> None:
        if self._figures is not None:
            self._figures.predicted(self.name, requests)

    def ask(self, question: Question) -> Any:
        """The model's output for a question."""
        if question.params is None:
            return self.model.predict(question.data)
        return self.model.predict(question.data, params=question.params)

    def example(self) -> str | None:
        """The request that sends the model's input example; None where it has none."""
        folder = getattr(self.model, "folder", None)
        return self.model.metadata.get_serving_input(folder) if folder is not None else None

    def stream(self, question: Question) -> Iterator[Any]:
        """The model's output in pieces.

        Raises:
            MlflowException: It does not stream.
        """
        streaming: Any = getattr(self.model, "predict_stream", None)
        if streaming is None:
            raise MlflowException("This model does not stream its answers.", error_code="NOT_IMPLEMENTED")
        if question.params is None:
            return streaming(question.data)
        return streaming(question.data, params=question.params)

    def close(self) -> None:
        """Answer what waits; the threads of this version go then."""
        self._company.never("another version answers")
        if self._joiner is not None:
            self._joiner.close()


def written(question: Question, output: Any) -> Reply:
    """The answer to a question from the model's output."""
    return 200, encode_predictions(output, question.wrapped)


def failure(error: BaseException) -> Reply:
    """The answer where predicting raised."""
    if isinstance(error, MlflowException):
        return refusal(error)
    _log.debug("The model raised", exc_info=error)
    text = f"The model could not predict: {type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))
    return 400, error_text(BadRequest.code, text, trace)


def refusal(error: MlflowException, trace: str | None = None) -> Reply:
    """The answer that tells an error of ours."""
    return error.get_http_status_code(), error_text(error.error_code, error.message, trace)


def error_text(code: str, message: str, trace: str | None = None) -> bytes:
    """The JSON text of an error."""
    fields = {"error_code": code, "message": message}
    if trace is not None:
        fields["stack_trace"] = trace
    return encode_predictions(fields, wrapped=False)


async def within_limits(served: Served, reply: Any) -> Reply:
    """Await a reply; the answers where it is too late, or too many wait."""
    try:
        return await reply
    except TimeoutError:
        return 504, error_text("DEADLINE_EXCEEDED", f"The model gave no answer within {served.limits.timeout:g} s.")
    except TemporarilyUnavailable as error:
        return refusal(error)

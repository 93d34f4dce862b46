"""The scoring server's routes.

``POST /invocations`` is plain ASGI: at thousands of one-row requests a second a request object costs as much as reading
the row. A prediction runs in a thread, so that a slow one does not keep others, or ``/ping``, from being answered.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from mlflow.exceptions import BadRequest, MlflowException, TemporarilyUnavailable
from mlflow.serving.answers import encode_predictions
from mlflow.serving.requests import Question, RequestReader, UnsupportedContentType, read_content_type
from mlflow.serving.threads import Threads
from mlflow.version import VERSION

_log = logging.getLogger(__name__)

#: Sent with every answer: it is data for programs, never a page for a browser.
_SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
]
_TOO_LARGE = 413
#: Beyond so many waiting requests a server answers 503 at once.
_MOST_WAITING = 1024
_UNSUPPORTED = 415


class Predictor(Protocol):
    """What is served: mostly a :class:`mlflow.pyfunc.PyFuncModel`."""

    @property
    def metadata(self) -> Any:
        """The model's ``MLmodel``, whose ``signature`` may be None."""

    def predict(self, data: Any, params: Any = None) -> Any:
        """The model's output for some input."""


class Invocations:
    """``POST /invocations`` as an ASGI application.

    Args:
        model: What answers.
        timeout: Seconds after which a request is given up with 504.
        max_body: Bytes above which a request is refused with 413.
        threads: How many predictions may run at once.
    """

    def __init__(self, model: Predictor, timeout: float, max_body: int, threads: int) -> None:
        signature = getattr(model.metadata, "signature", None)
        self._reader = RequestReader(signature.inputs if signature is not None else None)
        self._predict = model.predict
        self._timeout = timeout
        self._max_body = max_body
        self._threads = Threads(threads, _MOST_WAITING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, kind, body = await self._answer(scope, receive)
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *_SECURITY_HEADERS]
        if status == _TOO_LARGE:
            headers.append((b"connection", b"close"))
        try:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        except (RuntimeError, OSError):  # uvloop's way to say that the caller has gone
            _log.debug("The caller left before the answer", exc_info=True)

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes, bytes]:
        content_type = length = None
        for name, value in scope["headers"]:
            if name == b"content-type":
                content_type = value.decode("latin-1")
            elif name == b"content-length":
                length = int(value) if value.isdigit() else None
        try:
            kind = read_content_type(content_type)
        except UnsupportedContentType as error:
            return _UNSUPPORTED, b"text/plain; charset=utf-8", str(error).encode()
        body = None if length is not None and length > self._max_body else await self._body(receive)
        if body is None:
            return (
                _TOO_LARGE,
                b"application/json",
                _error("BAD_REQUEST", f"A request has at most {self._max_body} bytes."),
            )

        def work() -> tuple[int, bytes]:
            # Read here too: a large body must not hold up the loop.
            try:
                question = self._reader.read(body, kind)
            except MlflowException as error:
                trace = traceback.format_exc() if error.__cause__ is not None else None
                return error.get_http_status_code(), _error(error.error_code, error.message, trace)
            return self._asked(question)

        try:
            status, answer = await self._threads.run(work, self._timeout)
        except TimeoutError:
            status, answer = 504, _error("DEADLINE_EXCEEDED", f"The model gave no answer within {self._timeout:g} s.")
        except TemporarilyUnavailable as error:
            status, answer = 503, _error(error.error_code, error.message)
        return status, b"application/json", answer

    def _asked(self, question: Question) -> tuple[int, bytes]:
        """Status and JSON text of the model's answer."""
        try:
            output = (
                self._predict(question.data)
                if question.params is None
                else self._predict(question.data, params=question.params)
            )
            return 200, encode_predictions(output, question.wrapped)
        except MlflowException as error:
            status = error.get_http_status_code()
            return status, _error(error.error_code, error.message)
        except (Exception, SystemExit) as error:
            _log.debug("The model raised", exc_info=True)
            text = f"The model could not predict: {type(error).__name__}: {error}"
            return 400, _error(BadRequest.code, text, traceback.format_exc())

    async def _body(self, receive: Receive) -> bytes | None:
        """The whole body, or None when it is larger than allowed."""
        message: Message = await receive()
        first: bytes = message.get("body", b"")
        if not message.get("more_body"):
            return first if len(first) <= self._max_body else None
        pieces, size = [first], len(first)
        while message.get("more_body"):
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            if size > self._max_body:
                return None
        return b"".join(pieces)


def _error(code: str, message: str, trace: str | None = None) -> bytes:
    fields = {"error_code": code, "message": message}
    if trace is not None:
        fields["stack_trace"] = trace
    return encode_predictions(fields, wrapped=False)


class ScoringServer:
    """The routes of one model's server.

    ``/invocations`` is looked for first and goes past Starlette's layers.

    Args:
        invocations: What answers ``POST /invocations``.
    """

    def __init__(self, invocations: Invocations) -> None:
        self._invocations = invocations
        self._others = Starlette(
            routes=[
                Route("/ping", _alive),
                Route("/health", _alive),
                Route("/version", _version),
                Route("/invocations", invocations, methods=["POST"]),
            ],
            exception_handlers={HTTPException: _refused},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/invocations" and scope["method"] == "POST":
            await self._invocations(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SECURITY_HEADERS]
            await send(message)

        await self._others(scope, receive, with_headers)


async def _alive(request: Request) -> Response:
    return Response(b"\n", media_type="application/json")


async def _version(request: Request) -> Response:
    return Response(VERSION, media_type="text/plain")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"detail": error.detail}, status_code=error.status_code, headers=error.headers)


def create_app(model: Predictor, timeout: float = 60, max_body: int = 256 << 20, threads: int = 8) -> ScoringServer:
    """The scoring server of one model, as an ASGI application.

    Args:
        model: What answers.
        timeout: Seconds after which a request is given up with 504.
        max_body: Bytes above which a request is refused with 413.
        threads: How many predictions may run at once.
    """
    return ScoringServer(Invocations(model, timeout, max_body, threads))

"""The scoring server's routes.

``POST /invocations`` is plain ASGI: at thousands of one-row requests a second a request object costs as much as reading
the row. A prediction runs in a thread, so that a slow one does not keep others, or ``/ping``, from being answered.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive, Scope, Send

from mlflow.exceptions import ResourceDoesNotExist
from mlflow.serving.bodies import pass_over, read_body
from mlflow.serving.catalog import Catalog
from mlflow.serving.description import listed
from mlflow.serving.figures import ServingFigures
from mlflow.serving.inference_protocol import InferenceProtocol
from mlflow.serving.jobs import Jobs, wants_job
from mlflow.serving.openapi import Described
from mlflow.serving.pages import TryPage
from mlflow.serving.requests import Format, UnsupportedContentType, read_content_type
from mlflow.serving.served import Limits, Predictor, Served, error_text, within_limits
from mlflow.serving.streams import StreamForm, send_stream, stream_form
from mlflow.version import VERSION

_log = logging.getLogger(__name__)

#: Sent with every answer that brings none of its own: it is data for programs, no page for a browser.
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
]
_TOO_LARGE = 413
_UNSUPPORTED = 415
_UNAVAILABLE = 503
_RETRY = (b"retry-after", b"1")
#: Where requests are posted to the first model, or to another below ``/models/{name}``: to MLflow's address, and to
#: those that clients of OpenAI's API ask below their base URL.
_ASKED = ("/invocations", "/v1/chat/completions", "/v1/responses", "/v1/completions", "/v1/embeddings")
#: Names the version of the model that answered.
_VERSION = b"x-model-version"


class _Head(NamedTuple):
    """What the headers of a request say."""

    content_type: str | None
    length: int | None
    job: bool
    accept: str
    #: Whether the caller sends the body only when it is told to.
    asks: bool


def _head(scope: Scope) -> _Head:
    content_type, length, job, accept, asks = None, None, False, "", False
    for name, value in scope["headers"]:
        if name == b"content-type":
            content_type = value.decode("latin-1")
        elif name == b"content-length":
            length = int(value) if value.isdigit() else None
        elif name == b"prefer":
            job = wants_job(value.decode("latin-1"))
        elif name == b"accept":
            accept = value.decode("latin-1")
        elif name == b"expect":
            asks = value.lower() == b"100-continue"
    return _Head(content_type, length, job, accept, asks)


class Invocations:
    """``POST /invocations`` of every model as an ASGI application.

    Args:
        catalog: The models.
        max_body: Bytes above which a request is refused with 413.
        jobs: Where requests go that are answered later.
        figures: Where requests are counted.
    """

    def __init__(self, catalog: Catalog, max_body: int, jobs: Jobs, figures: ServingFigures | None = None) -> None:
        self._catalog = catalog
        self._max_body = max_body
        self._jobs = jobs
        self._figures = figures

    async def answer(self, name: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to a model.

        Args:
            name: The model; None for the first.
            scope: The request, as ASGI has it; so are the others.
            receive: Gives its body.
            send: Takes the answer.
        """
        figures, began = self._figures, time.perf_counter()
        if figures is not None:
            figures.in_progress += 1
        status, sent = 500, 0
        try:
            status, sent = await self._answer(name, scope, receive, send)
        except (RuntimeError, OSError):  # uvloop's way to say that the caller has gone
            _log.debug("The caller left before the answer", exc_info=True)
        finally:
            if figures is not None:
                figures.in_progress -= 1
                figures.count("POST", "invocations", status, time.perf_counter() - began, 0, sent)

    async def _answer(self, name: str | None, scope: Scope, receive: Receive, send: Send) -> tuple[int, int]:
        head = _head(scope)
        try:
            kind = read_content_type(head.content_type)
        except UnsupportedContentType as error:
            return await _send(send, _UNSUPPORTED, str(error).encode(), kind=b"text/plain; charset=utf-8")
        too_large = head.length is not None and head.length > self._max_body
        if too_large and not head.asks:
            await pass_over(receive, 2 * self._max_body)
        body = None if too_large else await read_body(receive, self._max_body)
        if body is None:
            text = error_text("BAD_REQUEST", f"A request has at most {self._max_body} bytes.")
            return await _send(send, _TOO_LARGE, text, [(b"connection", b"close")])
        try:
            served = self._catalog.current(name)
        except ResourceDoesNotExist as error:
            return await _send(send, 404, error_text(error.error_code, error.message))
        version = [(_VERSION, served.version.encode())] if served.version else []
        if head.job:
            return await self._later(served, body, kind, send)
        if (form := stream_form(body, head.accept)) is not None:
            return await self._streamed(served, body, kind, form, receive, send, version)
        status, text = await within_limits(served, served.reply(body, kind))
        return await _send(send, status, text, [*version, _RETRY] if status == _UNAVAILABLE else version)

    async def _later(self, served: Served, body: bytes, kind: Format, send: Send) -> tuple[int, int]:
        status, text, location = self._jobs.begin(served, body, kind)
        more = [(b"location", location.encode()), (b"preference-applied", b"respond-async")] if location else [_RETRY]
        return await _send(send, status, text, more)

    async def _streamed(
        self, served: Served, body: bytes, kind: Format, form: StreamForm, receive: Receive, send: Send,
        more: list[tuple[bytes, bytes]],
    ) -> tuple[int, int]:  # fmt: skip
        refused = await send_stream(served, body, kind, form, receive, send, [*more, *SECURITY_HEADERS])
        return (200, 0) if refused is None else await _send(send, *refused, more)


async def _send(
    send: Send, status: int, body: bytes, more: Sequence[tuple[bytes, bytes]] = (), kind: bytes = b"application/json"
) -> tuple[int, int]:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *SECURITY_HEADERS, *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
    return status, len(body)


class ScoringServer:
    """The routes of a scoring server.

    ``/invocations`` is looked for first and goes past Starlette's layers.

    Args:
        catalog: The models.
        invocations: What answers requests to them.
        figures: What ``/metrics`` tells.
        routes: Further routes: protocols, pages.
    """

    def __init__(
        self,
        catalog: Catalog,
        invocations: Invocations,
        figures: ServingFigures | None = None,
        routes: Sequence[BaseRoute] = (),
    ) -> None:
        self.catalog = catalog
        self._invocations = invocations
        self._figures = figures
        self._others = Starlette(
            routes=[
                Route("/ping", _alive),
                Route("/health", _alive),
                Route("/version", _version),
                Route("/models", self._models),
                Route("/metrics", self._metrics),
                *(Route(each, _Posted(), methods=["POST"]) for each in _ASKED),
                *routes,
            ],
            exception_handlers={HTTPException: _refused},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lives(receive, send)
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if scope["method"] == "POST":
            if path == "/invocations":
                await self._invocations.answer(None, scope, receive, send)
                return
            for suffix in _ASKED:
                if path.endswith(suffix) and (path == suffix or path.startswith("/models/")):
                    name = path.removesuffix(suffix).removeprefix("/models/")
                    await self._invocations.answer(name or None, scope, receive, send)
                    return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                more = [(name, value) for name, value in SECURITY_HEADERS if name not in there]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self._others(scope, receive, with_headers)

    async def _lives(self, receive: Receive, send: Send) -> None:
        """Keep the figures written for other workers to tell, from the beginning to the end of this one."""
        writing = asyncio.ensure_future(self._figures.keep_written()) if self._figures is not None else None
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        if writing is not None and self._figures is not None:
            writing.cancel()
            self._figures.write()
        await send({"type": "lifespan.shutdown.complete"})

    async def _models(self, request: Request) -> Response:
        return JSONResponse({"models": [listed(served) for served in self.catalog]})

    async def _metrics(self, request: Request) -> Response:
        if self._figures is None:
            raise HTTPException(404)
        for served in self.catalog:
            self._figures.put(f'mlflow_requests_waiting{{model="{served.name}"}}', served.waiting)
        return Response(self._figures.text(), media_type="text/plain; version=0.0.4")


class _Posted:
    """Stands for what is posted to where other methods are told which one it takes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise HTTPException(405)


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
    limits = Limits(timeout=timeout, max_body=max_body, threads=threads)
    return application_of(Catalog(Served(model, limits)), limits)


def application_of(
    catalog: Catalog,
    limits: Limits,
    figures: ServingFigures | None = None,
    jobs: Jobs | None = None,
    routes: Sequence[BaseRoute] = (),
) -> ScoringServer:
    """The scoring server of some models, as an ASGI application.

    Args:
        catalog: The models.
        limits: What may be spent on a request.
        figures: What ``/metrics`` tells; without it there is no such route.
        jobs: Where requests go that are answered later.
        routes: Further routes.
    """
    jobs = jobs or Jobs()
    invocations = Invocations(catalog, limits.max_body, jobs, figures)
    parts = (jobs, InferenceProtocol(catalog, limits.max_body), Described(catalog), TryPage(catalog))
    more = [route for part in parts for route in part.routes]
    return ScoringServer(catalog, invocations, figures, [*more, *routes])

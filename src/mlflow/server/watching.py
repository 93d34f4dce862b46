"""Requests seen from outside: counted for Prometheus, and told in the access log."""

from __future__ import annotations

import logging
import sys
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlflow.server.measures import Measures

_log = logging.getLogger("mlflow.server.access")
#: Methods that are told by name; others anybody may make up.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Status in the figures of an answer that was never begun: the client went away.
_GONE = 499


class Watched:
    """An application whose requests are counted and told.

    Args:
        app: The application. It notes in ``scope["mlflow.name"]`` what was asked for.
        measures: Counts, if that is wanted.
        told: Whether each request is told in the access log.
    """

    def __init__(self, app: ASGIApp, measures: Measures | None, told: bool) -> None:
        self._app = app
        self._measures = measures
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, received, sent = _GONE, 0, 0
        began = time.perf_counter()

        async def receiving() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message

        async def sending(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        if self._measures is not None:
            self._measures.in_progress += 1
        try:
            await self._app(scope, receiving, sending)
        finally:
            seconds = time.perf_counter() - began
            if self._measures is not None:
                self._measures.in_progress -= 1
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self._measures.count(method, scope.get("mlflow.name", "none"), status, seconds, received, sent)
            if self._told:
                _log.info("%s", _line(scope, status, seconds, received, sent))


def log_accesses() -> None:
    """Let the access log be written to the standard output, a line a request."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False


def _line(scope: Scope, status: int, seconds: float, received: int, sent: int) -> str:
    """Client, method, path, status, time, bytes received and sent; not the query, which may hold what is private."""
    client = scope.get("client") or ("-",)
    path = ascii(scope["path"])[1:-1]
    return f"{client[0]} {ascii(scope['method'])[1:-1]} {path} {status} {seconds * 1000:.1f}ms {received}B {sent}B"

"""What a browser must not be made to do: the checks of ``Host`` and ``Origin``, and the headers of every answer.

A page of another site can send requests to a server on this machine or network, and can make its own name resolve to
it. So a request must name a host that this server goes by, and one that changes something must not come from a page of
another site.
"""

from __future__ import annotations

import socket
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mlflow.exceptions import PermissionDenied
from mlflow.server.answers import refusal
from mlflow.server.settings import Settings
from mlflow.uris import host_of

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ALWAYS_OPEN = frozenset({"/health"})
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


class Guard:
    """Lets requests through to an application, or answers them itself.

    Args:
        app: The application.
        settings: Whose names and origins are allowed.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._checks = not settings.disable_security
        self._hosts = tuple(h.lower() for h in settings.allowed_hosts)
        self._origins = tuple(o.lower().rstrip("/") for o in settings.cors_allowed_origins)
        self._own = _HERE | {socket.gethostname().lower() if settings.host in _EVERYWHERE else settings.host.lower()}
        self._open = _ALWAYS_OPEN | {settings.static_prefix + path for path in _ALWAYS_OPEN}
        frame = settings.x_frame_options.upper()
        self._frame = None if frame == "NONE" or settings.disable_security else frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        # Two are what no browser sends; taken together they are no origin that is allowed.
        origin = ", ".join(origins) if origins else None
        if origin is None and headers.get("sec-fetch-site") == "cross-site":
            origin = "null"
        foreign = origin is not None and origin.lower() != f"{scope['scheme']}://{headers.get('host', '')}".lower()
        allowed = origin is not None and self.allows_origin(origin, headers.get("host", ""))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._mark(MutableHeaders(scope=message), origin if foreign and allowed else None)
            await send(message)

        response = self._refuse(scope, headers, origin, allowed)
        if response is None and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            response = _preflight(headers) if allowed else refusal(_FOREIGN)
        if response is not None:
            await response(scope, receive, sending)
        else:
            await self._app(scope, receive, sending)

    def _refuse(self, scope: Scope, headers: Headers, origin: str | None, allowed: bool) -> Response | None:
        if not self._checks or scope["path"] in self._open:
            return None
        named = headers.getlist("host")
        if len(named) != 1 or not self.allows_host(named[0]):
            return refusal(
                PermissionDenied(
                    "This server does not go by the name in the Host header. "
                    "Whoever runs it can add names with --allowed-hosts."
                )
            )
        if origin is not None and not allowed and scope["method"] not in _SAFE:
            return refusal(_FOREIGN)
        return None

    def allows_host(self, named: str) -> bool:
        """Whether a ``Host`` header names this server."""
        host = host_of(named)
        if host is None:
            return False
        named = named.lower()
        if self._hosts:
            return any(fnmatchcase(named, pattern) or fnmatchcase(host, pattern) for pattern in self._hosts)
        return host in self._own or _is_private(host)

    def allows_origin(self, origin: str, named: str) -> bool:
        """Whether a page of this origin may change something."""
        origin = origin.lower()
        scheme, found, place = origin.partition("://")
        host = host_of(place) if found and scheme in ("http", "https") else None
        if host is None:
            return False  # "null": a sandboxed page, a file
        if host in _HERE or place == named.lower():
            return True
        if any(
            pattern != "*" and (fnmatchcase(place, pattern) or fnmatchcase(host, pattern)) for pattern in self._hosts
        ):
            return True
        return any(fnmatchcase(origin, pattern) for pattern in self._origins)

    def _mark(self, headers: MutableHeaders, origin: str | None) -> None:
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Accept-Encoding", "gzip")  # of requests to come: RFC 7694
        headers.setdefault("Referrer-Policy", "same-origin")
        if self._frame is not None:
            headers.setdefault("X-Frame-Options", self._frame)
        if origin is not None:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Allow-Credentials"] = "true"
            headers.add_vary_header("Origin")


_FOREIGN = PermissionDenied(
    "A page of another site may not do this. Whoever runs the server can allow its origin with --cors-allowed-origins."
)


def _is_private(host: str) -> bool:
    """Whether it is an address, not a name, of this machine or a private network: no name was made to resolve to it."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _preflight(headers: Headers) -> Response:
    answer: dict[str, Any] = {
        "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
        "Access-Control-Max-Age": "600",
    }
    asked = headers.get("access-control-request-headers", "")
    if asked and all(c.isalnum() or c in "-_, " for c in asked):
        answer["Access-Control-Allow-Headers"] = asked
    return PlainTextResponse("OK", headers=answer)

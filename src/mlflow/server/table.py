"""The route table: the only way for a path to be served, and every entry has a rule.

The table itself reads a request's arguments, asks whether the caller may, and only then runs the handler; a handler
cannot be reached any other way and cannot forget to ask.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mlflow.contracts.acts import Rule
from mlflow.exceptions import EndpointNotFound
from mlflow.server.answers import refusal
from mlflow.server.permissions import Authorizer, Caller


@dataclass(frozen=True)
class Asked:
    """A request that has been read.

    Args:
        request: The request.
        path: Fields of its path, decoded once.
        caller: Who asks.
    """

    request: Request
    path: dict[str, str]
    caller: Caller


#: Makes the answer to a request from its arguments.
Answerer = Callable[[Asked, dict[str, Any]], Awaitable[Response]]


async def no_arguments(asked: Asked) -> dict[str, Any]:
    """What a page needs: nothing but its path."""
    return dict(asked.path)


@dataclass(frozen=True)
class Endpoint:
    """What is served, and to whom.

    Args:
        rule: The permission it needs.
        answer: Makes the answer from the request and its arguments.
        read: Reads the arguments; the rule is checked against them.
        name: The act, or the page.
    """

    rule: Rule
    answer: Answerer
    read: Callable[[Asked], Awaitable[dict[str, Any]]] = no_arguments
    name: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.rule, Rule):
            raise TypeError(f"The endpoint {self.name or self.answer!r} has no rule, so it cannot be served.")


class RouteTable:
    """Paths and what is served there: an ASGI application.

    Args:
        authorizer: Decides about each request.
    """

    def __init__(self, authorizer: Authorizer) -> None:
        self.authorizer = authorizer
        self._exact: dict[str, dict[str, Endpoint]] = {}
        self._patterns: list[tuple[re.Pattern[str], dict[str, Endpoint]]] = []
        self._templates: dict[str, dict[str, Endpoint]] = {}

    def add(self, methods: str | Iterable[str], path: str, endpoint: Endpoint) -> None:
        """Serve an endpoint.

        Args:
            methods: One method or several.
            path: With ``{name}`` for one segment, ``{name:path}`` for the rest.
            endpoint: What is served there.

        Raises:
            TypeError: It is no endpoint, hence without a rule.
            ValueError: Something is served there already.
        """
        if not isinstance(endpoint, Endpoint):
            raise TypeError(f"{path} needs an Endpoint, which has a rule; it is given {endpoint!r}.")
        by_method = self._templates.get(path)
        if by_method is None:
            by_method = self._templates[path] = {}
            if "{" in path:
                self._patterns.append((_pattern(path), by_method))
            else:
                self._exact[path] = by_method
        for method in [methods] if isinstance(methods, str) else methods:
            if method in by_method:
                raise ValueError(f"{method} {path} is served already.")
            by_method[method] = endpoint

    def routes(self) -> list[tuple[str, str, Endpoint]]:
        """Every ``(method, path, endpoint)``."""
        return [(method, path, e) for path, found in self._templates.items() for method, e in found.items()]

    def find(self, scope: Scope) -> tuple[dict[str, Endpoint] | None, dict[str, str]]:
        """``(endpoints by method, fields of the path)`` for a request."""
        found = self._exact.get(scope["path"])
        if found is not None:
            return found, {}
        # Fields are cut out of the path as it was sent, then decoded once: a "%2F" inside a field is no separator.
        raw = scope.get("raw_path")
        path = raw.decode("latin-1").partition("?")[0] if raw else scope["path"]
        for pattern, endpoints in self._patterns:
            if match := pattern.fullmatch(path):
                fields = match.groupdict()
                return endpoints, {k: unquote(v) if raw else v for k, v in fields.items()}
        return None, {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                response = await self._respond(scope, receive)
            except ClientDisconnect:  # nobody is there to be answered
                return
            except Exception as error:
                response = refusal(error)
            await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive) -> Response:
        endpoints, fields = self.find(scope)
        if endpoints is None:
            raise EndpointNotFound("Nothing is served at this path; /docs lists what is.")
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        endpoint = endpoints.get(method)
        if endpoint is None:
            allowed = ", ".join(sorted({*endpoints, "OPTIONS"}))
            return Response(status_code=200 if method == "OPTIONS" else 405, headers={"Allow": allowed})
        scope["mlflow.name"] = endpoint.name
        request = Request(scope, receive)
        asked = Asked(request, fields, self.authorizer.identify(request.headers))
        arguments = await endpoint.read(asked)
        self.authorizer.check(asked.caller, endpoint.rule, arguments)
        return await endpoint.answer(asked, arguments)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"{(\w+)(:path)?}", template)
    pattern = re.escape(parts[0])
    for name, rest, literal in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        pattern += f"(?P<{name}>{'.+' if rest else '[^/]+'})" + re.escape(literal)
    return re.compile(pattern, re.DOTALL)

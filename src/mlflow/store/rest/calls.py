"""A call of an act as a request: where each argument goes, and which way to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from mlflow.contracts.acts import Act
from mlflow.entities.wire import encode
from mlflow.exceptions import EndpointNotFound, InvalidParameterValue, MlflowException
from mlflow.store.rest.answers import failure
from mlflow.store.rest.transport import Body, Transport

#: Where a server may have an act: genuine servers have some for their UI only.
_PREFIXES = ("/api/2.0/", "/ajax-api/2.0/")

#: Acts whose beginnings say that doing them twice is as good as once.
_REPEATABLE = re.compile(r"^(get|group|search|count|list|read|log|set|update|finalize|download|upload)_")
_FIELD = re.compile(r"{(\w+)(:path)?}")


class StrangeAnswer(MlflowException):
    """A success without the result that was asked for."""


class Call:
    """An act, ready to be asked of a server.

    Args:
        act: The act.
    """

    def __init__(self, act: Act) -> None:
        self.act = act
        self._wire = {a.name: a.wire_name for a in act.arguments}
        self._again = act.method == "GET" or _REPEATABLE.match(act.name) is not None
        self._ways = [(method, prefix + path) for method, path in act.endpoints for prefix in _PREFIXES]

    def __call__(self, transport: Transport, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """Ask, and return what the act returns.

        Raises:
            MlflowException: The server's error, as the class of its code.
        """
        values = self.act.bind(args, kwargs)
        missing: EndpointNotFound | None = None
        for number, (method, template) in enumerate(self._ways):
            try:
                result = self._ask(transport, method, template, dict(values))
            except EndpointNotFound as error:
                missing = missing or error
                continue
            if number:
                self._ways.insert(0, self._ways.pop(number))
            return result
        assert missing is not None
        raise missing

    def _ask(self, transport: Transport, method: str, template: str, values: dict[str, Any]) -> Any:
        def fill(field: re.Match[str]) -> str:
            return quote(str(values[field.group(1)]), safe="/" if field.group(2) else "")

        target = _FIELD.sub(fill, template)
        data: Body = values.pop("data", None) if self.act.stream else None
        in_path = {match.group(1) for match in _FIELD.finditer(template)}
        # MLflow's servers want the fields of the path in the body too.
        in_query = method == "GET" or self.act.stream
        named = {self._wire[name]: value for name, value in values.items() if not (in_query and name in in_path)}
        if in_query:
            if named:
                target += "?" + urlencode(list(_query(named)))
            if method == "GET" and self.act.stream:
                return transport.stream(target)
            body, kind = data, "application/octet-stream" if data is not None else None
        else:
            body, kind = encode(named), "application/json"
        answer = transport.send(method, target, body, kind, self._again)
        if answer.status >= 300:
            raise failure(answer, f"{method} {target.partition('?')[0]}")
        if self.act.stream:
            return None
        try:
            return self.act.unwrap(answer.body)
        except InvalidParameterValue as error:
            shown = answer.body[:100].decode("utf-8", "replace")
            raise StrangeAnswer(
                f"{method} {target.partition('?')[0]} was answered with {shown!r}, which is no answer of a tracking "
                "server. Is the tracking URI the address of one?"
            ) from error


def _query(named: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in named.items():
        for item in value if isinstance(value, list) else [value]:
            yield name, ("true" if item else "false") if isinstance(item, bool) else str(item)

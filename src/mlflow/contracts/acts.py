"""An act of a store, declared once.

A contract is a class whose methods are marked with :func:`act`. The mark says what the signature cannot: REST method
and path, the field an answer is wrapped in, and the permission the act needs. Everything else is read from the
signature: from one declaration come the server's routes, the REST client, the permission table, the OpenAPI document
and, through it, the UI's types.

An act without a rule cannot be declared, so a route without a permission cannot exist.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from math import isfinite
from types import GenericAlias
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from mlflow.contracts.docstrings import described
from mlflow.entities.metrics import Metric, json_metrics, named_number
from mlflow.entities.pages import PagedList
from mlflow.entities.wire import convert, decode
from mlflow.exceptions import InvalidParameterValue

F = TypeVar("F", bound=Callable[..., Any])


class Level(IntEnum):
    """How much a permission allows; each level includes those below it."""

    PUBLIC = 0
    READ = 1
    EDIT = 2
    MANAGE = 3
    ADMIN = 4


@dataclass(frozen=True)
class Rule:
    """What a caller must be allowed to do before an act runs.

    Args:
        level: The least level that suffices.
        noun: Kind of the object the level is looked up for: ``server``, ``experiment``, ``run``, ``logged_model``,
            ``registered_model`` or ``artifact``.
        argument: The act's argument that names the object; None where the act is about all objects of the noun, in
            which case answers are cut down to what the caller may read.
    """

    level: Level
    noun: str
    argument: str | None = None

    def __str__(self) -> str:
        return f"{self.level.name} on {self.noun}" + (f" {{{self.argument}}}" if self.argument else "")


@dataclass(frozen=True)
class Translated:
    """Marks an argument whose JSON differs from its Python value: ``Annotated[int, Translated(str, …)]``."""

    wire: Any
    from_wire: Callable[[Any], Any]
    to_wire: Callable[[Any], Any]


@dataclass(frozen=True)
class Argument:
    """One argument of an act, as a field of its request."""

    name: str
    wire_name: str
    wire_type: Any
    required: bool
    repeated: bool
    translated: Translated | None = None
    default: Any = None


@dataclass(frozen=True)
class Act:
    """A declared act; see :func:`act`."""

    name: str
    function: Callable[..., Any]
    method: str
    path: str
    rule: Rule
    returns: str | None
    also: tuple[tuple[str, str], ...] = ()
    legacy: Mapping[str, str] = field(default_factory=dict)
    wire: Mapping[str, str] = field(default_factory=dict)
    may_be_empty: frozenset[str] = frozenset({"value"})
    stream: bool = False

    @property
    def summary(self) -> str:
        """First sentence of the act's docstring."""
        return described(self.function).text.split("\n\n")[0].replace("\n", " ") or self.name

    @property
    def description(self) -> str:
        """The act's docstring without its sections."""
        return described(self.function).text

    @property
    def endpoints(self) -> tuple[tuple[str, str], ...]:
        """Every ``(method, path)``; the first is the one clients use."""
        return ((self.method, self.path), *self.also)

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.function, include_extras=True)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The act's arguments in order."""
        found = []
        for parameter in list(inspect.signature(self.function).parameters.values())[1:]:
            hint, translated = self._hints[parameter.name], None
            marked = next((h for h in (hint, *get_args(hint)) if get_origin(h) is Annotated), None)
            if marked is not None:  # perhaps in a union with None
                base, *marks = get_args(marked)
                translated = next((m for m in marks if isinstance(m, Translated)), None)
                hint = translated.wire if translated else base
            if self.stream and parameter.name == "data":
                hint = Any  # the body itself
            found.append(
                Argument(
                    parameter.name,
                    self.wire.get(parameter.name, parameter.name),
                    hint,
                    parameter.default is inspect.Parameter.empty,
                    get_origin(hint) is list or any(get_origin(a) is list for a in get_args(hint)),
                    translated,
                    None if parameter.default is inspect.Parameter.empty else parameter.default,
                )
            )
        return tuple(found)

    @cached_property
    def request(self) -> type[msgspec.Struct]:
        """Struct of the request's fields, every one of which may be absent or null."""
        fields: list[tuple[str, Any, Any]] = [(a.name, _lenient(a) | None, None) for a in self.arguments]
        known = {a.name: a.wire_type for a in self.arguments}
        fields += [(old, known[new] | None, None) for old, new in self.legacy.items()]
        rename = {a.name: a.wire_name for a in self.arguments if a.name != a.wire_name}
        title = "".join(part.capitalize() for part in self.name.split("_")) + "Request"
        return msgspec.defstruct(title, fields, rename=rename or None, omit_defaults=True, kw_only=True)

    @cached_property
    def result_type(self) -> Any:
        """What the method returns, without its page."""
        return self._hints.get("return")

    @cached_property
    def paged(self) -> bool:
        """Whether the answer is one page of a listing."""
        return get_origin(self.result_type) is PagedList

    @cached_property
    def response(self) -> type[msgspec.Struct]:
        """Struct of the answer's fields."""
        title = "".join(part.capitalize() for part in self.name.split("_")) + "Response"
        if self.returns is None:
            return msgspec.defstruct(title, [])
        if self.returns == "":
            return self.result_type  # type: ignore[no-any-return]
        if self.paged:
            items = GenericAlias(list, get_args(self.result_type)[0])
            fields: list[tuple[str, Any, Any]] = [
                (self.returns, items, msgspec.field(default_factory=list)),
                ("next_page_token", str | None, None),
            ]
            return msgspec.defstruct(title, fields, omit_defaults=True)
        if get_origin(self.result_type) is list:
            fields = [(self.returns, self.result_type, msgspec.field(default_factory=list))]
            return msgspec.defstruct(title, fields, omit_defaults=True)
        return msgspec.defstruct(title, [(self.returns, self.result_type)])

    # On the server

    def read_body(self, body: bytes, path: Mapping[str, str]) -> dict[str, Any]:
        """The method's arguments from a JSON body and the path's fields.

        Raises:
            InvalidParameterValue: Not JSON, a field of the wrong type, or a required one absent.
        """
        request: Any = decode(body or b"{}", self.request)
        for name, value in path.items():
            setattr(request, name, value)
        return self._checked(request)

    def read_query(self, query: list[tuple[str, str]], path: Mapping[str, str]) -> dict[str, Any]:
        """The method's arguments from query parameters and the path's fields; as :meth:`read_body`.

        What stands in the path is not replaced by a parameter of the same name: a proxy in front may have judged by it.
        """
        repeated = {a.wire_name for a in self.arguments if a.repeated}
        plain: dict[str, Any] = dict(path)
        for name, value in query:
            if name in path:
                continue
            if name in repeated:
                plain.setdefault(name, []).append(value)
            else:
                plain[name] = value
        return self._checked(convert(plain, self.request))

    def _checked(self, request: Any) -> dict[str, Any]:
        for old, new in self.legacy.items():
            if getattr(request, new) is None:
                setattr(request, new, getattr(request, old))
        values = {}
        for argument in self.arguments:
            value = getattr(request, argument.name)
            if value is not None and argument.name in _IDS:
                value = _texts(argument, value)
            if value is not None and argument.translated is not None:
                value = argument.translated.from_wire(value)
            if value is None and argument.required and argument.name in self.may_be_empty and argument.wire_type is str:
                value = ""
            if value is not None and not (value == "" and argument.required and argument.name not in self.may_be_empty):
                values[argument.name] = value
            elif argument.required:
                raise InvalidParameterValue(f"The request needs a value for {argument.wire_name!r}.")
        return values

    def wrap(self, result: Any) -> Any:
        """The method's result as the Struct that is answered."""
        if self.returns is None:
            return self.response()
        token = getattr(result, "token", None) or None
        result = _nameable(result)
        if self.returns == "":
            return result
        if self.paged:
            return self.response(list(result), token)
        return self.response(result)

    # On the client

    def bind(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """``{argument: JSON value}`` of a call; defaults are spelled out, and arguments that are None left out."""
        if len(args) > len(self.arguments):
            raise TypeError(f"{self.name}() takes {len(self.arguments)} arguments but {len(args)} were given")
        given = {a.name: value for a, value in zip(self.arguments, args, strict=False)}
        values = {}
        for argument in self.arguments:
            if argument.name in kwargs:
                given[argument.name] = kwargs[argument.name]
            elif argument.required and argument.name not in given:
                raise TypeError(f"{self.name}() needs the argument {argument.name!r}")
            value = given.get(argument.name)
            if value is None:
                value = argument.default
            if value is not None:
                values[argument.name] = argument.translated.to_wire(value) if argument.translated else _nameable(value)
        unknown = kwargs.keys() - {a.name for a in self.arguments}
        if unknown:
            raise TypeError(f"{self.name}() has no argument {sorted(unknown)[0]!r}")
        return values

    def unwrap(self, body: bytes) -> Any:
        """The method's result from the body of an answer."""
        if self.returns is None:
            return None
        answer: Any = decode(body, self.response)
        if self.returns == "":
            return answer
        result = getattr(answer, self.returns)
        return PagedList(result, answer.next_page_token) if self.paged else result


#: Ids that look like numbers, so that people send them as such, and one where a list is meant.
_IDS = {"experiment_id": str | int, "experiment_ids": list[str | int] | str | int}


def _lenient(argument: Argument) -> Any:
    return _IDS.get(argument.name, argument.wire_type)


def _texts(argument: Argument, value: Any) -> Any:
    """The id, or the list of ids, as texts."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [str(value)] if argument.repeated else str(value)


def _nameable(value: Any) -> Any:
    """The value, or its items, with the names of numbers in place of those that JSON lacks."""
    if isinstance(value, float):
        return named_number(value)
    if not isinstance(value, list) or not value or not isinstance(value[0], msgspec.Struct):
        return value
    return json_metrics(value) if isinstance(value[0], Metric) else [_named_fields(item) for item in value]


def _named_fields(item: msgspec.Struct) -> msgspec.Struct:
    fields = ((name, getattr(item, name)) for name in item.__struct_fields__)
    odd = {name: named_number(value) for name, value in fields if isinstance(value, float) and not isfinite(value)}
    return msgspec.structs.replace(item, **odd) if odd else item


def act(
    method: str,
    path: str,
    *,
    rule: Rule,
    returns: str | None = None,
    also: tuple[tuple[str, str], ...] = (),
    legacy: Mapping[str, str] | None = None,
    wire: Mapping[str, str] | None = None,
    stream: bool = False,
) -> Callable[[F], F]:
    """Declare a method of a contract as an act.

    Args:
        method: HTTP method.
        path: Path below ``/api/<version>/``, with ``{argument}`` or ``{argument:path}`` for fields in it.
        rule: The permission it needs.
        returns: Field of the answer that holds the result (for a page, its items); ``""`` where the result is the whole
            answer, None where there is none.
        also: Further ``(method, path)`` that do the same.
        legacy: Old field name → argument, for what older clients send.
        wire: Argument → field name, where they differ.
        stream: The body is a file, not JSON; the server handles it as such.
    """

    def mark(function: F) -> F:
        declared = Act(
            name=function.__name__,
            function=function,
            method=method,
            path=path,
            rule=rule,
            returns=returns,
            also=also,
            legacy=legacy or {},
            wire=wire or {},
            stream=stream,
        )
        function.__act__ = declared  # type: ignore[attr-defined]
        return function

    return mark


def acts_of(contract: type) -> dict[str, Act]:
    """Every act that a contract declares, by method name, in order of declaration."""
    found: dict[str, Act] = {}
    for base in reversed(contract.__mro__):
        for name, member in vars(base).items():
            declared = getattr(member, "__act__", None)
            if isinstance(declared, Act):
                found[name] = declared
    return found

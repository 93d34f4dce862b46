"""How entities travel: one codec for the server, the REST client and the OpenAPI document.

Most entities are msgspec Structs whose fields are their JSON. Where MLflow's public object differs from its JSON (tags
are a dict in Python and a list on the wire), the entity is a :class:`WireEntity` that names the Struct of its JSON form
and converts both ways.

Conventions, after MLflow's REST documentation: unset and empty fields are left out, unknown fields are ignored,
numbers may arrive as strings, and numbers that JSON lacks travel as ``"NaN"``, ``"Infinity"`` and ``"-Infinity"``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar

import msgspec
from typing_extensions import Self

from mlflow.exceptions import InvalidParameterValue

T = TypeVar("T")


class Entity:
    """What every entity answers to, whatever it is made of."""

    __slots__ = ()
    #: Names of the public attributes, in the order they are shown.
    shown: ClassVar[tuple[str, ...]] = ()
    #: Names of those that tell one entity from others of its kind, for hashing.
    identity: ClassVar[tuple[str, ...]] = ()

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Name and value of each public attribute, so that ``dict(entity)`` works."""
        for name in self.shown:
            yield name, getattr(self, name)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self)
        return f"<{type(self).__name__}: {fields}>"

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.identity)))

    def to_dictionary(self) -> dict[str, Any]:
        """The entity as plain dicts, lists and scalars, with every attribute."""
        return {name: _plain(value) for name, value in self}

    @classmethod
    def from_dictionary(cls, the_dict: Mapping[str, Any]) -> Self:
        """An entity from the output of :meth:`to_dictionary`."""
        return convert(the_dict, cls)


def _plain(value: Any) -> Any:
    if isinstance(value, Entity):
        return value.to_dictionary()
    return [_plain(each) for each in value] if isinstance(value, list) else value


class StructEntity(Entity, msgspec.Struct, omit_defaults=True):
    """An entity whose fields are its JSON."""

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        for name in sorted(self.__struct_fields__):
            yield name, getattr(self, name)

    __repr__ = Entity.__repr__

    def __hash__(self) -> int:
        return hash((type(self), *(value for _, value in self)))


class WireEntity(Entity):
    """An entity whose public shape differs from its JSON; ``shape`` is the Struct of the latter."""

    __slots__ = ()
    wire_shape: ClassVar[type[msgspec.Struct]]

    def __init_subclass__(cls, shape: type[msgspec.Struct] | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if shape is not None:
            cls.wire_shape = shape
            if "shown" not in cls.__dict__:
                code = cls.__init__.__code__  # its parameters are its attributes
                cls.shown = tuple(sorted(code.co_varnames[1 : code.co_argcount]))

    def to_wire(self) -> msgspec.Struct:
        """The Struct that is encoded in place of this entity."""
        raise NotImplementedError

    @classmethod
    def from_wire(cls, wire: Any) -> Self:
        """The entity that a decoded Struct stands for."""
        raise NotImplementedError

    @classmethod
    def from_dictionary(cls, the_dict: Mapping[str, Any]) -> Self:
        return cls(**{name: the_dict[name] for name in cls.shown if name in the_dict})

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.to_wire() == other.to_wire()

    __hash__ = Entity.__hash__


def _encode_other(value: Any) -> Any:
    if isinstance(value, WireEntity):
        return value.to_wire()
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")


def _decode_other(kind: type, value: Any) -> Any:
    if issubclass(kind, WireEntity):
        return kind.from_wire(msgspec.convert(value, kind.wire_shape, strict=False, dec_hook=_decode_other))
    if isinstance(value, kind):
        return value
    raise NotImplementedError(f"{kind} cannot be read from JSON")


_encoder = msgspec.json.Encoder(enc_hook=_encode_other)
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def encode(value: Any) -> bytes:
    """JSON of an entity or of a Struct that holds entities."""
    return _encoder.encode(value)


def to_plain(value: Any) -> Any:
    """Dicts, lists and scalars in the shape that :func:`encode` writes."""
    return msgspec.to_builtins(value, enc_hook=_encode_other)


def decode(data: bytes | str, kind: type[T]) -> T:
    """Read JSON as ``kind``.

    Raises:
        InvalidParameterValue: Not JSON, or not of that shape; the message names the field.
    """
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind, strict=False, dec_hook=_decode_other)
    try:
        return decoder.decode(data)  # type: ignore[no-any-return]
    except msgspec.ValidationError as error:
        raise InvalidParameterValue(f"A field of the request is not what it should be: {error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidParameterValue(f"The body is not JSON: {error}.") from None


def convert(plain: Any, kind: type[T]) -> T:
    """Read plain dicts, lists and scalars (query parameters, say) as ``kind``.

    Raises:
        InvalidParameterValue: Not of that shape; the message names the field.
    """
    try:
        return msgspec.convert(plain, kind, strict=False, dec_hook=_decode_other)
    except msgspec.ValidationError as error:
        raise InvalidParameterValue(f"A field of the request is not what it should be: {error}.") from None

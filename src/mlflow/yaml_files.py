"""YAML that somebody else wrote, read as plain data: the one place where YAML is parsed.

libyaml's binding composes by recursion in C, so deeply nested text would crash the process; aliases let a page of text
stand for billions of values. Both are found by looking at the events of the text before anything is made of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from mlflow.exceptions import InvalidParameterValue

_Plain: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Characters of a number; one in base 60, as YAML 1.1 has it, takes time that grows with their square.
_LONGEST_NUMBER: Final = 1000


class _Safe(_Plain):  # type: ignore[misc]
    """The loader of plain data, with an end to numbers."""

    def number(self, node: Any) -> Any:
        if len(node.value) > _LONGEST_NUMBER:
            raise yaml.constructor.ConstructorError(None, None, "a number is too long", node.start_mark)
        return _Plain.yaml_constructors[node.tag](self, node)


for _tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float"):
    _Safe.add_constructor(_tag, _Safe.number)

#: Plain data only: no tag makes an object.
SAFE: Final[Any] = _Safe
#: As :data:`SAFE`, and every scalar stays the text that was written.
TEXTS: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_LARGEST: Final = 16 << 20
_DEEPEST: Final = 50
_MOST_VALUES: Final = 200_000
#: Every collection needs one of these to begin; a text with fewer of them than levels are allowed needs no look.
_BEGINNINGS: Final = "[{-?:"


def read_yaml(path: Path, loader: Any = SAFE, largest: int = _LARGEST) -> Any:
    """The content of a YAML file.

    Args:
        path: The file.
        loader: :data:`SAFE` or :data:`TEXTS`.
        largest: Bytes the file may have.

    Raises:
        InvalidParameterValue: It is no YAML, holds tags, nests too deep, or is too large, also after its aliases are
            spelled out.
    """
    if path.stat().st_size > largest:
        raise InvalidParameterValue(f"{path} is larger than {largest:,} bytes.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidParameterValue(f"{path} is no plain YAML: {error}") from None
    return parse_yaml(text, str(path), loader)


def parse_yaml(text: str, name: str, loader: Any = SAFE) -> Any:
    """The content of YAML text.

    Args:
        text: The YAML.
        name: What errors call it.
        loader: :data:`SAFE` or :data:`TEXTS`.

    Raises:
        InvalidParameterValue: As :func:`read_yaml`.
    """
    try:
        if "*" in text or sum(map(text.count, _BEGINNINGS)) > _DEEPEST:
            _look(text, name, loader)
        return yaml.load(text, Loader=loader)
    # A date such as 2023-99-99 raises ValueError, a number of a million digits too.
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidParameterValue(f"{name} is no plain YAML: {str(error)[:500]}") from None


def _look(text: str, name: str, loader: Any) -> None:
    """Raise where the text nests too deep or stands for too many values."""
    # Per open collection: its anchor, and the values that were counted when it began.
    open_collections: list[tuple[str | None, int]] = []
    sizes: dict[str, int] = {}
    values = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            open_collections.append((event.anchor, values))
            sizes.pop(event.anchor or "", None)
            values += 1
            if len(open_collections) > _DEEPEST:
                raise InvalidParameterValue(f"{name} nests more than {_DEEPEST} levels deep.")
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_collections.pop()
            if anchor:
                sizes[anchor] = values - before
        elif isinstance(event, yaml.ScalarEvent):
            values += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.AliasEvent):
            size = sizes.get(event.anchor or "")
            if size is None:
                raise InvalidParameterValue(f"{name} holds the alias *{event.anchor} of itself, or of nothing.")
            values += size
        if values > _MOST_VALUES:
            raise InvalidParameterValue(
                f"{name} holds more than {_MOST_VALUES:,} values when its aliases are spelled out."
            )

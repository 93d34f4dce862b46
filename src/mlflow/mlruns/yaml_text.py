"""A ``meta.yaml`` as text: a mapping of plain values, written without a YAML library, whose import costs more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: What YAML reads as the text it is. Words that mean something else are told apart below.
_PLAIN: Final = re.compile(r"(?:file:///|[A-Za-z_/])[A-Za-z0-9_./-]*")
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
#: Characters that stand for themselves within single quotes: printable, and none that ends a line.
_PRINTABLE: Final = re.compile(r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_ESCAPED: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def yaml_text(fields: Mapping[str, object]) -> str:
    """Fields in block style, sorted by name.

    Args:
        fields: Texts, whole numbers, None, empty lists, or mappings of texts.
    """
    lines = []
    for name in sorted(fields):
        value = fields[name]
        if isinstance(value, Mapping) and value:
            lines.append(f"{scalar(name)}:\n")
            lines += [f"  {scalar(key)}: {scalar(value[key])}\n" for key in sorted(value)]
        else:
            lines.append(f"{scalar(name)}: {scalar(value)}\n")
    return "".join(lines)


def scalar(value: object) -> str:
    """A value that any YAML reader takes for what it is."""
    if value is None:
        return "null"
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
            return value
        if _PRINTABLE.fullmatch(value):
            return "'" + value.replace("'", "''") + "'"
        return '"' + "".join(map(_escaped, value)) + '"'
    if isinstance(value, int):
        return str(value)
    return "{}" if isinstance(value, Mapping) else "[]"


def _escaped(character: str) -> str:
    known = _ESCAPED.get(character)
    if known is not None:
        return known
    if _PRINTABLE.fullmatch(character):
        return character
    return f"\\U{ord(character):08x}"

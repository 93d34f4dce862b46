"""What a Google-style docstring says of each argument and error."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

_SECTION = re.compile(r"^(Args|Raises|Returns|Yields|Attributes):$")
_ROLE = re.compile(r":\w+:`~?([^`]*)`|``([^`]*)``")
_ENTRY = re.compile(r"^ {4}(\w+)(?: \([^)]*\))?: (.*)$")


@dataclass(frozen=True)
class Described:
    """A docstring taken apart.

    Args:
        text: What stands before the first section.
        arguments: Sentence by argument.
        raises: Sentence by name of the error's class.
    """

    text: str
    arguments: dict[str, str] = field(default_factory=dict)
    raises: dict[str, str] = field(default_factory=dict)


def described(owner: object) -> Described:
    """Take the own docstring of a class or function apart; roles become plain code marks."""
    text: list[str] = []
    sections: dict[str, dict[str, str]] = {"Args": {}, "Raises": {}}
    section, entry = None, None
    own = vars(owner).get("__doc__") if isinstance(owner, type) else inspect.getdoc(owner)
    for line in _ROLE.sub(r"`\1\2`", inspect.cleandoc(own or "")).splitlines():
        if heading := _SECTION.match(line):
            section, entry = sections.setdefault(heading.group(1), {}), None
        elif section is None:
            text.append(line)
        elif found := _ENTRY.match(line):
            entry = found.group(1)
            section[entry] = found.group(2)
        elif entry is not None and line.strip():
            section[entry] += " " + line.strip()
    return Described("\n".join(text).strip(), sections["Args"], sections["Raises"])

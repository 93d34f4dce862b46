"""An entry point and its values to a command that no value can change.

The command of an entry point is shell text written by the project's author, with ``{name}`` where values go. Values
never become part of that text: they are handed to the shell as positional parameters, and each place is rewritten to
``"${1}"`` and so on, in the way the quotes around it ask for. So ``it's $(fine)`` arrives as these twelve characters,
whatever the author quoted or forgot to quote.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from mlflow.exceptions import ExecutionException
from mlflow.projects.parameters import Values
from mlflow.projects.specification import EntryPoint

_PLACE: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Command:
    """A shell script and the values it is given.

    Attributes:
        script: Shell text that refers to values as ``"${n}"`` only.
        arguments: The values, the first being ``${1}``.
        shown: The same as one line with the values quoted in place, for people and logs.
    """

    script: str
    arguments: tuple[str, ...]
    shown: str

    def argv(self) -> list[str]:
        """What to execute: bash, or sh where there is no bash."""
        shell = shutil.which("bash") or shutil.which("sh") or "/bin/sh"
        return [shell, "-c", self.script, PurePath(shell).name, *self.arguments]


def command_of(entry_point: EntryPoint, values: Values, python: str = "python") -> Command:
    """The command that runs an entry point with its values.

    Args:
        entry_point: What is run.
        values: What it is run with.
        python: The interpreter for an entry point that is a Python script.

    Raises:
        ExecutionException: A value that is not a number would be computed with by the shell.
    """
    writer = _Writer(entry_point)
    if entry_point.command is None:
        writer.word(python if entry_point.name.endswith(".py") else "sh" if shutil.which("bash") is None else "bash")
        writer.word(entry_point.name)
    else:
        writer.template(entry_point.command, values.declared)
    for name, value in values.extra.items():
        writer.word(f"--{name}")
        writer.word(value)
    return Command("".join(writer.script), tuple(writer.arguments), "".join(writer.shown))


# How a value is referred to, and how it is shown, by the innermost quoting around its place.
_REFERENCES: Final[Mapping[str, str]] = {
    "plain": '"${%d}"',
    "backtick": '"${%d}"',
    "double": "${%d}",
    "single": "'\"${%d}\"'",
    "ansi": "'\"${%d}\"$'",
    "sum": "${%d}",
}


def _shown(context: str, value: str) -> str:
    if context == "double":
        return re.sub(r'([\\"$`])', r"\\\1", value)
    if context in {"single", "ansi"}:
        return value.replace("'", "'\"'\"'")
    return value if context == "sum" else shlex.quote(value)


class _Writer:
    """Copies shell text, following its quotes, and turns places into references.

    Should the quotes be misread (a here-document, say), a value may be split into words or appear with quotes around
    it, but as the shell only ever expands a parameter there, it is never executed.
    """

    def __init__(self, entry_point: EntryPoint) -> None:
        self.entry_point = entry_point
        self.script: list[str] = []
        self.shown: list[str] = []
        self.arguments: list[str] = []
        self.numbers: dict[str, int] = {}
        self.contexts = ["plain"]

    def word(self, text: str) -> None:
        """Append a word after a blank."""
        if self.script:
            self.copy(" ")
        if re.fullmatch(r"[\w./-]+", text, re.ASCII):
            self.copy(text)
        else:
            self.reference(text, "plain")

    def copy(self, text: str) -> None:
        self.script.append(text)
        self.shown.append(text)

    def reference(self, value: str, context: str) -> None:
        number = self.numbers.get(value)
        if number is None:
            self.arguments.append(value)
            number = self.numbers[value] = len(self.arguments)
        self.script.append(_REFERENCES[context] % number)
        self.shown.append(_shown(context, value))

    def template(self, text: str, values: Mapping[str, str]) -> None:
        at = 0
        while at < len(text):
            if text.startswith(("{{", "}}"), at):
                self.copy(text[at])
                at += 2
                continue
            place = _PLACE.match(text, at)
            if place and place[1] in values and not (at and text[at - 1] == "$"):
                self.place(place[1], values[place[1]])
                at = place.end()
                continue
            at += self.step(text, at)
        self.contexts = ["plain"]

    def place(self, name: str, value: str) -> None:
        context = self.contexts[-1]
        if context == "sum" and self.entry_point.parameters[name].type != "float":
            # The shell evaluates what a variable holds inside (( )), command substitutions in subscripts included.
            raise ExecutionException(
                f"The command of {self.entry_point.name!r} computes with {{{name}}}; declare it as float to allow it."
            )
        self.reference(value, context)

    def step(self, text: str, at: int) -> int:
        """Copy one lexical unit that is no place; its length."""
        context = self.contexts[-1]
        unit = text[at]
        if context == "single":
            if unit == "'":
                self.contexts.pop()
        elif unit == "\\" and at + 1 < len(text):
            # A backslash before a place would escape the reference's own quote: it goes.
            if text[at + 1] == "{" and not text.startswith("{{", at + 1):
                return 1
            unit = text[at : at + 2]
        elif context == "ansi":
            if unit == "'":
                self.contexts.pop()
        else:
            unit = self.enter(text, at, context)
        self.copy(unit)
        return len(unit)

    def enter(self, text: str, at: int, context: str) -> str:
        """Follow quotes and substitutions in plain or double-quoted text; the unit that was read."""
        unit = text[at]
        for opening, inner in (("$((", "sum"), ("$(", "plain")):
            if text.startswith(opening, at):
                self.contexts.append(inner)
                if inner == "sum":
                    self.contexts.append(inner)
                return opening
        if unit == "`":
            self.toggle("backtick", context)
        elif unit == '"':
            self.toggle("double", context)
        elif context == "double":
            pass
        elif text.startswith("$'", at):
            self.contexts.append("ansi")
            return "$'"
        elif unit == "'":
            self.contexts.append("single")
        elif unit == "#" and (at == 0 or text[at - 1] in " \t\n;") and context != "sum":
            return text[at : text.find("\n", at) if "\n" in text[at:] else len(text)]
        elif unit == "(":
            self.contexts.append("sum" if context == "sum" or text.startswith("((", at) else "plain")
        elif unit == ")" and len(self.contexts) > 1 and context in {"plain", "sum"}:
            self.contexts.pop()
        return unit

    def toggle(self, kind: str, context: str) -> None:
        if context == kind:
            self.contexts.pop()
        else:
            self.contexts.append(kind)

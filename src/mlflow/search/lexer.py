"""Filter text to tokens, each with its place in the text; and the error that shows a place."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from mlflow.exceptions import InvalidParameterValue

#: Longest filter or order clause, in characters.
MAX_LENGTH: Final = 100_000

TokenKind: TypeAlias = Literal["word", "quoted", "string", "number", "operator", "(", ")", ",", "end", "bad"]


class Token(NamedTuple):
    """A token.

    ``word`` is a bare name or keyword; a dot and a key may follow it at once, then ``key`` holds the key (possibly
    empty). ``quoted`` is a name in backticks, ``string`` a text in ' or "; ``text`` is the content without its quotes.
    ``number`` and ``operator`` are as written. ``bad`` is the place where no token begins; nothing follows it.
    """

    kind: TokenKind
    text: str
    key: str | None
    position: int
    end: int


# A key after a dot is bare (letters, digits, _ and dots) or quoted in one of three ways. A quote doubled inside a text
# neither ends it nor stands for one quote: both stay, as MLflow has it. No run of characters can be divided in two
# ways, so that a text that is no token is known for one in a time that grows with its length only.
_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<word>[^\W\d]\w*)(?P<dot>\.(?:`(?P<k1>[^`]*)`|"(?P<k2>[^"]*)"|'(?P<k3>[^']*)'|(?P<k4>[\w.]*)))?
    | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\w.]))
    | '(?P<single>[^']*(?:''[^']*)*)'
    | "(?P<double>[^"]*(?:""[^"]*)*)"
    | `(?P<quoted>[^`]*)`
    | (?P<operator><=|>=|!=|=|<|>)(?![=<>!])
    | (?P<mark>[(),])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


def tokenize(text: str, what: str) -> list[Token]:
    """The tokens of a text, the last of kind ``end`` or ``bad``.

    Args:
        text: A filter or an order clause.
        what: What to call the text in an error, such as ``"filter"``.

    Raises:
        InvalidParameterValue: The text is too long or holds a NUL character.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidParameterValue(
            f"The {what} has {len(text)} characters, more than the {MAX_LENGTH} allowed. "
            "Ask in several searches, or mark what you look for with a tag."
        )
    if "\0" in text:
        raise misread(text, text.index("\0"), what, "a NUL character cannot be part of it")
    tokens: list[Token] = []
    match = _TOKEN.match
    position = 0
    while True:
        found = match(text, position)
        if found is None:
            while text[position].isspace():
                position += 1
            tokens.append(Token("bad", text[position], None, position, position))
            return tokens
        kind = found.lastgroup
        end = found.end()
        if kind == "word":
            tokens.append(Token("word", found["word"], None, found.start("word"), end))
        elif kind == "dot":
            key = found["k4"]
            if key is None:
                key = found["k1"] or found["k2"] or found["k3"] or ""
            tokens.append(Token("word", found["word"], key, found.start("word"), end))
        elif kind == "operator":
            tokens.append(Token("operator", found["operator"], None, found.start("operator"), end))
        elif kind == "number":
            tokens.append(Token("number", found["number"], None, found.start("number"), end))
        elif kind == "single" or kind == "double":
            tokens.append(Token("string", found[kind], None, found.start(kind) - 1, end))
        elif kind == "quoted":
            tokens.append(Token("quoted", found["quoted"], None, found.start("quoted") - 1, end))
        elif kind == "mark":
            tokens.append(Token(found["mark"], found["mark"], None, found.start("mark"), end))  # type: ignore[arg-type]
        else:
            tokens.append(Token("end", "", None, end, end))
            return tokens
        position = end


_HINTS: Final = (
    ("<>", "write != for 'not equal'"),
    ("==", "write a single = for 'equal'"),
    ("--", "comments are not part of the language"),
    (";", "join conditions with AND or OR, not with a semicolon"),
)


def no_token(text: str, position: int, what: str) -> InvalidParameterValue:
    """The error for a ``bad`` token: what stands there, and what to write instead."""
    rest = text[position : position + 2]
    if rest[0] in "'\"`":
        return misread(text, position, what, f"this {rest[0]} opens a quote that is never closed")
    for sign, hint in _HINTS:
        if rest.startswith(sign):
            return misread(text, position, what, hint)
    if position and (text[position - 1].isalnum() or text[position - 1] in "_."):
        return misread(
            text,
            position,
            what,
            f"{rest[0]!r} cannot stand in a bare key; put the key in backticks, as in metrics.`val/loss`",
        )
    return misread(text, position, what, f"the character {rest[0]!r} has no meaning here")


_BEFORE: Final = 80
_AFTER: Final = 40


def misread(text: str, position: int, what: str, reason: str) -> InvalidParameterValue:
    """The error that a text cannot be read, with the line around a position and a caret under it.

    At most 120 characters of the text are quoted, and control characters are shown as spaces.
    """
    start = max(0, position - _BEFORE)
    stop = min(len(text), position + _AFTER)
    shown = "".join(c if c.isprintable() else " " for c in text[start:stop])
    lead = "…" if start else ""
    tail = "…" if stop < len(text) else ""
    caret = " " * (position - start + len(lead)) + "^"
    return InvalidParameterValue(
        f"Cannot read the {what} at character {position + 1}: {reason}.\n  {lead}{shown}{tail}\n  {caret}"
    )

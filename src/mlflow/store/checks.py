"""What may be stored: names, lengths, numbers. One function per rule; limits are MLflow's."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from mlflow.contracts import limits
from mlflow.environment_variables import MLFLOW_TRUNCATE_LONG_VALUES
from mlflow.exceptions import InvalidParameterValue

_KEY: Final = re.compile(r"[\w\-. /:]+")
_ALIAS: Final = re.compile(r"[\w\-]+")
_VERSION_LIKE: Final = re.compile(r"v\d+", re.IGNORECASE)
_RUN_ID: Final = re.compile(r"[0-9a-f]{32}")
_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9][\w-]{0,255}")
_LEAST: Final = -(2**63)
_LARGEST: Final = 2**63 - 1
_LONGEST_COMPOSED: Final = 4 * limits.MAX_EXPERIMENT_NAME_LENGTH


def _shown(text: object) -> str:
    shown = repr(text)
    return shown if len(shown) <= 120 else shown[:120] + "…"


@lru_cache(maxsize=4096)
def _known_key(name: str, what: str, longest: int) -> str:
    if not name:
        raise InvalidParameterValue(f"The key of a {what} must not be empty.")
    if not _KEY.fullmatch(name):
        raise InvalidParameterValue(
            f"{_shown(name)} cannot be the key of a {what}: letters, digits, spaces and _ - . : / are allowed."
        )
    if posixpath.normpath(name) != name or name in (".", "..") or name.startswith(("/", "../")):
        raise InvalidParameterValue(
            f"{_shown(name)} cannot be the key of a {what}, since it is not a plain relative path; "
            "leave out leading, trailing and doubled slashes, '.' and '..'."
        )
    if len(name) > longest:
        raise InvalidParameterValue(
            f"The key {_shown(name)} of a {what} has {len(name)} characters; {longest} are allowed."
        )
    return name


def key(name: object, what: str, longest: int = limits.MAX_ENTITY_KEY_LENGTH) -> str:
    """The key of a metric, param or tag."""
    if not isinstance(name, str):
        raise InvalidParameterValue(f"The key of a {what} must be a string, not {_shown(name)}.")
    return _known_key(name, what, longest)


def text(value: object, name: str, what: str, longest: int, *, cut: bool = False) -> str:
    """The value of a param or tag; None stands for an empty text.

    Args:
        value: The value.
        name: Its key, for the error.
        what: What it is the value of.
        longest: Characters allowed.
        cut: Shorten a longer one, where ``MLFLOW_TRUNCATE_LONG_VALUES`` has not been turned off.
    """
    if not isinstance(value, str):
        value = "" if value is None else str(value)
    if len(value) > longest:
        if cut and MLFLOW_TRUNCATE_LONG_VALUES.get():
            return value[:longest]
        raise InvalidParameterValue(
            f"The value of {what} {_shown(name)} has {len(value)} characters; {longest} are allowed."
        )
    return value


def number(value: object, name: str) -> float:
    """The value of a metric."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise InvalidParameterValue(
            f"The value of metric {_shown(name)} must be a number, not {_shown(value)}."
        ) from None


def whole(value: object, name: str) -> int:
    """A whole number of 64 bits; a fraction is cut off."""
    try:
        found = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        found = None
    if found is None or not _LEAST <= found <= _LARGEST:
        raise InvalidParameterValue(f"The {name} must be a whole number of 64 bits, not {_shown(value)}.")
    return int(found)


def timestamp(value: object, name: str) -> int:
    """Milliseconds since the epoch."""
    found = whole(value, name)
    if found < 0:
        raise InvalidParameterValue(f"The {name} counts milliseconds since 1970 and cannot be {found}.")
    return found


def experiment_name(name: object) -> str:
    """The name of an experiment."""
    if not isinstance(name, str) or not name.strip():
        raise InvalidParameterValue(f"An experiment needs a name that is a text, not {_shown(name)}.")
    if len(name) > limits.MAX_EXPERIMENT_NAME_LENGTH:
        raise InvalidParameterValue(
            f"The name of an experiment may have {limits.MAX_EXPERIMENT_NAME_LENGTH} characters, not {len(name)}."
        )
    return composed(name)


def composed(name: object) -> str:
    """A name in the form of Unicode in which names are stored and compared."""
    text = str(name)
    # Composing takes time that grows with the square of a run of accents; no name is that long.
    return unicodedata.normalize("NFC", text) if len(text) <= _LONGEST_COMPOSED else text


def model_name(name: object) -> str:
    """The name of a registered model, in the form of Unicode that is stored and compared."""
    if not isinstance(name, str) or not name.strip():
        raise InvalidParameterValue(f"A registered model needs a name that is a text, not {_shown(name)}.")
    name = composed(name)
    if "/" in name or ":" in name or any(ord(c) < 32 for c in name):
        raise InvalidParameterValue(
            f"{_shown(name)} cannot be the name of a registered model, since '/' and ':' separate the parts of a "
            "models:/ URI; use '-', '_' or '.'."
        )
    if unquote(name) != name:
        raise InvalidParameterValue(
            f"{_shown(name)} cannot be the name of a registered model: a models:/ URI with it would name "
            f"{_shown(unquote(name))}."
        )
    if len(name) > limits.MAX_REGISTERED_MODEL_NAME_LENGTH:
        raise InvalidParameterValue(
            f"The name of a registered model may have {limits.MAX_REGISTERED_MODEL_NAME_LENGTH} characters, "
            f"not {len(name)}."
        )
    return name


def run_id(given: object) -> str:
    """An id that a caller wants a new run to have."""
    if not isinstance(given, str) or not _RUN_ID.fullmatch(given):
        raise InvalidParameterValue(f"The id of a new run is 32 hexadecimal digits in lower case, not {_shown(given)}.")
    return given


def model_id(given: object) -> str:
    """An id that a caller wants a new logged model to have."""
    if not isinstance(given, str) or not given.startswith("m-") or not _RUN_ID.fullmatch(given[2:]):
        raise InvalidParameterValue(
            f"The id of a new logged model is m- and 32 hexadecimal digits in lower case, not {_shown(given)}."
        )
    return given


def linked_model(given: str) -> str:
    """The id of a logged model that somebody links to; it may be one of another store, and becomes a folder's name."""
    if not _PLAIN_ID.fullmatch(given):
        raise InvalidParameterValue(f"{_shown(given)} cannot be the id of a logged model: it is no plain name.")
    return given


def logged_model_name(name: object) -> str:
    """The name of a logged model."""
    if not isinstance(name, str) or not name.strip() or any(c in "/:.%\"'" for c in name):
        raise InvalidParameterValue(
            f"{_shown(name)} cannot be the name of a logged model: it must be a text without / : . % \" and '."
        )
    if len(name) > limits.MAX_MODEL_NAME_LENGTH:
        raise InvalidParameterValue(
            f"The name of a logged model may have {limits.MAX_MODEL_NAME_LENGTH} characters, not {len(name)}."
        )
    return name


def description(value: object) -> str | None:
    """The description of a registered model or version; None where there is none."""
    return None if value is None else text(value, "description", "a model's", limits.MAX_DESCRIPTION_LENGTH)


def alias(name: object) -> str:
    """An alias of a model version."""
    if not isinstance(name, str) or not _ALIAS.fullmatch(name):
        raise InvalidParameterValue(f"An alias is made of letters, digits, _ and -, which {_shown(name)} is not.")
    if len(name) > limits.MAX_REGISTERED_MODEL_ALIAS_LENGTH:
        raise InvalidParameterValue(
            f"An alias may have {limits.MAX_REGISTERED_MODEL_ALIAS_LENGTH} characters, not {len(name)}."
        )
    if name.lower() == "latest" or _VERSION_LIKE.fullmatch(name):
        raise InvalidParameterValue(f"{_shown(name)} cannot be an alias: it reads like a version of its own meaning.")
    return name


def version(number_text: object) -> int:
    """The number of a model version."""
    shown = str(number_text)
    if not shown.isascii() or not shown.isdigit() or len(shown) > 18:
        raise InvalidParameterValue(f"A model version is a whole number such as 3, not {_shown(number_text)}.")
    return int(shown)


def page_size(wanted: object, largest: int) -> int:
    """How many results a page may hold."""
    found = whole(wanted, "number of results")
    if not 1 <= found <= largest:
        raise InvalidParameterValue(f"max_results must be between 1 and {largest}, not {found}.")
    return found

"""Page tokens: where the next page of a search begins.

A token is the URL-safe base64 text of a small JSON object: ``{"offset": n}``, which is MLflow's, or Penstock's own
``{"after": [...], "for": "…"}`` with the values of the last object's order and a mark of the order they belong to.
Tokens come back from outside and are trusted with nothing: at worst a forged one asks for another page.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s
from math import isfinite
from typing import Any, Final, TypeAlias

from mlflow.exceptions import InvalidParameterValue
from mlflow.search.orders import OrderBy

#: A value an object is ordered by; None where it has none.
OrderValue: TypeAlias = "str | int | float | bool | None"

_MAX_LENGTH: Final = 100_000
_MAX_VALUES: Final = 200
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class PageToken:
    """Where a page begins: at an offset, or after the object with these order values; one of the two is None."""

    offset: int | None = None
    after: tuple[OrderValue, ...] | None = None


def fingerprint(order: Sequence[OrderBy]) -> str:
    """A short mark of an order, by which a token made under another order is told."""
    steps = [
        (s.identifier.kind, s.identifier.key, s.identifier.aggregate, s.ascending, s.dataset_name, s.dataset_digest)
        for s in order
    ]
    return blake2s(json.dumps(steps).encode(), digest_size=6).hexdigest()


def encode_token(
    *, offset: int | None = None, after: Sequence[OrderValue] | None = None, mark: str | None = None
) -> str:
    """The token of a page.

    Args:
        offset: How many objects come before the page.
        after: Instead: order values of the last object before the page; floats must be finite.
        mark: The :func:`fingerprint` of the order that ``after`` belongs to.
    """
    if (offset is None) == (after is None):
        raise ValueError("A page begins at an offset or after values, and not at both.")
    content: dict[str, Any] = {"offset": offset} if after is None else {"after": list(after)}
    if mark is not None:
        content["for"] = mark
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")


def decode_token(token: str | None, mark: str | None = None) -> PageToken | None:
    """What a token says, or None where there is none (None or an empty text): the first page.

    Args:
        token: A token of :func:`encode_token` or of MLflow.
        mark: The :func:`fingerprint` of the present order; a token marked for another one is refused.

    Raises:
        InvalidParameterValue: The text is no page token, or one of another order.
    """
    if not token:
        return None
    content = _content(token)
    if content is None:
        raise InvalidParameterValue("The page token is not one that a search returned; start again without a token.")
    if mark is not None and content.get("for", mark) != mark:
        raise InvalidParameterValue(
            "The page token belongs to a search with another order_by; keep it the same, or start without a token."
        )
    if "after" in content:
        return PageToken(after=tuple(content["after"]))
    return PageToken(offset=content["offset"])


def _content(token: object) -> dict[str, Any] | None:
    if not isinstance(token, str) or len(token) > _MAX_LENGTH:
        return None
    try:
        raw = base64.b64decode(
            token.encode("ascii"), altchars=b"-_" if "-" in token or "_" in token else None, validate=True
        )
        content = json.loads(raw.decode("utf-8", "surrogatepass"))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(content, dict) or not isinstance(content.get("for", ""), str):
        return None
    names = set(content) - {"for"}
    if names == {"offset"} and _whole(content["offset"]) and content["offset"] >= 0:
        return content
    if names == {"after"} and isinstance(content["after"], list) and len(content["after"]) <= _MAX_VALUES:
        return content if all(map(_order_value, content["after"])) else None
    return None


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_LARGEST <= value <= _LARGEST


def _order_value(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, str):
        return "\0" not in value
    return value is None or isinstance(value, bool) or _whole(value)

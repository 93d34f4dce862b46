"""What a server answered: a body, or an error of the same class as on the other side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from mlflow.exceptions import EndpointNotFound, MlflowException, RestException, get_error_code

#: Bytes of an answer that is no error of ours which are shown.
_SHOWN: Final = 300
#: Codes for statuses of proxies, for which MLflow's table has none: those that speak of what was sent (too large, not
#: to be processed), and of a server behind that does not answer.
_OF_PROXIES: Final = {413: "BAD_REQUEST", 422: "BAD_REQUEST", 502: "TEMPORARILY_UNAVAILABLE"}


@dataclass(frozen=True)
class Answer:
    """The answer to one request.

    Args:
        status: HTTP status.
        body: All of it.
        headers: By name; names in lower case.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class _Failure(msgspec.Struct):
    error_code: str | None = None
    message: str | None = None


def failure(answer: Answer, asked: str) -> MlflowException:
    """The error that an answer stands for.

    Args:
        answer: An answer whose status is not a success.
        asked: Method and path, for the message where the answer gives none.
    """
    try:
        told = msgspec.json.decode(answer.body, type=_Failure)
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = _Failure()
    if told.error_code is not None:
        return RestException({"error_code": told.error_code, "message": told.message or f"{asked} failed."})
    if answer.status in (404, 405):
        return EndpointNotFound(
            f"{asked}: the server has no such route. Is the tracking URI the address of a tracking server, of a recent "
            "version?"
        )
    if 300 <= answer.status < 400:
        place = answer.headers.get("location", "elsewhere")
        return MlflowException(f"{asked}: the server redirects to {place}. Give that address as the tracking URI.")
    shown = answer.body[:_SHOWN].decode("utf-8", "replace").strip()
    if shown.startswith("<"):  # a page for people, of a proxy or of a server of another kind
        shown = "a web page. Is the tracking URI the address of a tracking server, and does that run?"
    return MlflowException(
        f"{asked} failed with HTTP status {answer.status}" + (f": {shown}" if shown else "."),
        error_code=_OF_PROXIES.get(answer.status) or get_error_code(answer.status),
    )

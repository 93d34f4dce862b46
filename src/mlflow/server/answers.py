"""Results and errors as HTTP answers."""

from __future__ import annotations

import errno
import logging

from starlette.responses import Response

from mlflow.exceptions import MlflowException

_log = logging.getLogger(__name__)

#: What the system says when it is the operator who has to do something.
_TROUBLE = {
    errno.ENOSPC: "The server's disk is full; nothing of the request was kept.",
    errno.EDQUOT: "The server's share of its disk is used up; nothing of the request was kept.",
    errno.EFBIG: "The file is larger than the server may write.",
    errno.EROFS: "The server cannot write: its disk is read-only.",
    errno.EACCES: "The server may not use the folder or file that this needs; its log says which.",
    errno.EMFILE: "The server has too many files open; try again later.",
}


def json(body: bytes, status: int = 200) -> Response:
    """An answer of encoded JSON."""
    return Response(body, status, media_type="application/json")


def refusal(error: Exception) -> Response:
    """The answer for an error; one that is not ours is logged, and its text is kept from the caller."""
    if not isinstance(error, MlflowException):
        _log.exception("A request failed", exc_info=error)
        known = _TROUBLE.get(error.errno or 0) if isinstance(error, OSError) else None
        error = MlflowException(known or "The server failed; its log says why.")
    headers = {"WWW-Authenticate": 'Basic realm="mlflow"'} if error.error_code == "UNAUTHENTICATED" else None
    status = error.get_http_status_code()
    return Response(error.serialize_as_json(), status, headers, media_type="application/json")

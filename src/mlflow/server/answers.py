"""Results and errors as HTTP answers."""

from __future__ import annotations

import errno
import logging
import mimetypes
from collections.abc import Iterator
from posixpath import basename
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from mlflow.exceptions import MlflowException

_log = logging.getLogger(__name__)

#: A file that somebody uploaded must not act in the name of this server when it is opened in a browser.
_HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

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


def download(path: str, chunks: Iterator[bytes], size: int | None) -> Response:
    """A file as an attachment that a browser neither guesses the type of nor runs.

    Args:
        path: Its path; the last part is the name it is saved under.
        chunks: Its content.
        size: Bytes, where known.
    """
    name = basename(path)
    plain = name if name.isascii() and not set(name) & set('"\\;\r\n') else None
    headers = {
        **_HARMLESS,
        "Content-Disposition": f"attachment; filename={plain}"
        if plain
        else f"attachment; filename*=UTF-8''{quote(name)}",
    }
    if plain and " " in plain:
        headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    if size is not None:
        headers["Content-Length"] = str(size)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StreamingResponse(chunks, headers=headers, media_type=kind)

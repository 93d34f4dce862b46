"""Files as HTTP answers: whole, in part for who continues a download, or only what is to be known about them."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator, Mapping
from posixpath import basename
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from mlflow.artifacts import digests
from mlflow.server.places import File

#: A file that somebody uploaded must not act in the name of this server when it is opened in a browser.
_HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

#: Bytes up to which a digest is made where none is kept, though only a part of the answer waits for it.
_SOON_READ = 8 << 20
#: Numbers of more digits are none: no file is that long.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def download(file: File, method: str, asked: Mapping[str, str]) -> Response:
    """A file as an attachment that a browser neither guesses the type of nor runs.

    Understands ``Range`` with ``If-Range`` for one range, ``If-None-Match``, and ``Want-Repr-Digest`` (RFC 9530): the
    digest is told where it is known or soon made; for any file to a HEAD, which may take as long as reading it.

    Args:
        file: The file.
        method: ``GET`` or ``HEAD``.
        asked: The request's headers.
    """
    headers = {**_HARMLESS, **_named(file.path), "Vary": "Want-Repr-Digest"}
    etag, size = file.content.etag, file.size
    if etag is not None:
        headers["ETag"] = etag
        if etag in map(str.strip, asked.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers={"ETag": etag})
    digest = _digest(file, method, asked)
    if digest is not None:
        headers["Repr-Digest"] = digests.header(digest)
    kind = mimetypes.guess_type(basename(file.path))[0] or "application/octet-stream"
    if size is None:
        return StreamingResponse(file.content, headers=headers, media_type=kind)
    headers["Accept-Ranges"] = "bytes"
    start, end, status = 0, size, 200
    if asked.get("range") and asked.get("if-range", etag) == etag:
        match _range(asked["range"], size):
            case None:
                pass
            case (first, past) if first < past:
                start, end, status = first, past, 206
                headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
            case _:
                return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Length"] = str(end - start)
    if method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kind)
    chunks = file.at(start)
    return StreamingResponse(chunks if end == size else _first(chunks, end - start), status, headers, media_type=kind)


def waits_for_digest(method: str, asked: Mapping[str, str]) -> bool:
    """Whether the answer may take as long as reading the file, so that it belongs into a thread."""
    return "want-repr-digest" in asked or method == "HEAD"


def _digest(file: File, method: str, asked: Mapping[str, str]) -> str | None:
    if "sha-256" not in asked.get("want-repr-digest", "sha-256").lower():
        return None
    wanted = "want-repr-digest" in asked
    return file.content.digest(compute=wanted and (method == "HEAD" or (file.size or 0) <= _SOON_READ))


def _named(path: str) -> dict[str, str]:
    name = basename(path)
    plain = name if name.isascii() and not set(name) & set('"\\;\r\n') else None
    if plain is None:
        return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return {
        "Content-Disposition": f'attachment; filename="{plain}"' if " " in plain else f"attachment; filename={plain}"
    }


def _range(value: str, size: int) -> tuple[int, int] | None:
    """First byte and the one past the last, which may be none; None for what is no single range: the whole is sent."""
    match = _RANGE.fullmatch(value.strip())
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    past = min(size, int(last) + 1) if last else size
    if last and int(last) < int(first):
        return None
    return int(first), past


def _first(chunks: Iterator[bytes], count: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[:count]
        count -= len(chunk)
        if count <= 0:
            return

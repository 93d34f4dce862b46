"""Files of the user interface: small on the wire, and asked for once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response

from mlflow.artifacts.local import LocalArtifacts
from mlflow.exceptions import MlflowException, ResourceDoesNotExist
from mlflow.uris import relative_path

#: Built files carry a digest in their names, except for the few at the root.
_LASTING, _ASKED_AGAIN = "public, max-age=31536000, immutable", "no-cache"
_COMPRESSED = frozenset({".js", ".mjs", ".css", ".html", ".svg", ".json", ".md", ".map", ".txt"})
#: Beside a file of a distribution: the same, as small as it gets. Browsers ask for it over HTTPS.
_PRESSED = ".br"
#: Bytes below which compressing is not worth the trouble.
_SMALL = 1024


@dataclass(frozen=True)
class _Kept:
    changed: tuple[int, int]
    content: bytes
    compressed: bytes | None
    pressed: bytes | None
    tag: str


class UiFiles:
    """The files of a folder, read and compressed when they are first asked for.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = LocalArtifacts(folder)
        self._kept: dict[str, _Kept] = {}

    def answer(self, path: str, asked: Headers, further: dict[str, str] | None = None) -> Response:
        """The answer with a file: whole or compressed, or that it has not changed.

        Args:
            path: Relative path.
            asked: Headers of the request.
            further: Headers of the answer.

        Raises:
            ResourceDoesNotExist: There is no such file, or it is none that is served.
        """
        kept = self._read(path)
        headers = {
            **(further or {}),
            "Cache-Control": _LASTING if "/" in path else _ASKED_AGAIN,
            "ETag": kept.tag,
            "Last-Modified": formatdate(kept.changed[0] / 1e9, usegmt=True),
        }
        if kept.compressed is not None:
            headers["Vary"] = "Accept-Encoding"
        if _names(asked.get("if-none-match", ""), kept.tag):
            return Response(status_code=304, headers=headers)
        content = kept.content
        accepted = asked.get("accept-encoding", "")
        if kept.pressed is not None and takes(accepted, "br"):
            content = kept.pressed
            headers["Content-Encoding"] = "br"
        elif kept.compressed is not None and takes_gzip(accepted):
            content = kept.compressed
            headers["Content-Encoding"] = "gzip"
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return Response(content, headers=headers, media_type=kind)

    def _read(self, path: str) -> _Kept:
        try:
            # One way to write a path: each that is answered is kept in memory.
            found = self._files.stat(path) if relative_path(path) == path else None
        except MlflowException:
            found = None
        if found is None or found.is_dir or any(part.startswith(".") for part in path.split("/")):
            raise ResourceDoesNotExist("There is no such file among those of the user interface.")
        state = (self._folder / path).stat()
        changed = (state.st_mtime_ns, state.st_size)
        kept = self._kept.get(path)
        if kept is None or kept.changed != changed:
            content = b"".join(self._files.read(path))
            smaller = pressed = None
            if Path(path).suffix in _COMPRESSED and len(content) >= _SMALL:
                smaller = gzip.compress(content, 9, mtime=0)
                if self._files.stat(path + _PRESSED) is not None:
                    pressed = b"".join(self._files.read(path + _PRESSED))
            # Weak, since it names the file and not one of the ways to send it.
            tag = f'W/"{hashlib.sha256(content).hexdigest()[:20]}"'
            kept = self._kept[path] = _Kept(changed, content, smaller, pressed, tag)
        return kept


def takes_gzip(accepted: str) -> bool:
    """Whether an ``Accept-Encoding`` header allows gzip."""
    return takes(accepted, "gzip", "x-gzip", "*")


def takes(accepted: str, *names: str) -> bool:
    """Whether an ``Accept-Encoding`` header allows a coding of some names."""
    for item in accepted.lower().split(","):
        coding, _, weight = item.partition(";")
        if coding.strip() in names:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _names(header: str, tag: str) -> bool:
    """Whether an ``If-None-Match`` header names a tag."""
    opaque = tag.removeprefix("W/")
    return any(item.strip().removeprefix("W/") in (opaque, "*") for item in header.split(","))

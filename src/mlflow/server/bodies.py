"""Bodies of requests: JSON within limits, and files as streams."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future

import msgspec
from starlette.requests import ClientDisconnect, Request

from mlflow.artifacts.digests import from_header
from mlflow.exceptions import BadRequest, InvalidParameterValue, RequestTooLarge

#: Bytes that a worker thread is handed at once.
_BLOCK = 1 << 20
#: Bytes of a compressed body beyond which opening it would keep the event loop from others.
_LARGE = 1 << 16
#: Seconds after which a sender who has gone silent is given up: they hold a thread.
SILENCE = 60.0


async def json_body(request: Request, limit: int) -> bytes:
    """The JSON of a request.

    A JSON text that holds JSON is opened once more, since some clients encode twice.

    Args:
        request: The request.
        limit: Most bytes that are read.

    Raises:
        InvalidParameterValue: It is not declared as JSON; a form of another site cannot declare so.
        RequestTooLarge: It is larger than the limit.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    body = b""
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    body = parts[0] if len(parts) == 1 else b"".join(parts)
    if not body:
        return body
    if (encoding := request.headers.get("content-encoding")) is not None:
        if len(body) > _LARGE:
            body = await asyncio.get_running_loop().run_in_executor(None, _decoded, body, encoding, limit)
        else:
            body = _decoded(body, encoding, limit)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise InvalidParameterValue("A body must be JSON, and its Content-Type must be application/json.")
    if body.lstrip()[:1] == b'"':
        try:
            return msgspec.json.decode(body, type=str).encode()
        except (msgspec.DecodeError, UnicodeError):
            raise InvalidParameterValue("The body is a JSON text that cannot be read.") from None
    return body


def _decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """What a compressed body holds; a few bytes that stand for very many are refused before they are made."""
    encoding = encoding.strip().lower()
    if encoding == "identity":
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise InvalidParameterValue("A body may be compressed with gzip only.")
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = reader.decompress(body, limit + 1)
    except zlib.error:
        raise InvalidParameterValue("The body is said to be compressed with gzip, and is not.") from None
    if len(content) > limit:
        raise _too_large(limit)
    if not reader.eof or reader.unused_data:
        raise InvalidParameterValue("The body is said to be compressed with gzip, and ends too early or too late.")
    return content


def _too_large(limit: int) -> RequestTooLarge:
    return RequestTooLarge(f"The body is larger than {limit} bytes. Send it in parts.")


class Upload(Iterator[bytes]):
    """The body of a request, read by a worker thread while the event loop receives it; holds one block at a time.

    Args:
        request: The request.
        loop: The event loop that receives it.
    """

    def __init__(self, request: Request, loop: asyncio.AbstractEventLoop) -> None:
        #: SHA-256 that the content should have, in hexadecimal, where the sender says it (RFC 9530).
        self.digest = from_header(request.headers.get("content-digest")) or from_header(
            request.headers.get("repr-digest")
        )
        declared = request.headers.get("content-length", "")
        #: Bytes, where the sender says how many.
        self.size = int(declared) if declared.isdigit() else None
        self._parts: AsyncIterator[bytes] = request.stream().__aiter__()
        self._loop = loop
        self._ended = False
        self._pending: Future[bytes] | None = None

    def abort(self) -> None:
        """Let the thread that reads fail: nobody receives any more."""
        self._ended = True
        if self._pending is not None:
            self._pending.cancel()

    def __next__(self) -> bytes:
        if self._ended:
            raise StopIteration
        self._pending = asyncio.run_coroutine_threadsafe(self._block(), self._loop)
        block = self._pending.result()
        if not block:
            raise StopIteration
        return block

    async def _block(self) -> bytes:
        parts: list[bytes] = []
        size = 0
        # A timer that is put off costs less than one that is made for each of the many parts of a block.
        reading = asyncio.current_task()
        assert reading is not None
        timer = self._loop.call_later(SILENCE, reading.cancel)
        try:
            while size < _BLOCK:
                part = await anext(self._parts)
                parts.append(part)
                size += len(part)
                timer.cancel()
                timer = self._loop.call_later(SILENCE, reading.cancel)
        except StopAsyncIteration:
            self._ended = True
        except asyncio.CancelledError:
            if timer.cancelled() or timer.when() > self._loop.time():
                raise
            raise BadRequest(f"Nothing more was sent for {SILENCE:g} seconds; nothing was written.") from None
        except ClientDisconnect:
            raise BadRequest("The connection closed before the whole file was sent; nothing was written.") from None
        finally:
            timer.cancel()
        return b"".join(parts)

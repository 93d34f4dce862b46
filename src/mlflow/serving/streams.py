"""Answers that come in pieces: server-sent events, or a JSON text a line.

The next piece is asked for when the one before has been handed to the connection, so a slow reader slows the model and
nothing piles up. The first is awaited before anything is sent: what fails at once has a status of its own.
"""

from __future__ import annotations

import asyncio
import enum
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import msgspec
from starlette.types import Receive, Send

from mlflow.exceptions import MlflowException
from mlflow.serving.answers import encode_predictions
from mlflow.serving.joining import Reply
from mlflow.serving.requests import Format, Question
from mlflow.serving.served import Served, failure, refusal
from mlflow.serving.threads import Threads

_log = logging.getLogger(__name__)
_NOTHING = object()


class StreamForm(enum.Enum):
    """How pieces are written."""

    EVENTS = b"text/event-stream; charset=utf-8"
    LINES = b"application/x-ndjson"


def stream_form(body: bytes, accept: str) -> StreamForm | None:
    """How pieces are asked for: by ``Accept``, or by ``"stream": true`` in the body; None where they are not."""
    if "text/event-stream" in accept:
        return StreamForm.EVENTS
    if "application/x-ndjson" in accept:
        return StreamForm.LINES
    if b'"stream"' not in body:
        return None
    try:
        said: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return StreamForm.EVENTS if isinstance(said, dict) and said.get("stream") is True else None


async def send_stream(
    served: Served, body: bytes, kind: Format, form: StreamForm, receive: Receive, send: Send,
    headers: Sequence[tuple[bytes, bytes]],
) -> Reply | None:  # fmt: skip
    """Answer a request in pieces.

    Args:
        served: The model.
        body: The request.
        kind: How it is written.
        form: How pieces are written.
        receive: Tells when the caller goes.
        send: Takes the pieces.
        headers: Further headers of the answer.

    Returns:
        None once all is sent; the answer to send instead where there is not even a first piece.
    """
    threads, timeout = Threads(1, 1), served.limits.timeout
    pieces: Iterator[Any] | None = None

    def begin() -> Any:
        nonlocal pieces
        question = served.read(body, kind)
        if not isinstance(question, Question):
            return question
        try:
            pieces = iter(served.stream(question))
            return encode_predictions(next(pieces), wrapped=False)
        except StopIteration:
            return _NOTHING
        except MlflowException as error:
            if error.error_code == "NOT_IMPLEMENTED":
                text = f'{error.message} Leave out "stream" and the Accept header to get the answer whole.'
                return refusal(MlflowException(text, error_code="BAD_REQUEST"))
            return failure(error)
        except (Exception, SystemExit) as error:
            return failure(error)

    def following() -> Any:
        assert pieces is not None
        try:
            return encode_predictions(next(pieces), wrapped=False)
        except StopIteration:
            return _NOTHING
        except (Exception, SystemExit) as error:
            return failure(error)

    gone = asyncio.ensure_future(_gone(receive))
    begun = False
    try:
        piece = await threads.run(begin, timeout)
        if isinstance(piece, tuple):
            return piece
        start = [(b"content-type", form.value), (b"x-accel-buffering", b"no"), *headers]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        begun = True
        while piece is not _NOTHING and not isinstance(piece, tuple) and not gone.done():
            await send({"type": "http.response.body", "body": _written(piece, form), "more_body": True})
            piece = await threads.run(following, timeout)
        last = _failed(piece[1], form) if isinstance(piece, tuple) else _END[form]
        await send({"type": "http.response.body", "body": last})
    except TimeoutError:
        if not begun:
            return 504, b'{"error_code":"DEADLINE_EXCEEDED","message":"The model gave no answer in time."}'
        text = b'{"error_code":"DEADLINE_EXCEEDED","message":"The model gave no further piece in time."}'
        await send({"type": "http.response.body", "body": _failed(text, form)})
    finally:
        gone.cancel()
        with suppress(Exception):
            await threads.run(lambda: _close(pieces), timeout)
        threads.close()
    return None


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        await asyncio.sleep(0.1)  # a server says nothing else here, save one that does not wait at all


def _close(pieces: Iterator[Any] | None) -> None:
    closing = getattr(pieces, "close", None)
    if closing is not None:
        closing()


_END = {StreamForm.EVENTS: b"data: [DONE]\n\n", StreamForm.LINES: b""}


def _written(piece: bytes, form: StreamForm) -> bytes:
    return b"data: " + piece + b"\n\n" if form is StreamForm.EVENTS else piece + b"\n"


def _failed(text: bytes, form: StreamForm) -> bytes:
    if form is StreamForm.EVENTS:
        return b"event: error\ndata: " + text + b"\n\n"
    return b'{"error": ' + text + b"}\n"

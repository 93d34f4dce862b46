"""Bodies of requests, read no further than they may be long."""

from __future__ import annotations

from starlette.types import Message, Receive


async def read_body(receive: Receive, most: int) -> bytes | None:
    """The whole body of a request, or None when it is larger than allowed.

    Args:
        receive: Gives the body, as ASGI has it.
        most: Bytes that it may have.
    """
    message: Message = await receive()
    first: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return first if len(first) <= most else None
    pieces, size = [first], len(first)
    while message.get("more_body"):
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > most:
            return None
    return b"".join(pieces)

"""Bodies of requests, read no further than they may be long."""

from __future__ import annotations

from starlette.types import Message, Receive


async def pass_over(receive: Receive, most: int) -> None:
    """Let a caller send what will not be read, as most listen for the answer only then.

    A connection that is closed upon bytes nobody read is reset, and the answer is lost with it.

    Args:
        receive: Gives the body, as ASGI has it.
        most: Bytes to wait for.
    """
    size, more = 0, True
    while more and size <= most:
        message: Message = await receive()
        size += len(message.get("body", b""))
        more = message["type"] != "http.disconnect" and bool(message.get("more_body"))


async def read_body(receive: Receive, most: int) -> bytes | None:
    """The whole body of a request, or None when it is larger than allowed; then as much again is passed over.

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
            if message.get("more_body"):
                await pass_over(receive, most)
            return None
    return b"".join(pieces)

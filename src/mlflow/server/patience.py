"""How long the server waits for those who do not send, or do not read: a connection is not theirs for ever.

uvicorn ends a connection that stays idle after a request, and nothing else. Here a request's head has a time and a
size, and its body and the reading of its answer must go on.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Seconds from the first byte of a request, or from the connection, to the end of its head.
HEAD_SECONDS = 30.0
#: Seconds for which a sender of a body, or a reader of an answer, may do nothing.
SILENT_SECONDS = 75.0
#: Seconds for which a server that is told to stop hears those who may just be sending a request.
FAREWELL_SECONDS = 0.5
#: Most bytes of a request's line and headers.
HEAD_BYTES = 64 << 10

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\ncontent-length: 34\r\n"
    b"connection: close\r\n\r\nThe head of the request is too big"
)


class PatientProtocol(HttpToolsProtocol):
    """A connection that knows since when it waits for what."""

    _leaving = False
    _in_head = True
    _in_body = False
    _head_bytes = 0
    _since = 0.0
    _unread = 0
    _unread_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._since = self.loop.time()

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        else:
            self._since = self.loop.time()
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if not self._in_head:  # another request on the connection
            self._head_bytes = 0
        self._in_head, self._in_body = True, False
        self._since = self.loop.time()

    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        super().on_headers_complete()
        if self._leaving and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        self._in_body = False
        super().on_message_complete()

    def shutdown(self) -> None:
        """The server stops. A request that is on its way here is answered still; else the connection is closed."""
        if self._is_idle():
            self._leaving = True
            self.loop.call_later(FAREWELL_SECONDS, self._leave)
        else:
            super().shutdown()

    def _leave(self) -> None:
        if self._is_idle() and not self.transport.is_closing():
            self.transport.close()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def is_given_up(self, now: float) -> bool:
        """Whether the other side has taken too long; asked every few seconds.

        Args:
            now: The time by the clock of the event loop.
        """
        if self._in_head and now - self._since > HEAD_SECONDS:
            # Between two requests uvicorn's own time to keep a connection counts.
            return self.timeout_keep_alive_task is None
        if self._in_body and now - self._since > SILENT_SECONDS:
            # Where this side has not asked for the body yet, or for more of it, the waiting is its own.
            return not self.flow.read_paused and not self.cycle.waiting_for_100_continue
        unread = self.transport.get_write_buffer_size()
        if not unread or unread != self._unread:
            self._unread, self._unread_since = unread, now
            return False
        return now - self._unread_since > SILENT_SECONDS

    def give_up(self) -> None:
        """Close the connection; whoever works for it is told that the client is gone."""
        self.transport.abort()


def give_up_on(connections: set[Any], now: float) -> None:
    """Close the connections of a server that take too long."""
    for connection in list(connections):
        if isinstance(connection, PatientProtocol) and connection.is_given_up(now):
            connection.give_up()

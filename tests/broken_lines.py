"""A line between a client and a server that is cut after so many bytes, each time somebody connects."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class BrokenLine:
    """Hands bytes on in both directions until as many have passed as ``cuts`` says next.

    Args:
        address: ``http://host:port`` of the server.
        cuts: Bytes that pass on one connection after the other before it is cut; whole connections after these.
    """

    def __init__(self, address: str, *cuts: int) -> None:
        host, _, port = address.removeprefix("http://").partition(":")
        self._server = (host, int(port))
        self.cuts = list(cuts)
        self.connections = 0
        self.passed = 0  # bytes in both directions
        self.pause = 0.0  # seconds before each 64 kB
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._closed = False
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while not self._closed:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            try:
                far = socket.create_connection(self._server)
            except OSError:
                near.close()
                continue
            self._open += [near, far]
            left = [self.cuts.pop(0) if self.cuts else 1 << 60]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink, left), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, left: list[int]) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                time.sleep(self.pause)
                self.passed += len(data)
                sink.sendall(data[: max(0, left[0])])
                left[0] -= len(data)
                if left[0] <= 0:
                    break
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()  # what is still sent to it is answered with a reset

    def close(self) -> None:
        self._closed = True
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def broken_line(address: str, *cuts: int) -> Iterator[BrokenLine]:
    line = BrokenLine(address, *cuts)
    try:
        yield line
    finally:
        line.close()

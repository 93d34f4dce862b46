"""Running the server: one socket, one or several processes, and an end that leaves nothing behind.

The socket is bound before anything heavy is loaded, so that a port in use is told at once, and has TCP_NODELAY, which
accepted connections inherit: small answers are not held back for an acknowledgement.
"""

from __future__ import annotations

import os
import shlex
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import uvicorn
from click import Context
from click.core import ParameterSource

from mlflow.exceptions import InvalidParameterValue

_PATIENCE = 5.0


def bind(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        InvalidParameterValue: There is no such address, or the port is taken.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror:
        raise InvalidParameterValue(f"There is no address {host!r} to listen at.") from None
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise InvalidParameterValue(
            f"Port {port} of {host} cannot be listened at: {error.strerror or error}. "
            "Stop what is there, or choose another with --port."
        ) from None
    listening.setblocking(False)
    return listening


def address(listening: socket.socket, prefix: str = "", scheme: str = "http") -> str:
    """The address to open in a browser."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"{scheme}://{host}:{port}{prefix}"


def serve(listening: socket.socket, config: uvicorn.Config, workers: int, ready: Callable[[], None]) -> None:
    """Serve until told to stop by SIGTERM or SIGINT; all processes are gone afterwards.

    Args:
        listening: The socket.
        config: What is served and how.
        workers: Processes.
        ready: Called once, when connections are answered or are about to be.
    """
    if workers <= 1:
        server = _Announcing(config, ready)
        server.run(sockets=[listening])
        return
    ready()
    _Workers(listening, config, workers).run()


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Workers:
    """Processes that share a socket; one that dies is replaced, and all end with their parent, however that ends."""

    def __init__(self, listening: socket.socket, config: uvicorn.Config, count: int) -> None:
        self._listening = listening
        self._config = config
        self._count = count
        self._alive: dict[int, float] = {}
        self._stopping = False
        # Nothing is ever written: the children's end reads its end when the last holder of the other, the parent, dies.
        self._lifeline, self._held = os.pipe()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for _ in range(self._count):
            self._start()
        while self._alive:
            try:
                ended, _ = os.wait()
            except ChildProcessError:
                break
            began = self._alive.pop(ended, 0.0)
            if not self._stopping:
                if time.monotonic() - began < 1:
                    time.sleep(1)  # what fails at once is not tried a thousand times a second
                self._start()

    def _start(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child:
            self._alive[child] = time.monotonic()
            return
        status = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            os.close(self._held)
            threading.Thread(target=self._end_with_parent, daemon=True).start()
            uvicorn.Server(self._config).run(sockets=[self._listening])
            status = 0
        finally:
            os._exit(status)

    def _end_with_parent(self) -> None:
        os.read(self._lifeline, 1)
        os._exit(0)

    def _stop(self, *_: object) -> None:
        if not self._stopping:
            self._stopping = True
            for child in self._alive:
                os.kill(child, signal.SIGTERM)
            signal.signal(signal.SIGALRM, self._kill)
            signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    def _kill(self, *_: object) -> None:
        for child in self._alive:
            os.kill(child, signal.SIGKILL)


def cores() -> int:
    """CPU cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def uvicorn_options(text: str) -> dict[str, Any]:
    """The settings that ``--uvicorn-opts`` says, in the words of uvicorn's own command line.

    Raises:
        InvalidParameterValue: uvicorn does not understand them, or they contradict the server's own options.
    """
    try:
        context = uvicorn.main.make_context("uvicorn", [*shlex.split(text), "app"])
    except Exception as error:
        raise InvalidParameterValue(f"--uvicorn-opts are not understood: {error}") from None
    given = {name: value for name, value in context.params.items() if _is_given(context, name)}
    refused = sorted(given.keys() & _OURS)
    if refused:
        raise InvalidParameterValue(
            f"--uvicorn-opts cannot say {', '.join(refused)}: mlflow server binds the socket and starts the workers; "
            "use its own options."
        )
    if "headers" in given:
        given["headers"] = [tuple(header.split(":", 1)) for header in given["headers"]]
    return given


_OURS = frozenset({"host", "port", "uds", "fd", "workers", "factory", "app_dir"} | {"reload", "reload_dirs"})


def _is_given(context: Context, name: str) -> bool:
    return name != "app" and context.get_parameter_source(name) is ParameterSource.COMMANDLINE

"""Running the server: one socket, one or several processes, and an end that leaves nothing behind.

The socket is bound before anything heavy is loaded, so that a port in use is told at once, and has TCP_NODELAY, which
accepted connections inherit: small answers are not held back for an acknowledgement.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
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
from mlflow.server.patience import give_up_on

#: Seconds that workers are given beyond the time that requests in progress have.
_MARGIN = 2.0
#: Files, and so connections, that a process wants to hold open at once, if the system lets it.
_FILES = 65536
#: Ticks of a tenth of a second between looks at connections.
_LOOK = 20


def bind(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        InvalidParameterValue: There is no such address or port, or it is taken.
    """
    if not 0 <= port < 1 << 16:  # what is above would be wrapped around, and another port listened at
        raise InvalidParameterValue(f"A port is a number from 0 to {(1 << 16) - 1}, not {port}.")
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
    if config.limit_concurrency is None:
        # Whoever comes beyond is told to come again, which is better than not being heard.
        config.limit_concurrency = max(64, _raise_file_limit() * 3 // 4)
    if workers <= 1:
        server = _Server(config, ready)
        server.run(sockets=[listening])
        return
    ready()
    _Workers(listening, config, workers).run()


def _raise_file_limit() -> int:
    """The number of files that this process may hold open, once it is as large as may be asked for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return min(soft, _FILES) if soft != resource.RLIM_INFINITY else _FILES


class _Server(uvicorn.Server):
    """Tells when it is there, and looks at its connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            spare_from_collection()
            if self._ready is not None:
                self._ready()

    async def on_tick(self, counter: int) -> bool:
        if counter % _LOOK == 0:
            give_up_on(self.server_state.connections, asyncio.get_running_loop().time())
        return await super().on_tick(counter)


def spare_from_collection() -> None:
    """Have the garbage collector pass over all objects that live now: modules, models, the application.

    They are hundreds of thousands, and looking through them holds every request up for tens of milliseconds, time and
    again. Called again, it first collects what has become garbage among them.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class _Workers:
    """Processes that share a socket; one that dies is replaced, and all end with their parent, however that ends.

    SIGHUP replaces all of them, the new ones first; nobody who connects meanwhile is turned away.
    """

    def __init__(self, listening: socket.socket, config: uvicorn.Config, count: int) -> None:
        self._listening = listening
        self._config = config
        self._count = count
        self._alive: dict[int, float] = {}
        self._retiring: set[int] = set()
        self._stopping = False
        # Nothing is ever written: the children's end reads its end when the last holder of the other, the parent, dies.
        self._lifeline, self._held = os.pipe()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGHUP, self._replace)
        for _ in range(self._count):
            self._start()
        while self._alive:
            try:
                ended, _ = os.wait()
            except ChildProcessError:
                break
            began = self._alive.pop(ended, 0.0)
            retired = ended in self._retiring
            self._retiring.discard(ended)
            if not self._stopping and not retired:
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
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            for ending in (signal.SIGTERM, signal.SIGINT):
                signal.signal(ending, signal.SIG_DFL)
            os.close(self._held)
            threading.Thread(target=self._end_with_parent, daemon=True).start()
            _Server(self._config).run(sockets=[self._listening])
            status = 0
        finally:
            os._exit(status)

    def _end_with_parent(self) -> None:
        os.read(self._lifeline, 1)
        os._exit(0)

    def _replace(self, *signalled: object) -> None:
        if not self._stopping:
            old = [child for child in self._alive if child not in self._retiring]
            for _ in range(self._count):
                self._start()
            self._retiring.update(old)
            for child in old:
                os.kill(child, signal.SIGTERM)

    def _stop(self, *_: object) -> None:
        if not self._stopping:
            self._stopping = True
            for child in self._alive:
                os.kill(child, signal.SIGTERM)
            signal.signal(signal.SIGALRM, self._kill)
            signal.setitimer(signal.ITIMER_REAL, (self._config.timeout_graceful_shutdown or 0.0) + _MARGIN)

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

"""Running one contestant's process: a case, a server, a scoring server under load."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from contestants import Contestant

CASES = Path(__file__).resolve().parent / "cases"
_ALWAYS = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "GIT_PYTHON_REFRESH": "quiet"}


def environment(who: Contestant, **variables: str) -> dict[str, str]:
    """This process's environment without what would steer either, with the contestant's, its commands first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "PYTHON"))}
    kept["PATH"] = f"{who.python.parent}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, **_ALWAYS, **who.variables, **variables}


def run_case(who: Contestant, case: str, folder: Path, *arguments: str, **variables: str) -> dict[str, float]:
    """What the case reports, and ``process_s``, the time its whole process took, in a fresh folder."""
    place = Path(tempfile.mkdtemp(dir=folder))
    command = [str(who.python), str(CASES / f"{case}.py"), *arguments]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=place, env=environment(who, **variables), capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise RuntimeError(f"{case} of {who.name} failed:\n{done.stdout}\n{done.stderr[-3000:]}")
    return {**json.loads(done.stdout.strip().splitlines()[-1]), "process_s": seconds}


@dataclass(frozen=True)
class Server:
    """A running server, how long it took to its first 200, and its processes."""

    address: str
    start_s: float
    process: psutil.Process

    def memory_mb(self) -> float:
        """Proportional set size of all its processes: pages they share are counted once."""
        family = [self.process, *self.process.children(recursive=True)]
        total = 0
        for process in family:
            with suppress(psutil.NoSuchProcess):  # a server may start and end processes of its own while idle
                total += process.memory_full_info().pss
        return total / 1e6


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(who: Contestant, arguments: list[str], path: str, folder: Path) -> Iterator[Server]:
    """The contestant's ``mlflow`` command as a server that answers 200 at the path."""
    port = free_port()
    command = [str(who.python), "-m", "mlflow", *arguments, "--host", "127.0.0.1", "--port", str(port)]
    with started(who, command, port, path, folder) as running:
        yield running


@contextmanager
def started(who: Contestant, command: list[str], port: int, path: str, folder: Path) -> Iterator[Server]:
    """A command as a server that answers 200 at the path."""
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(who), stdout=output, stderr=output, start_new_session=True
        )
    try:
        while not _answers(f"http://127.0.0.1:{port}{path}"):
            if process.poll() is not None or time.perf_counter() - start > 180:
                raise RuntimeError(f"{' '.join(command)}:\n{log.read_text()[-3000:]}")
            time.sleep(0.01)
        yield Server(f"http://127.0.0.1:{port}", time.perf_counter() - start, psutil.Process(process.pid))
    finally:
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def watching(server: Server) -> Iterator[list[float]]:
    """The most memory that a server takes while the block runs, in MB, in a list that grows to one number."""
    most = [server.memory_mb()]
    stopped = threading.Event()

    def watch() -> None:
        while not stopped.wait(0.1):
            most[0] = max(most[0], server.memory_mb())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        stopped.set()
        thread.join()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False

"""Processes of either implementation: scripts that report facts, servers that live as long as a block."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",  # the genuine package would call out
    "DO_NOT_TRACK": "true",
    "GIT_PYTHON_REFRESH": "quiet",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",  # a refusal shall show at once
    "PYTHONWARNINGS": "ignore",  # its dependencies' warnings are not ours to mend
}


def clean_environment(**variables: str) -> dict[str, str]:
    """This process's environment without what would steer either implementation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "PYTHON", "COV_"))}
    return {**kept, **_QUIET, **variables}


def facts_of(
    python: Path, script: Path, folder: Path, *arguments: str, tracking_uri: str = "",
    variables: Mapping[str, str] | None = None,
) -> Any:  # fmt: skip
    """Run a script in the folder, with more environment variables; what it reports as JSON on its last line.

    Raises:
        AssertionError: The script failed; its output is in the message.
    """
    variables = {**(variables or {}), **({"MLFLOW_TRACKING_URI": tracking_uri} if tracking_uri else {})}
    done = subprocess.run(
        [str(python), str(script), *arguments],
        cwd=folder, env=clean_environment(**variables), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{script.name} {' '.join(arguments)} with {python}:\n{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout.strip().splitlines()[-1])


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def server(python: Path, folder: Path, seconds: float, *options: str) -> Iterator[str]:
    """The address of ``mlflow server`` of the interpreter, with its records and artifacts in the folder."""
    port = free_port()
    command = [str(python), "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", f"sqlite:///{folder}/records.db", "--artifacts-destination", f"{folder}/files"]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *options],
            cwd=folder, env=clean_environment(), stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        end = time.monotonic() + seconds
        while not is_healthy(address):
            assert process.poll() is None and time.monotonic() < end, f"{python} server:\n{log.read_text()}"
            time.sleep(0.1)
        yield address
    finally:
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False

"""Step 5: serve the model in production from a process of its own, and ask it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def wait_until_up(url: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return when the address answers 200.

    Raises:
        RuntimeError: The process ended, or the time is up.
    """
    end = time.monotonic() + seconds
    while not answers(url):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"no answer from {url}; exit status of its process: {process.poll()}")
        time.sleep(0.05)


def mlflow_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mlflow", *arguments]


@contextmanager
def served(model_uri: str) -> Iterator[str]:
    """The address of a scoring server for the model, which runs as long as the block."""
    port = str(free_port())
    process = subprocess.Popen(
        mlflow_command("models", "serve", "-m", model_uri, "--port", port, "--env-manager", "local")
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}/ping", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask(address: str, rows: pd.DataFrame) -> list[Any]:
    """The server's predictions for the rows."""
    body = json.dumps({"dataframe_split": rows.to_dict(orient="split", index=False)}).encode()
    request = urllib.request.Request(f"{address}/invocations", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        predictions: list[Any] = json.loads(response.read())["predictions"]
    return predictions

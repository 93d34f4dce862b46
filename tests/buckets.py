"""An S3 server on loopback, in a process of its own that ends with the block."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.processes import free_port

_SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=reader/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, "
    "Signature=none",
    "Content-Type": "application/octet-stream",
}


@dataclass(frozen=True)
class S3Server:
    """The server's address, and what its clients need in their environment."""

    address: str
    process: int

    @property
    def variables(self) -> dict[str, str]:
        return {
            "MLFLOW_S3_ENDPOINT_URL": self.address,
            "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
            "AWS_ACCESS_KEY_ID": "reader",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def make_bucket(self, name: str) -> None:
        self.call("PUT", f"/{name}")

    def headers(self, path: str) -> dict[str, str]:
        request = urllib.request.Request(self.address + path, method="HEAD", headers=_SIGNED)
        with urllib.request.urlopen(request, timeout=10) as response:
            return {name.lower(): value for name, value in response.headers.items()}

    def call(self, method: str, path: str, data: bytes | None = None) -> bytes:
        """A request by hand; the server wants to know who asks, and believes it."""
        request = urllib.request.Request(self.address + path, method=method, data=data, headers=_SIGNED)
        with urllib.request.urlopen(request, timeout=10) as response:
            return bytes(response.read())


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """A server whose lists come in pages of ten."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env={**os.environ, "MOTO_S3_DEFAULT_MAX_KEYS": "10", "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    server = S3Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        end = time.monotonic() + 60
        while True:
            try:
                server.call("GET", "/moto-api/data.json")
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, "the S3 server did not start"
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=15)

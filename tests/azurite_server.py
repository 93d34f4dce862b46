"""Azure's emulator of its blob storage on loopback, in a process of its own that ends with the block."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import secrets
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hatch_build import npm_command
from tests.processes import free_port

_ROOT = Path(__file__).resolve().parents[1]
_PINNED = Path(__file__).parent / "azurite"
_HOME = _ROOT / ".cache" / "azurite"
_ACCOUNT = "ours"


class Absent(Exception):
    """It cannot be installed here; the text says why."""


@dataclass(frozen=True)
class AzureServer:
    """The server's address, and the key of its account."""

    address: str
    key: str

    @property
    def variables(self) -> dict[str, str]:
        endpoint = f"{self.address}/{_ACCOUNT}"
        text = f"DefaultEndpointsProtocol=http;AccountName={_ACCOUNT};AccountKey={self.key};BlobEndpoint={endpoint};"
        return {"AZURE_STORAGE_CONNECTION_STRING": text, "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1"}

    def make_container(self, name: str) -> None:
        moment = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
        version = "2021-08-06"
        text = (
            "PUT" + "\n" * 12 + f"x-ms-date:{moment}\nx-ms-version:{version}\n"
            f"/{_ACCOUNT}/{_ACCOUNT}/{name}\nrestype:container"
        )
        signature = base64.b64encode(hmac.new(base64.b64decode(self.key), text.encode(), hashlib.sha256).digest())
        request = urllib.request.Request(
            f"{self.address}/{_ACCOUNT}/{name}?restype=container",
            method="PUT",
            headers={
                "x-ms-date": moment,
                "x-ms-version": version,
                "Authorization": f"SharedKey {_ACCOUNT}:{signature.decode()}",
                "Content-Length": "0",
            },
        )
        with urllib.request.urlopen(request, timeout=10):
            pass


def _installed() -> tuple[Path, dict[str, str]]:
    """Its program, installed from the lock when that has changed, and the environment in which it finds Node."""
    try:
        npm, environment = npm_command()
    except RuntimeError:
        raise Absent("Azurite needs Node, which is not to be had here") from None
    lock = (_PINNED / "package-lock.json").read_text()
    made_from = _HOME / ".made-from"
    _HOME.mkdir(parents=True, exist_ok=True)
    with (_HOME.parent / "azurite.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not made_from.is_file() or made_from.read_text() != lock:
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(_PINNED / name, _HOME / name)
            command = [*npm, "ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=_HOME, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                raise Absent(f"Azurite could not be installed: {done.stderr[-500:]}")
            made_from.write_text(lock)
    return _HOME / "node_modules" / ".bin" / "azurite-blob", environment


@contextmanager
def azure_server(folder: Path) -> Iterator[AzureServer]:
    """A server that keeps its blobs in the folder.

    Raises:
        Absent: It cannot be installed here.
    """
    program, environment = _installed()
    port = free_port()
    server = AzureServer(f"http://127.0.0.1:{port}", base64.b64encode(secrets.token_bytes(32)).decode())
    command = [str(program), "--blobHost", "127.0.0.1", "--blobPort", str(port), "--location", str(folder)]
    process = subprocess.Popen(
        [*command, "--silent", "--skipApiVersionCheck", "--disableTelemetry"],
        env={**environment, "AZURITE_ACCOUNTS": f"{_ACCOUNT}:{server.key}"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while True:
            try:
                server.make_container("made-first")
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, "Azurite did not start"
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=15)

"""SFTP and FTP servers on loopback, for files in a folder, in processes of their own."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncssh

from tests.processes import free_port

USER, PASSWORD = "reader", "kept to ourselves"
_ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def sftp_server(folder: Path, home: Path) -> Iterator[str]:
    """``host:port`` of a server of the folder, whose key is noted in ``home/.ssh/known_hosts``."""
    port = free_port()
    (home / ".ssh").mkdir(parents=True, exist_ok=True)
    known = home / ".ssh" / "known_hosts"
    with _serving([sys.executable, "-m", "tests.machines", str(folder), str(port), str(known)], port) as host:
        yield host


@contextmanager
def ftp_server(folder: Path) -> Iterator[str]:
    """``host:port`` of a server of the folder."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "pyftpdlib", "-i", "127.0.0.1", "-p", str(port), "-w"]
    with _serving([*command, "-d", str(folder), "-u", USER, "-P", PASSWORD], port) as host:
        yield host


@contextmanager
def _serving(command: list[str], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, "the server did not start"
                time.sleep(0.05)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)


class _Server(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


async def _serve_sftp(folder: str, port: int, known: str) -> None:
    def files(channel: Any) -> asyncssh.SFTPServer:
        return asyncssh.SFTPServer(channel, chroot=folder.encode())

    key = asyncssh.generate_private_key("ssh-ed25519")
    Path(known).write_text(f"[127.0.0.1]:{port} {key.export_public_key().decode().strip()}\n")
    await asyncssh.listen("127.0.0.1", port, server_factory=_Server, server_host_keys=[key], sftp_factory=files)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve_sftp(sys.argv[1], int(sys.argv[2]), sys.argv[3]))

"""Opens SFTP servers."""

from __future__ import annotations

import socket
from typing import Any

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

from mlflow import environment_variables as variables
from mlflow.artifacts.filesystems import FilesystemArtifacts
from mlflow.uris import Location, account_of


class _Sftp(SFTPFileSystem):  # type: ignore[misc]  # ships no types
    """Speaks only to servers whose key the user knows; fsspec by itself speaks to any."""

    def _connect(self) -> None:
        self.client = paramiko.SSHClient()
        self.client.load_system_host_keys()
        address = (self.host, self.ssh_kwargs.get("port", 22))
        line = socket.create_connection(address, self.ssh_kwargs.get("timeout"))
        # Each request waits for its answer; it must not also wait for an acknowledgement.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.client.connect(self.host, sock=line, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()
        except BaseException:
            self.client.close()
            line.close()
            raise

    def _open(self, path: str, mode: str = "rb", block_size: int | None = None, **kwargs: Any) -> Any:
        file = super()._open(path, mode, block_size, **kwargs)
        if "w" in mode:
            file.set_pipelined(True)  # answers are looked at when the file is closed
        return file

    def __del__(self) -> None:
        if hasattr(self, "client"):
            self.client.close()


def open_sftp(location: Location, server: str | None) -> FilesystemArtifacts:
    """The files of an ``sftp://user@host/folder`` location; keys are those of ssh: of an agent, or in ``~/.ssh``.

    Raises:
        InvalidParameterValue: The location names no host.
        PermissionDenied: The server's key is not in ``~/.ssh/known_hosts``, or it refuses the user.
        TemporarilyUnavailable: It is away.
    """
    account = account_of(location)
    seconds = variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get()
    given: dict[str, Any] = {"username": account.user, "password": account.password, "port": account.port or 22}

    def connect() -> Any:
        return _Sftp(
            account.host,
            **{name: value for name, value in given.items() if value is not None},
            timeout=min(seconds, 30),
            skip_instance_cache=True,
        )

    return FilesystemArtifacts(connect, location.path, location.shown)

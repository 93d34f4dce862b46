"""Opens FTP servers."""

from __future__ import annotations

from typing import Any

from fsspec.implementations.ftp import FTPFileSystem

from mlflow import environment_variables as variables
from mlflow.artifacts.filesystems import FilesystemArtifacts
from mlflow.uris import Location, account_of


class _Ftp(FTPFileSystem):  # type: ignore[misc]  # ships no types
    """Lets go of a connection whose login fails."""

    def _connect(self) -> None:
        try:
            super()._connect()
        except BaseException:
            if hasattr(self, "ftp"):
                self.ftp.close()
            raise


def open_ftp(location: Location, server: str | None) -> FilesystemArtifacts:
    """The files of an ``ftp://user:password@host/folder`` location; ``ftps://`` encrypts.

    Raises:
        InvalidParameterValue: The location names no host.
        PermissionDenied: The server refuses the user.
        TemporarilyUnavailable: It is away.
    """
    account = account_of(location)

    def connect() -> Any:
        return _Ftp(
            account.host,
            port=account.port or 21,
            username=account.user or "anonymous",
            password=account.password or "",
            timeout=variables.MLFLOW_HTTP_REQUEST_TIMEOUT.get(),
            tls=location.scheme == "ftps",
            use_listings_cache=False,
            skip_instance_cache=True,
        )

    return FilesystemArtifacts(connect, location.path, location.shown)

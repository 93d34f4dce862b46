"""Opens HDFS, through pyarrow and the Hadoop client of the machine."""

from __future__ import annotations

from typing import Any

from fsspec.implementations.arrow import HadoopFileSystem

from mlflow import environment_variables as variables
from mlflow.artifacts.filesystems import FilesystemArtifacts
from mlflow.uris import Location, account_of


def open_hdfs(location: Location, server: str | None) -> FilesystemArtifacts:
    """The files of an ``hdfs://namenode:port/folder`` or ``viewfs://cluster/folder`` location.

    ``MLFLOW_KERBEROS_TICKET_CACHE`` and ``MLFLOW_KERBEROS_USER`` say who asks, where that is not the machine's user.

    Raises:
        MlflowException: There is no Hadoop client on this machine, or the cluster cannot be reached.
    """
    account = account_of(location) if location.authority else None
    host = account.host if account is not None else "default"

    def connect() -> Any:
        return HadoopFileSystem(
            host=f"viewfs://{host}" if location.scheme == "viewfs" else host,
            port=(account.port if account is not None else None) or 0,
            user=variables.MLFLOW_KERBEROS_USER.get() or (account.user if account is not None else None),
            kerb_ticket=variables.MLFLOW_KERBEROS_TICKET_CACHE.get(),
            skip_instance_cache=True,
        )

    return FilesystemArtifacts(connect, location.path, location.shown)

"""Opens the file system of a Databricks workspace."""

from __future__ import annotations

from typing import Any

from fsspec.implementations.dbfs import DatabricksFileSystem

from mlflow.artifacts.filesystems import FilesystemArtifacts
from mlflow.exceptions import Unauthenticated
from mlflow.store.rest.databricks import workspace_of
from mlflow.uris import Location, url_parts


def open_dbfs(location: Location, server: str | None) -> FilesystemArtifacts:
    """The files of a ``dbfs:/folder`` location, of the workspace that ``DATABRICKS_HOST`` or a profile names.

    Args:
        location: The location; ``dbfs://profile@databricks/folder`` names a profile.
        server: The tracking URI, which may name a profile.

    Raises:
        InvalidParameterValue: No workspace is known.
        Unauthenticated: There is no token for it.
    """
    profile = location.authority.rpartition("@")[0]
    named = server if server is not None and server.startswith("databricks") else "databricks"
    workspace = workspace_of(f"databricks://{profile}" if profile else named)
    token = workspace.facts.get("token")
    if not token:
        raise Unauthenticated(
            f"{workspace.source} holds no token for {workspace.host}, which files of Databricks need. Set "
            "DATABRICKS_TOKEN, or write a line 'token = …' into the profile."
        )

    def connect() -> Any:
        return DatabricksFileSystem(url_parts(workspace.host)[1], token, skip_instance_cache=True)

    return FilesystemArtifacts(connect, location.path, location.shown)

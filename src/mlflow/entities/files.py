"""A file or folder of artifacts."""

from __future__ import annotations

from mlflow.entities.wire import StructEntity


class FileInfo(StructEntity):
    """One entry of a listing.

    Args:
        path: Relative to the root of the artifacts, with forward slashes.
        is_dir: Whether it is a folder.
        file_size: Bytes; None for a folder.
    """

    path: str
    is_dir: bool
    file_size: int | None = None

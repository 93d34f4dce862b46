"""A model packed into one file, and unpacked again."""

from __future__ import annotations

import shutil
from pathlib import Path

from mlflow.models.archives import write_archive
from mlflow.models.files import new_folder
from mlflow.models.location import local_folder


def pack_model(model_uri: str | Path, path: str | Path) -> str:
    """Write a model into one file, which every loader takes in place of its folder.

    Args:
        model_uri: ``runs:/…``, ``models:/…``, a path, or the URI of a folder.
        path: The new file; ``.zip`` by custom, and needed where it will be kept in an object store.

    Returns:
        The model's fingerprint: a SHA-256 over all its files, in hexadecimal. The same files give the same fingerprint.

    Raises:
        ResourceDoesNotExist: There is no such model.
        ResourceAlreadyExists: There is something at ``path``.
    """
    return write_archive(local_folder(model_uri)[0], Path(path))


def unpack_model(model_uri: str | Path, path: str | Path) -> None:
    """Write the folder of a model, whether it is kept as one file or as a folder.

    Args:
        model_uri: As :func:`pack_model` takes it, or the path of a file that it wrote.
        path: A new or empty folder.

    Raises:
        ResourceAlreadyExists: There is something at ``path``.
        ResourceDoesNotExist: There is no such model.
        MlflowException: The file is damaged (``DATA_LOSS``); nothing is left at ``path``.
    """
    existed = Path(path).exists()
    folder = new_folder(path)
    try:
        local_folder(model_uri, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            folder.mkdir()
        raise

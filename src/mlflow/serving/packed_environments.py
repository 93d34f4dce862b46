"""An environment with a model's requirements as one file, to be carried to machines that cannot make one."""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path

from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.models.location import local_folder
from mlflow.serving.environments import make_environment, read_environment

_ENDING = ".tar.gz"


def build_model_env(model_uri: str, save_path: str, env_manager: str = "virtualenv") -> str:
    """Make an environment with a model's requirements, as a file for ``spark_udf(prebuilt_env_uri=…)``.

    Where it is used there must be the same version of Python at the same path.

    Args:
        model_uri: The model.
        save_path: Folder for the file.
        env_manager: ``virtualenv`` or ``uv``; both are made with uv.

    Returns:
        Path of the file.

    Raises:
        InvalidParameterValue: The manager is another one.
        ResourceAlreadyExists: The file is there already.
        ExecutionException: The environment cannot be made.
    """
    if env_manager not in ("virtualenv", "uv"):
        raise InvalidParameterValue(f"env_manager must be 'virtualenv' or 'uv', not {env_manager!r}.")
    environment = make_environment(read_environment(local_folder(model_uri)[0])).parents[1]
    Path(save_path).mkdir(parents=True, exist_ok=True)
    target = Path(save_path, environment.name + _ENDING)
    if target.exists():
        raise ResourceAlreadyExists(f"{str(target)!r} exists already.")
    archive_directory(environment, target)
    return str(target)


def archive_directory(input_dir: str | Path, archive_file_path: str | Path) -> str:
    """Write a folder into a ``.tar.gz``, which is there whole or not at all.

    Links that lead out of the folder become what they lead to, so that unpacking needs nothing else.

    Returns:
        Path of the file.
    """
    root, target = Path(input_dir).resolve(), Path(archive_file_path)
    with tempfile.TemporaryDirectory(prefix=".packing-", dir=target.parent) as folder:
        making = Path(folder, target.name)
        with tarfile.open(making, "w:gz", compresslevel=3) as archive:
            _add(archive, root, root, "")
        os.replace(making, target)
    return str(target)


def _add(archive: tarfile.TarFile, root: Path, folder: Path, name: str) -> None:
    for entry in sorted(folder.iterdir()):
        if entry.name == "__pycache__":
            continue
        path = f"{name}{entry.name}"
        inner = (
            entry.resolve().is_relative_to(root) and not os.path.isabs(os.readlink(entry))
            if entry.is_symlink()
            else False
        )
        if entry.is_dir() and not inner:
            _add(archive, root, entry, f"{path}/")
        else:
            archive.dereference = not inner
            archive.add(entry, path, recursive=False)


def extract_archive_to_dir(archive_path: str | Path, dest_dir: str | Path) -> str:
    """Unpack a ``.tar.gz`` into a folder; names and links that lead out of it are refused.

    Returns:
        Path of the folder.

    Raises:
        ResourceDoesNotExist: There is no such file.
        InvalidParameterValue: It cannot be unpacked.
    """
    if not Path(archive_path).is_file():
        raise ResourceDoesNotExist(f"There is no archive {str(archive_path)!r}.")
    Path(dest_dir).mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(archive_path) as archive:
            archive.extractall(dest_dir, filter="data")
    except tarfile.TarError as error:
        raise InvalidParameterValue(f"The archive {str(archive_path)!r} cannot be unpacked: {error}.") from error
    return str(dest_dir)

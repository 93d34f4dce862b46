"""Where a model is: its URI in any form followed to a folder of this machine."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from mlflow.active.addresses import get_tracking_uri
from mlflow.active.stores import registry_store, tracking_store
from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.stores import open_artifacts
from mlflow.entities import ModelVersion
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.models.archives import ENDING, is_archive, read_archived, unpack_archive
from mlflow.models.files import CONDA, MLMODEL, REQUIREMENTS
from mlflow.tracking import places
from mlflow.tracking.places import ModelPlace
from mlflow.uris import Location, parse_location, parse_models_uri, parse_runs_uri, parse_store_uri


def place_of(model_uri: str | Path) -> ModelPlace:
    """Where the model of a URI is, by the stores in use; see :func:`mlflow.tracking.places.place_of`.

    Raises:
        InvalidParameterValue: What is given is no URI.
    """
    if not isinstance(model_uri, str | os.PathLike):
        hint = "; give its model_uri" if hasattr(model_uri, "model_uri") else ""  # type: ignore[unreachable]
        raise InvalidParameterValue(f"A model is found by its URI or path, not by {type(model_uri).__name__}{hint}.")
    if parse_runs_uri(str(model_uri)) is None and parse_models_uri(str(model_uri)) is None:
        return ModelPlace(parse_location(model_uri))  # no store is asked, nor made: its folder may be read-only
    return places.place_of(model_uri, tracking_store(), registry_store())


def version_of_uri(model_uri: str) -> ModelVersion:
    """The version that the text of a ``models:/<name>/…`` URI names.

    Raises:
        InvalidParameterValue: It names none.
    """
    uri = parse_models_uri(model_uri)
    if uri is None or uri.name is None:
        raise InvalidParameterValue(f"{model_uri!r} names no version of a registered model.")
    return places.version_of(uri, registry_store())


def artifacts_at(location: Location) -> ArtifactStore:
    """The store of a location; files behind a tracking server are asked of the one in use."""
    uri = get_tracking_uri()
    return open_artifacts(location, uri if uri and parse_store_uri(uri).kind == "http" else None)


def local_folder(model_uri: str | Path, dst_path: str | Path | None = None) -> tuple[Path, ModelPlace]:
    """The folder of a model on this machine.

    A model that is on this machine already is read where it is, unless ``dst_path`` asks for a copy. One that is kept
    as one file is unpacked.

    Args:
        model_uri: As :func:`place_of` takes it.
        dst_path: An existing folder that is to receive the files.

    Raises:
        ResourceDoesNotExist: There is no such model, or no ``MLmodel`` file in its folder.
        MlflowException: The model is one file, and damaged (``DATA_LOSS``).
    """
    place = place_of(model_uri)
    if dst_path is not None and not Path(dst_path).is_dir():
        raise ResourceDoesNotExist(f"There is no folder {str(dst_path)!r} to put the model into.")
    with _archive_at(place.location) as archive:
        if archive is not None:
            folder = _temporary() if dst_path is None else Path(dst_path)
            unpack_archive(archive, folder)
        elif not place.location.is_local:
            folder = artifacts_at(place.location).download("", _temporary() if dst_path is None else dst_path)
        elif dst_path is None:
            folder = place.location.local_path
        else:
            with_mlmodel(place.location.local_path, model_uri)
            folder = Path(shutil.copytree(place.location.local_path, Path(dst_path), dirs_exist_ok=True))
    return with_mlmodel(folder, model_uri), place


class Files(NamedTuple):
    """The files that say what a model needs."""

    requirements: Path
    conda: Path


def get_model_requirements_files(resolved_uri: str) -> Files:
    """The files that say what a model needs, on this machine; no other of its files is fetched.

    Args:
        resolved_uri: The model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it lacks one of them.
    """
    place = place_of(resolved_uri)
    folder = _temporary()
    found = Files(folder / REQUIREMENTS, folder / CONDA)
    for file in found:
        file.write_bytes(file_of(place, file.name))
    return found


def _temporary() -> Path:
    """A folder of this user's that goes when this process ends."""
    folder = tempfile.mkdtemp(prefix="mlflow-model-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@contextmanager
def _archive_at(location: Location) -> Iterator[Path | None]:
    """The file of a model that is kept as one; None where it is a folder. It is fetched if it is elsewhere."""
    if location.is_local:
        yield location.local_path if is_archive(location.local_path) else None
        return
    above, name = location.split()
    if not name.endswith(ENDING):
        yield None
        return
    files = artifacts_at(above)
    found = files.stat(name)
    if found is None or found.is_dir:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="mlflow-model-") as folder:
        yield files.download(name, folder)


def file_of(place: ModelPlace, name: str) -> bytes:
    """One file of a model, without the rest where the model is a folder.

    Raises:
        ResourceDoesNotExist: There is no such file.
    """
    with _archive_at(place.location) as archive:
        return artifacts_at(place.location).read_bytes(name) if archive is None else read_archived(archive, name)


def with_mlmodel(folder: Path, model_uri: str | Path) -> Path:
    """The folder, which is that of a model.

    Raises:
        ResourceDoesNotExist: It has no ``MLmodel`` file.
    """
    if not (folder / MLMODEL).is_file():
        what = "no MLmodel file in it" if folder.is_dir() else "no folder there"
        raise ResourceDoesNotExist(f"There is no model at {str(model_uri)!r} ({str(folder)!r}): {what}.")
    return folder

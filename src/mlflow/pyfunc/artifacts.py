"""Files that a Python model is saved with: fetched from wherever they are into the model's folder."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.files import copied_into
from mlflow.models.location import artifacts_at, place_of
from mlflow.uris import Location

FOLDER = "artifacts"


def fetch_artifacts(artifacts: Mapping[str, str] | None, folder: Path) -> dict[str, dict[str, Any]]:
    """Bring files and folders into the model's folder.

    Args:
        artifacts: Name → path or URI, ``runs:/…`` and ``models:/…`` included.
        folder: The model's folder.

    Returns:
        Name → what the python_function's record says of it.

    Raises:
        InvalidParameterValue: A name is no text, or there is nothing at a path.
    """
    if artifacts is not None and not isinstance(artifacts, Mapping):
        raise InvalidParameterValue(f"artifacts must be a dictionary of names and paths, not {artifacts!r}.")
    record: dict[str, dict[str, Any]] = {}
    for name, uri in (artifacts or {}).items():
        if not isinstance(name, str):
            raise InvalidParameterValue(f"The name of an artifact must be a string, not {name!r}.")
        here = _fetched(str(uri), folder / FOLDER, name)
        record[name] = {"path": here.relative_to(folder).as_posix(), "uri": str(uri)}
    return record


def _fetched(uri: str, target: Path, name: str) -> Path:
    location = place_of(uri).location
    base = posixpath.basename(location.path.rstrip("/"))
    if (target / base).exists():
        target = target / name  # two artifacts whose files are called the same
    if location.is_local:
        return copied_into(location.local_path, target)
    parent = Location(location.scheme, location.authority, posixpath.dirname(location.path.rstrip("/")))
    return artifacts_at(parent).download(base, target)

"""Where files lie: where a folder says, or in the folder itself if it was moved since."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.mlruns.files import is_folder
from mlflow.uris import Location, parse_location

#: Names at the end of a place that say whose it is: experiment, run or model, and ``artifacts``.
_NAMES: Final = 3


def place(recorded: str | None, own: Path, *, is_made: bool = True) -> str:
    """Where files lie: where it is recorded, or in the folder itself if that has files, or if the other is not there.

    A folder that was copied from another machine or place, or moved, still says where it was before.

    Args:
        recorded: What ``meta.yaml`` says.
        own: The place in the folder that is read.
        is_made: Whether that place must be there already, unless the recorded one has the same names at its end.
    """
    if not recorded:
        return str(own)
    try:
        location = parse_location(recorded)
    except InvalidParameterValue:
        return recorded  # kept as it is; it is refused when somebody asks for the files
    if location.is_local and posixpath.normpath(location.path) == str(own):
        return recorded
    if is_made and _has_files(own):
        return str(own)
    if location.is_local and not location.local_path.is_dir():
        if is_folder(own) or not is_made or location.path.split("/")[-_NAMES:] == list(own.parts[-_NAMES:]):
            return str(own)
    return recorded


def _has_files(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return is_folder(folder) and next(entries, None) is not None
    except OSError:
        return False


def source_place(recorded: str, root: Path) -> str:
    """Where the files of a model version lie: what is recorded, or the same files of a run in the folder that is read.

    Args:
        recorded: What ``meta.yaml`` says.
        root: The folder that holds the experiments.
    """
    location = _missing(recorded)
    if location is not None:
        parts = location.path.split("/")
        for at, part in enumerate(parts):
            here = root.joinpath(*parts[at:])
            if part.isdigit() and ".." not in parts and is_folder(here):
                return str(here)
    return recorded


def _missing(recorded: str) -> Location | None:
    """The folder of this machine that is recorded, if it is not there."""
    try:
        location = parse_location(recorded) if recorded else None
    except InvalidParameterValue:
        return None
    return location if location is not None and location.is_local and not location.local_path.exists() else None

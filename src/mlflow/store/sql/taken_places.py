"""Where the artifacts of another store's records lie."""

from __future__ import annotations

import os
import posixpath
import re
from typing import Final

from mlflow.exceptions import InvalidParameterValue
from mlflow.store.sql.places import Places
from mlflow.uris import parse_location

#: Ids that MLflow makes; one such as ``etc`` would make a folder of the system look like its own.
_ID: Final = re.compile(r"(m-)?[0-9a-f]{32}")


def checked_place(location: str, owner_id: str, places: Places) -> str:
    """The place of a run's or a logged model's files, as the database says it.

    What another store says is input: a folder of this machine must be one that MLflow made for its owner, which has the
    owner's id in its path, also when links are followed. Otherwise showing or deleting the artifacts of a run would
    show or delete whatever its record names.

    Raises:
        InvalidParameterValue: It is a folder that belongs to something else.
    """
    try:
        parsed = parse_location(location)
    except InvalidParameterValue:
        return location  # refused when somebody asks for the files; the record is worth keeping
    if parsed.is_local:
        for path in (posixpath.normpath(parsed.path), os.path.realpath(parsed.path)):
            if not _ID.fullmatch(owner_id) or owner_id not in path.split("/"):
                raise InvalidParameterValue(
                    f"its artifacts are said to lie in {path!r}, which is not a folder of its own"
                )
    return places.stored(location)

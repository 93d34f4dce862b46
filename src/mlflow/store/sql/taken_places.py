"""Where the artifacts of another store's records lie."""

from __future__ import annotations

import posixpath

from mlflow.exceptions import InvalidParameterValue
from mlflow.store.sql.places import Places
from mlflow.uris import parse_location


def checked_place(location: str, owner_id: str, places: Places) -> str:
    """The place of a run's or a logged model's files, as the database says it.

    What the files of another store say is input: a folder of this machine must be one that MLflow made for its owner,
    which has the owner's id in its path. Otherwise showing or deleting the artifacts of a run would show or delete
    whatever its record names.

    Raises:
        InvalidParameterValue: It is a folder that belongs to something else.
    """
    try:
        parsed = parse_location(location)
    except InvalidParameterValue:
        return location  # refused when somebody asks for the files; the record is worth keeping
    if parsed.is_local and owner_id not in posixpath.normpath(parsed.path).split("/"):
        raise InvalidParameterValue(
            f"its artifacts are said to lie in {parsed.path!r}, which is not a folder of its own"
        )
    return places.stored(location)

"""The first opening of a folder: what MLflow left in it is taken in, once."""

from __future__ import annotations

from typing import Final

from mlflow._door import resolve
from mlflow.mlruns.layout import holds_layout
from mlflow.store.sql.part import Part

_FACT: Final = "folder_taken_in"
#: Loaded where a folder holds something: reading it brings YAML.
_TAKE_IN: Final = "mlflow.mlruns.first_open:take_in_folder"


def settle(store: Part, directory: str) -> None:
    """Take in what MLflow left in the folder of a directory store, if that was not done before.

    A process that is stopped in the middle leaves it to the next to go on.
    """
    database, _ = store.foundation
    with database.read() as session:
        if session.row("SELECT 1 FROM facts WHERE name = :name", {"name": _FACT}) is not None:
            return
    if holds_layout(directory) and not resolve(_TAKE_IN)(store, directory):
        return
    with database.write() as session:
        if session.row("SELECT 1 FROM facts WHERE name = :name", {"name": _FACT}) is None:
            session.run("INSERT INTO facts (name, value) VALUES (:name, '1')", {"name": _FACT})

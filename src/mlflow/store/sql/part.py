"""What every part of the store stands on."""

from __future__ import annotations

from mlflow.store.sql.databases import Database
from mlflow.store.sql.places import Places


class Part:
    """The part of a store that keeps one noun.

    Args:
        database: Where the records are.
        places: Where the artifacts are.
    """

    def __init__(self, database: Database, places: Places) -> None:
        self._db = database
        self._places = places

    @property
    def foundation(self) -> tuple[Database, Places]:
        """What other parts of the same store stand on, too."""
        return self._db, self._places

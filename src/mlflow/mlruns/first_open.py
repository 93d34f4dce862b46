"""What MLflow left in the folder of a directory store, taken in when the folder is opened for the first time."""

from __future__ import annotations

import logging

from mlflow.mlruns.progress import Progress
from mlflow.mlruns.source import FolderSource
from mlflow.store.sql.part import Part
from mlflow.store.sql.taking_in import take_in

_log = logging.getLogger(__name__)


def take_in_folder(store: Part, directory: str) -> bool:
    """Take in the layout of MLflow's file store; returns whether that came to its end.

    What cannot be read is told and left where it is: nothing keeps the store from being opened.
    """
    try:
        source = FolderSource(directory)
        with Progress(f"Taking in {directory}", source.size()) as progress:
            summary = take_in(store, source, progress.step)
    except Exception as error:  # whatever is wrong with old records, new ones can be written
        _log.warning("The runs that MLflow left in %s were not all taken in: %s", directory, error)
        return False
    # A warning, so that it is seen: it happens once, and says where the runs come from that appear.
    _log.warning("Took in what MLflow left in %s: %s.", directory, summary.sentence())
    if summary.refused:
        _log.warning(
            "%d records in %s could not be taken in; the first: %s: %s. For all of them: mlflow db import %s --into %s",
            len(summary.refused),
            directory,
            summary.refused[0].what,
            summary.refused[0].why,
            directory,
            directory,
        )
    return True

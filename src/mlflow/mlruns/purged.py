"""The folder of something that was deleted for good: it would say otherwise that it is still there."""

from __future__ import annotations

import os
import shutil
from typing import Final

from mlflow.mlruns.layout import DATASETS, INPUTS, META, METRICS, MODELS, OUTPUTS, PARAMS, TAGS
from mlflow.mlruns.markers import MARKER
from mlflow.mlruns.run_folders import experiment_folder
from mlflow.store.sql.part import Part

#: What the layout puts into the folder of a run, a logged model or an experiment, apart from its files.
_PARTS: Final = (MARKER, PARAMS, METRICS, TAGS, INPUTS, OUTPUTS, META)


def remove_folder(store: Part, kind: str, experiment_id: str, id: str) -> None:
    """Remove what the layout holds of an object whose records are gone, and its folder if nothing else is in it.

    Args:
        store: The store it was in; nothing happens where that is not the store of a directory.
        kind: ``run``, ``logged model`` or ``experiment``.
        experiment_id: Its experiment.
        id: Its id.
    """
    directory = store.foundation[1].directory
    if directory is None:
        return
    place = experiment_folder(directory, experiment_id)
    if kind == "run":
        place = os.path.join(place, id)
    elif kind == "logged model":
        place = os.path.join(place, MODELS, id)
    if os.path.islink(place) or not os.path.isdir(place):
        return
    for part in (DATASETS, *_PARTS) if kind == "experiment" else _PARTS:
        path = os.path.join(place, part)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, ignore_errors=True)
        elif os.path.lexists(path):
            os.unlink(path)
    for folder in (os.path.join(place, MODELS), place):
        try:
            os.rmdir(folder)
        except OSError:
            continue  # it is not there, or holds something

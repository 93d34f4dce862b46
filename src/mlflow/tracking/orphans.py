"""Folders of artifacts that belong to no run and no logged model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from mlflow.artifacts.contract import ArtifactStore
from mlflow.exceptions import MlflowException, ResourceDoesNotExist
from mlflow.mlruns.layout import META
from mlflow.store.sql.footing import Footing
from mlflow.tracking.purging import Reach

_RUN: Final = re.compile("[0-9a-f]{32}")
_MODEL: Final = re.compile("m-[0-9a-f]{32}")
_EXPERIMENT: Final = re.compile("0|[1-9][0-9]{0,17}")
_MODELS: Final = "models"


@dataclass(frozen=True)
class Orphan:
    """A folder without a record.

    Args:
        root: The place it is in.
        path: Its path there.
        files: Files in it.
        size: Their bytes together.
        is_record: Whether it holds a record in MLflow's layout that was never taken in; such a folder is not deleted.
    """

    root: str
    path: str
    files: int
    size: int
    is_record: bool


def roots(footing: Footing, reach: Reach) -> list[str]:
    """Places in which runs and logged models have their folders: those of all experiments, and of purged ones."""
    found = dict.fromkeys(footing.homes())
    for own in footing.own_roots():
        try:
            entries = reach(own).entries()
        except ResourceDoesNotExist:
            continue
        found |= dict.fromkeys(
            f"{own.rstrip('/')}/{e.path}" for e in entries if e.is_dir and _EXPERIMENT.fullmatch(e.path)
        )
    return list(found)


def orphans(
    footing: Footing, reach: Reach, places: list[str], each: Callable[[], None] = lambda: None
) -> Iterator[Orphan]:
    """Look for folders without a record in some places.

    Args:
        footing: Which records there are.
        reach: How to open places of files.
        places: What :func:`roots` returned.
        each: Called after each place.

    Raises:
        MlflowException: A place cannot be looked at.
    """
    for root in places:
        store = reach(root)
        # Files first, records second: a run that is made meanwhile has its record before it has files.
        runs = [e.path for e in store.entries() if e.is_dir and _RUN.fullmatch(e.path)]
        models = [e.path for e in store.entries(_MODELS) if e.is_dir and _MODEL.fullmatch(e.path.partition("/")[2])]
        known = footing.known_runs(runs)
        known_models = footing.known_models([path.partition("/")[2] for path in models])
        for path in runs:
            if path not in known:
                yield _measured(store, root, path)
        for path in models:
            if path.partition("/")[2] not in known_models:
                yield _measured(store, root, path)
        each()


def _measured(store: ArtifactStore, root: str, path: str) -> Orphan:
    files = size = 0
    is_record = False
    for file in store.walk(path):
        files += 1
        size += file.file_size or 0
        is_record = is_record or file.path == f"{path}/{META}"
    return Orphan(root, path, files, size, is_record)


def remove(footing: Footing, reach: Reach, orphan: Orphan) -> None:
    """Delete an orphan, if it still is one.

    Raises:
        MlflowException: It has a record now, or cannot be deleted.
    """
    name = orphan.path.rpartition("/")[2]
    if orphan.is_record or name in footing.known_runs([name]) or name in footing.known_models([name]):
        raise MlflowException(f"{orphan.root}/{orphan.path} is no orphan.", error_code="INVALID_STATE")
    reach(orphan.root).delete(orphan.path)

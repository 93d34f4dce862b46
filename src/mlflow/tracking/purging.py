"""Deletion for good, files included: what ``mlflow gc`` does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from mlflow.artifacts.contract import ArtifactStore
from mlflow.exceptions import MlflowException
from mlflow.mlruns.purged import remove_folder
from mlflow.store.sql.purging import Emptying, Plan, Purging

#: Opens the place that a location names.
Reach = Callable[[str], ArtifactStore]

#: What the layout of a folder store writes beside an experiment's runs.
_OWN = ("meta.yaml", "tags", "datasets")


@dataclass
class Purged:
    """What a purge did.

    Args:
        runs: Runs deleted.
        models: Logged models deleted.
        experiments: Experiments deleted.
        folders: Folders of theirs emptied.
        left: ``(what, why)`` of what could not be deleted; a folder among it is tried again by the next purge.
    """

    runs: int = 0
    models: int = 0
    experiments: int = 0
    folders: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def keep_unreachable(purging: Purging, plan: Plan, reach: Reach) -> list[str]:
    """Take out of a plan what has files in places that cannot be opened, so that no record goes before its files can.

    Returns:
        Why the places cannot be opened.
    """
    problems: dict[str, str] = {}
    kept: set[int] = set()
    for kind in (plan.runs, plan.models):
        for doomed in list(kind):
            place = purging.place(doomed)
            if place is None:
                continue
            if place not in problems:
                problems[place] = _problem(reach, place)
            if problems[place]:
                kind.remove(doomed)
                kept.add(doomed.experiment)
                plan.kept.append((f"{doomed.kind} {doomed.id}", problems[place]))
    for experiment in [e for e in plan.experiments if e.number in kept]:
        plan.experiments.remove(experiment)
        plan.kept.append((f"experiment {experiment.id}", "something in it is kept"))
    return [problem for problem in problems.values() if problem]


def _problem(reach: Reach, place: str) -> str:
    try:
        reach(place)
    except MlflowException as error:
        return str(error.message)
    return ""


def purge(
    purging: Purging,
    plan: Plan,
    reach: Reach,
    each: Callable[[], None] = lambda: None,
    *,
    leave_files: bool = False,
) -> Purged:
    """Delete what a plan names: records first, then their files, an object at a time.

    Stopped in the middle, it leaves nothing that points at what is gone, and the next purge goes on.

    Args:
        purging: The store.
        plan: What is to go.
        reach: How to open places of files.
        each: Called after each object.
        leave_files: Whether to give up files that cannot be deleted now, instead of trying again next time.
    """
    done = Purged()
    noted = _empty(purging, 0, reach, done, leave_files)  # what an earlier purge left
    for doomed in [*plan.runs, *plan.models, *plan.experiments]:
        if doomed.kind != "experiment" and purging.folder(doomed) is None:
            done.left.append((doomed.location, f"not the folder that this store gave to the {doomed.kind} {doomed.id}"))
        if purging.purge(doomed):
            if doomed.kind == "run":
                done.runs += 1
            elif doomed.kind == "logged model":
                done.models += 1
            else:
                done.experiments += 1
            remove_folder(purging, doomed.kind, str(doomed.experiment), doomed.id)
            noted = _empty(purging, noted, reach, done, leave_files)
        each()
    purging.sweep()
    return done


def _empty(purging: Purging, after: int, reach: Reach, done: Purged, leave_files: bool) -> int:
    """Empty the folders of the notes after one; returns the number of the last."""
    for folder in purging.emptying(after):
        after = folder.number
        where = f"{folder.root}/{folder.path}" if folder.path else folder.root
        own = _OWN if purging.is_own(folder) else ()
        try:
            is_gone = not purging.came_back(folder) and _emptied(reach(folder.root), folder, own)
        except (MlflowException, OSError) as error:
            done.left.append((where, getattr(error, "message", None) or str(error)))
            if not leave_files:
                continue
            is_gone = False
        purging.emptied(folder)
        done.folders += is_gone
    return after


def _emptied(place: ArtifactStore, folder: Emptying, own: Collection[str]) -> bool:
    if folder.path:
        place.delete(folder.path)
        return True
    # The place of an experiment may hold what is not this store's: it goes only where nothing but its own is left.
    if any(file.path.split("/")[0] not in own for file in place.walk()):
        return False
    place.delete()
    return True

"""Deletion for good, asked for over HTTP: what ``mlflow gc`` does, some seconds at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Final

from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.stores import open_artifacts
from mlflow.contracts.housekeeping import MAX_PURGED_AT_ONCE, Kept, Purge
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.server.places import Places
from mlflow.store.sql.purging import Doomed, Plan, Purging
from mlflow.store.sql.store import SqlStore
from mlflow.tracking.purging import keep_unreachable, purge
from mlflow.uris import parse_location

_log = logging.getLogger(__name__)

#: Seconds after which a call tells what remains, and seconds and files after which counting says "at least".
_PATIENCE: Final = 4.0
_COUNTING: Final = 3.0
_COUNTED: Final = 50_000
#: Objects between two looks at the clock.
_STEP: Final = 10


class Purges:
    """Purges objects of a store's bin.

    Args:
        store: The store.
        places: Where artifacts are, and which of them the server may touch.
        destination: Where the proxy keeps files.
    """

    def __init__(self, store: SqlStore, places: Places, destination: str) -> None:
        self._purging = Purging(*store.foundation)
        self._places = places
        self._destination = destination

    def purge(
        self,
        older_than: int | None,
        only_tell: bool,
        *,
        run_ids: Sequence[str] | None = None,
        model_ids: Sequence[str] | None = None,
        experiment_id: str | None = None,
    ) -> Purge:
        """Delete what is named for good, or say what that would be.

        Raises:
            InvalidParameterValue: Something is not in the bin, or not for so long; or too much is named, or nothing.
            ResourceDoesNotExist: Something that is named does not exist.
            MlflowException: The files are where this server cannot delete them.
        """
        for ids in (run_ids, model_ids):
            if ids is not None and not 1 <= len(ids) <= MAX_PURGED_AT_ONCE:
                raise InvalidParameterValue(f"Name 1 to {MAX_PURGED_AT_ONCE} objects to purge; {len(ids)} are named.")
        plan = self._purging.plan(
            int(time.time() * 1000),
            older_than,
            run_ids,
            None if experiment_id is None else [experiment_id],
            model_ids,
        )
        problems = keep_unreachable(self._purging, plan, self.reach)
        if problems and not plan.size:
            raise InvalidParameterValue(f"Nothing was deleted: {problems[0]}")
        told = Purge(kept=[Kept(what, why) for what, why in plan.kept])
        return self._tell(plan, told) if only_tell else self._carry_out(plan, told)

    def reach(self, root: str) -> ArtifactStore:
        """The place of files at an address that the store keeps, opened.

        Raises:
            MlflowException: This server does not reach it.
        """
        folder = self._places.at(root)
        if not folder.inside:
            return folder.store
        return open_artifacts(parse_location(self._destination).join(folder.inside))

    def _tell(self, plan: Plan, told: Purge) -> Purge:
        told.runs, told.models, told.experiments = len(plan.runs), len(plan.models), len(plan.experiments)
        told.remaining = plan.size
        deadline = time.monotonic() + _COUNTING
        for doomed in [*plan.runs, *plan.models]:
            found = self._purging.folder(doomed)
            place = self._purging.place(doomed)
            if found is None or place is None:
                continue
            for file in self.reach(place).walk(found[1]):
                told.files += 1
                told.bytes += file.file_size or 0
                if told.files >= _COUNTED or time.monotonic() > deadline:
                    told.at_least = True
                    return told
        return told

    def _carry_out(self, plan: Plan, told: Purge) -> Purge:
        waiting: list[Doomed] = [*plan.runs, *plan.models, *plan.experiments]
        deadline = time.monotonic() + _PATIENCE
        while waiting and (not told.purged or time.monotonic() < deadline):
            step, waiting = waiting[:_STEP], waiting[_STEP:]
            done = purge(self._purging, _plan_of(step), self.reach)
            told.runs += done.runs
            told.models += done.models
            told.experiments += done.experiments
            told.purged += [doomed.id for doomed in step]
            told.kept += [Kept(what, why) for what, why in done.left]
        told.remaining = len(waiting)
        _log.warning(
            "Deleted for good: %d runs, %d logged models, %d experiments; %d remain.",
            told.runs,
            told.models,
            told.experiments,
            told.remaining,
        )
        return told


def _plan_of(step: Sequence[Doomed]) -> Plan:
    return Plan(
        runs=[doomed for doomed in step if doomed.kind == "run"],
        models=[doomed for doomed in step if doomed.kind == "logged model"],
        experiments=[doomed for doomed in step if doomed.kind == "experiment"],
    )


def why_not(places: Places, home: str) -> str:
    """Why files at the place of new experiments could not be deleted; empty where they can."""
    try:
        places.at(home)
    except MlflowException as error:
        return str(error.message)
    return ""

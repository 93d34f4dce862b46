"""A store with a journal in front: logging is written down and shipped later, everything else waits for that."""

from __future__ import annotations

import os
import weakref
from abc import update_abstractmethods
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

from mlflow._door import resolve
from mlflow.contracts import limits
from mlflow.contracts.acts import Act
from mlflow.contracts.stores import Receipt, Store, T
from mlflow.entities import (
    DatasetInput,
    LifecycleStage,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    Param,
    Run,
    RunInfo,
    RunStatus,
    RunTag,
)
from mlflow.entities.wire import to_plain
from mlflow.environment_variables import MLFLOW_OFFLINE, PENSTOCK_JOURNAL, PENSTOCK_JOURNAL_EXIT_SECONDS
from mlflow.exceptions import (
    InvalidParameterValue,
    MlflowException,
    TemporarilyUnavailable,
)
from mlflow.exits import Stage, at_exit
from mlflow.forks import around_forks
from mlflow.store import arguments, checks
from mlflow.store.journal import offline
from mlflow.store.journal.asking import ACTS, KnownRun
from mlflow.store.journal.buffered import is_trouble
from mlflow.store.journal.models import ModelActs
from mlflow.store.journal.places import folder_of
from mlflow.store.journal.records import BATCH, FILES, INPUTS, OUTPUTS, POINT, UNTAG, UPDATE
from mlflow.store.journal.shipper import Shipped
from mlflow.uris import StoreUri

_LARGEST: Final = arguments.LARGEST
_ENDED: Final = ("FINISHED", "FAILED", "KILLED")
#: Metric keys and runs that are remembered.
_REMEMBERED: Final = 10_000


class JournalStore(ModelActs, Store):
    """The whole contract over another store, with a journal in front of it."""

    def __init__(self, place: StoreUri, opener: Callable[[], Store], folder: Path) -> None:
        super().__init__(place, opener, folder)
        self._keys: set[str] = set()

    def settled(self) -> Store:
        self._known = {run_id: known for run_id, known in self._known.items() if run_id in self.created}
        if not self.drain() and self.shipper.trouble is not None:
            raise self.shipper.trouble
        return self.inner

    def handed(self, run_id: str, work: Callable[[], object]) -> Receipt:
        receipt = Shipped(run_id, self.shipper, self.refusals)
        try:
            work()
        except MlflowException as error:
            receipt.refused = error
        receipt.given()
        return receipt

    def kept(self, run_id: str, files: T) -> T:
        if self.place.kind in ("directory", "sql") or run_id in self.created:
            return files
        kept: T = resolve("mlflow.store.journal.artifacts:kept")(
            files, lambda: self.staged(run_id), self, lambda: self.write((FILES, run_id))
        )
        return kept

    def flush(self) -> None:
        self.drain()

    # Logging

    def log_metric(
        self,
        run_id: str,
        key: str,
        value: float,
        timestamp: int,
        step: int = 0,
        model_id: str | None = None,
        dataset_name: str | None = None,
        dataset_digest: str | None = None,
    ) -> None:
        if run_id not in self._known:
            self._meet(run_id)
        if key not in self._keys:
            self._keys.add(checks.key(key, "metric"))
        if type(value) is not float:
            value = checks.number(value, key)
        if type(timestamp) is not int or not 0 <= timestamp <= _LARGEST:
            timestamp = checks.timestamp(timestamp, f"timestamp of metric {key!r}")
        if type(step) is not int or not -_LARGEST <= step <= _LARGEST:
            step = checks.whole(step, f"step of metric {key!r}")
        record: tuple[Any, ...]
        if model_id or dataset_name or dataset_digest:
            if model_id and model_id not in self._models:
                self._meet_model(model_id)
            record = (POINT, run_id, key, value, timestamp, step, model_id, dataset_name, dataset_digest)
        else:
            record = (POINT, run_id, key, value, timestamp, step)
        try:
            self.journal.append(record)
        except TemporarilyUnavailable as full:
            self.without_room(record, full)
        except OSError as error:
            self.without_journal(record, error)

    def log_batch(
        self,
        run_id: str,
        metrics: list[Metric] | None = None,
        params: list[Param] | None = None,
        tags: list[RunTag] | None = None,
    ) -> None:
        arguments.check_counts(len(metrics or ()), len(params or ()), len(tags or ()))
        known = self._known.get(run_id) or self._meet(run_id)
        new = list(arguments.params(params).items()) if params else []
        if new:
            mine = known.params
            for key, value in new:
                if mine.get(key, value) != value:
                    raise arguments.changed_param(run_id, key, mine[key], value)
            new = [(key, value) for key, value in new if key not in mine]
        points = arguments.points(metrics) if metrics else []
        for point in points:
            if len(point) > 4 and point[4] and point[4] not in self._models:
                self._meet_model(point[4])
        notes = list(arguments.tags(tags).items()) if tags else []
        if points or new or notes:
            self.write((BATCH, run_id, points, new, notes))
            known.params.update(new)

    def log_param(self, run_id: str, key: str, value: str) -> None:
        self.log_batch(run_id, None, [Param(key, value)])

    def set_tag(self, run_id: str, key: str, value: str) -> None:
        self.log_batch(run_id, None, None, [RunTag(key, value)])

    def log_inputs(
        self,
        run_id: str,
        datasets: list[DatasetInput] | None = None,
        models: list[LoggedModelInput] | None = None,
    ) -> None:
        arguments.check_datasets(datasets or ())
        if run_id not in self._known:
            self._meet(run_id)
        self.write((INPUTS, run_id, to_plain(datasets or []), to_plain(models or [])))

    def log_outputs(self, run_id: str, models: list[LoggedModelOutput]) -> None:
        if run_id not in self._known:
            self._meet(run_id)
        self.write((OUTPUTS, run_id, to_plain(models)))

    def delete_tag(self, run_id: str, key: str) -> None:
        if self.drain():
            try:
                self.brief.delete_tag(self.delivery.run_id(run_id), key)
                return
            except Exception as error:
                if not is_trouble(error):
                    raise
        if run_id not in self._known:
            self._meet(run_id)
        self.write((UNTAG, run_id, key))

    def update_run(
        self,
        run_id: str,
        status: str | None = None,
        end_time: int | None = None,
        run_name: str | None = None,
    ) -> RunInfo:
        if status is not None:
            RunStatus.from_string(status)
        if end_time is not None:
            end_time = checks.timestamp(end_time, "end time")
        if run_name:
            run_name = checks.text(run_name, "name", "a run's", limits.MAX_TAG_VAL_LENGTH)
        known = self._known.get(run_id) or self._meet(run_id)
        self.write((UPDATE, run_id, status, end_time, run_name))
        if status in _ENDED and run_id not in self.created:
            self._known.pop(run_id, None)
        was = known.info
        known.info = RunInfo(
            run_id,
            was.experiment_id if was else "",
            was.user_id if was else None,
            status or (was.status if was else "RUNNING"),
            was.start_time if was else None,
            end_time if end_time is not None or was is None else was.end_time,
            LifecycleStage.ACTIVE,
            was.artifact_uri if was else None,
            run_name or (was.run_name if was else None),
        )
        return known.info

    def _meet(self, run_id: str) -> KnownRun:
        """Learn of a run that this process has not logged to yet.

        Raises:
            ResourceDoesNotExist: There is no such run.
            InvalidParameterValue: It is deleted.
        """
        run = self._ask("get_run", (run_id,), {}, None)
        if run is not None and run.info.lifecycle_stage == LifecycleStage.DELETED:
            raise InvalidParameterValue(f"Run {run_id!r} is deleted; restore it before anything is logged to it.")
        if len(self._known) >= _REMEMBERED:
            self._known = {i: known for i, known in self._known.items() if i in self.created}
        if len(self._keys) >= _REMEMBERED:
            self._keys.clear()
        known = self._known[run_id] = KnownRun(run)
        return known

    # Runs

    def create_run(
        self,
        experiment_id: str = "0",
        user_id: str = "",
        start_time: int | None = None,
        tags: list[RunTag] | None = None,
        run_name: str | None = None,
        run_id: str | None = None,
    ) -> Run:
        if run_id is None:
            run_id = os.urandom(16).hex()
        elif checks.run_id(run_id) in self._known:
            self.drain()
        if not self.is_offline and not self.shipper.is_away:
            try:
                experiment = self.delivery.experiment_id(experiment_id)
                run = self.hasty.create_run(experiment, user_id, start_time, tags, run_name, run_id)
                self._known[run.info.run_id] = KnownRun(run)
                return run
            except Exception as error:
                if not (is_trouble(error) and self.may_stand_in):
                    raise
                self.shipper.tell_trouble(error)
        record, run = offline.created(run_id, experiment_id, user_id, start_time, tags, run_name, self.staged(run_id))
        self.write(record)
        self.created[run_id] = run
        self._known[run_id] = KnownRun(run)
        return run

    def delete_run(self, run_id: str) -> None:
        self._ask("delete_run", (run_id,), {})
        self._known.pop(run_id, None)

    # Experiments

    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        try:
            self._ask("set_experiment_tag", (experiment_id, key, value), {})
        except TemporarilyUnavailable:
            if not self.may_stand_in:
                raise
            self.write(offline.experiment_tag(experiment_id, key, value))

    def create_experiment(self, name: str, artifact_location: str | None = None, tags: Any = None) -> str:
        try:
            return str(self._ask("create_experiment", (name, artifact_location, tags), {}))
        except TemporarilyUnavailable:
            if not self.may_stand_in:
                raise
            record = offline.experiment(name, artifact_location, tags)
            self.write(record)
            return str(record[1])


def _asking(act: Act) -> Callable[..., Any]:
    @wraps(act.function)
    def method(self: JournalStore, *args: Any, **kwargs: Any) -> Any:
        return self._ask(act.name, args, kwargs)

    method.__dict__.pop("__isabstractmethod__", None)
    return method


#: The class under a type that does not know its methods are still to be set.
_concrete: Any = JournalStore
for _act in ACTS.values():
    if not (_act.name in vars(JournalStore) or _act.name in vars(ModelActs)):
        setattr(_concrete, _act.name, _asking(_act))
update_abstractmethods(_concrete)

_opened: weakref.WeakSet[JournalStore] = weakref.WeakSet()


def open_store(place: StoreUri, opener: Callable[[], Store]) -> Store:
    """The store at an address, with a journal in front unless that is turned off or makes no sense.

    Args:
        place: The address.
        opener: Opens the store itself.
    """
    folder = folder_of(place)
    if folder is None or not (PENSTOCK_JOURNAL.get() or MLFLOW_OFFLINE.get()):
        return opener()
    store: JournalStore = _concrete(place, opener, folder)
    _opened.add(store)
    return store


def finish_all() -> None:
    """Ship what every store has left, for a bounded time, and say what is left."""
    seconds = PENSTOCK_JOURNAL_EXIT_SECONDS.get()
    for store in list(_opened):
        _opened.discard(store)
        store.finish(seconds)


def _halt_all() -> None:
    for store in list(_opened):
        store.halt()


def _go_on_all() -> None:
    for store in list(_opened):
        store.shipper.go_on()


def _renew_all() -> None:
    for store in list(_opened):
        store.renew()


at_exit(Stage.JOURNALS, finish_all)
around_forks(_halt_all, _go_on_all, _renew_all)

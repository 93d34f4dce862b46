"""Records on their way into a store: gathered to batches, in order per run, and what the store refuses set aside.

Every act here is as good done twice as done once, so what may or may not have arrived is simply sent again.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Final, TypeAlias

import msgspec

from mlflow.contracts.limits import MAX_ENTITIES_PER_BATCH, MAX_METRICS_PER_BATCH, MAX_PARAMS_TAGS_PER_BATCH
from mlflow.contracts.stores import Store
from mlflow.entities import (
    DatasetInput,
    ExperimentTag,
    LoggedModelInput,
    LoggedModelOutput,
    Metric,
    Param,
    RunTag,
    ViewType,
    tag_names,
)
from mlflow.exceptions import MlflowException, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.store.journal.records import (
    BATCH,
    CREATE,
    EXPERIMENT,
    EXPERIMENT_TAG,
    FILES,
    INPUTS,
    OUTPUTS,
    POINT,
    UNTAG,
    UPDATE,
    Record,
)

#: Told to the owner of a record: the store will not have it, and why.
Refuse: TypeAlias = Callable[[Record, Exception], None]
#: Told how a run's waiting files get to it: its own id, and the id it has in the store.
SendFiles: TypeAlias = Callable[[str, str], None]

#: Codes that say that trying again will not help.
_FOR_GOOD: Final = frozenset({
    "INVALID_PARAMETER_VALUE", "BAD_REQUEST", "MALFORMED_REQUEST", "PERMISSION_DENIED", "INVALID_STATE",
    "RESOURCE_DOES_NOT_EXIST", "RESOURCE_ALREADY_EXISTS", "NOT_IMPLEMENTED", "FEATURE_DISABLED",
    "INVALID_STATE_TRANSITION", "QUOTA_EXCEEDED", "RESOURCE_LIMIT_EXCEEDED", "RESOURCE_CONFLICT", "ALREADY_EXISTS",
    "NOT_FOUND", "DATA_LOSS",
})  # fmt: skip
#: Characters of keys and texts in one batch, well below what a server takes.
_MOST_TEXT: Final = 400_000
#: The tag by which a run is found in a store that gave it another id than its journal did.
LOCAL_ID_TAG: Final = "penstock.localRunId"
_BY_NAME: Final = "offline-"


def experiment_id_of_name(name: str) -> str:
    """The id that stands for the experiment of a name until the store can be asked for its own."""
    return _BY_NAME + base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def name_of_experiment_id(experiment_id: str) -> str | None:
    """The name that such an id stands for; None for any other id."""
    text = str(experiment_id)
    if not text.startswith(_BY_NAME):
        return None
    text = text.removeprefix(_BY_NAME)
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        return None


def is_for_good(error: Exception) -> bool:
    """Whether sending the same again is of no use."""
    if isinstance(error, MlflowException):
        return error.error_code in _FOR_GOOD
    return not isinstance(error, OSError)


class Delivery:
    """Sends records to a store.

    Args:
        store: Where they belong.
        refuse: Told what the store will not have.
        send_files: Sends what waits for a run.
    """

    def __init__(self, store: Store, refuse: Refuse, send_files: SendFiles | None = None) -> None:
        self._store = store
        self._refuse = refuse
        self._send_files = send_files
        self._ids: dict[str, str] = {}
        self._experiments: dict[str, str] = {}
        self._sought: set[str] = set()

    def send(self, records: Iterable[Record]) -> None:
        """Send records; those of each run in their order.

        Raises:
            Exception: The store cannot be reached or is in trouble; some have arrived.
        """
        by_run: dict[str, list[Record]] = {}
        for record in records:
            mine = by_run.get(record[1])
            if mine is None:
                by_run[record[1]] = [record]
            else:
                mine.append(record)
        for run_id, mine in by_run.items():
            batch = _Batch()
            for record in mine:
                kind = record[0]
                if kind == POINT and not batch.is_full:
                    batch.add_point(record)
                elif kind in (POINT, BATCH):
                    if not batch.takes(record):
                        self._log(run_id, batch)
                        batch = _Batch()
                    batch.add(record)
                else:
                    self._log(run_id, batch)
                    batch = _Batch()
                    self._one(record)
            self._log(run_id, batch)

    def experiment_id(self, experiment_id: str) -> str:
        """The store's id of an experiment; one that was named while the store was away is made by its name."""
        name = name_of_experiment_id(experiment_id)
        if name is None:
            return experiment_id
        found = self._experiments.get(name)
        if found is None:
            found = self._experiments[name] = self._made(name, None, [])
        return found

    def run_id(self, run_id: str) -> str:
        """The store's id of a run."""
        return self._ids.get(run_id, run_id)

    def known_as(self, run_id: str) -> str:
        """The store's id of a run, sought in a store that makes its own.

        Raises:
            ResourceDoesNotExist: It has none.
        """
        self._on_run(run_id, self._store.get_run)
        return self.run_id(run_id)

    def _log(self, run_id: str, batch: _Batch) -> None:
        """Send points, params and tags together; where they are refused, in halves, until it is known which are."""
        records = batch.records
        if not records:
            return
        try:
            self._on_run(run_id, lambda known: self._store.log_batch(known, *batch.arguments()))
        except Exception as error:
            if not is_for_good(error):
                raise
            if len(records) == 1 or self._is_gone(run_id, error):
                for record in records:
                    self._refuse(record, error)
                return
            half = len(records) // 2
            self._log(run_id, _Batch.of(records[:half]))
            self._log(run_id, _Batch.of(records[half:]))

    def _is_gone(self, run_id: str, error: Exception) -> bool:
        """Whether it is the run that is refused, and not what is logged to it."""
        code = getattr(error, "error_code", "")
        if code in ("RESOURCE_DOES_NOT_EXIST", "PERMISSION_DENIED"):
            return True
        try:
            return self._store.get_run(self.run_id(run_id)).info.lifecycle_stage == "deleted"
        except MlflowException as missing:
            if not is_for_good(missing):
                raise
            return True

    def _one(self, record: Record) -> None:
        try:
            getattr(self, _WAYS[record[0]])(*record[1:])
        except Exception as error:
            if not is_for_good(error):
                raise
            self._refuse(record, error)

    def _on_run(self, run_id: str, do: Callable[[str], Any]) -> None:
        """Do it to a run, by the id that the store has for it."""
        try:
            do(self.run_id(run_id))
        except ResourceDoesNotExist:
            if run_id in self._ids or run_id in self._sought or not self._found_by_tag(run_id):
                raise
            do(self.run_id(run_id))

    def _found_by_tag(self, run_id: str) -> bool:
        """Whether the store, one that makes its own ids, has the run that was made for a journal."""
        self._sought.add(run_id)
        experiments = [e.experiment_id for e in self._store.search_experiments(ViewType.ACTIVE_ONLY)]
        found = self._store.search_runs(experiments, f"tags.`{LOCAL_ID_TAG}` = '{run_id}'", max_results=1)
        if found:
            self._ids[run_id] = found[0].info.run_id
        return bool(found)

    def _made(self, name: str, location: str | None, tags: list[ExperimentTag]) -> str:
        try:
            return self._store.get_experiment_by_name(name).experiment_id
        except ResourceDoesNotExist:
            try:
                return self._store.create_experiment(name, location, tags)
            except ResourceAlreadyExists:  # another process was faster
                return self._store.get_experiment_by_name(name).experiment_id

    # One method per kind of record

    def _update(self, run_id: str, status: str | None, end_time: int | None, run_name: str | None) -> None:
        if status is not None and self._send_files is not None:
            self._send_files(run_id, self.run_id(run_id))
        self._on_run(run_id, lambda known: self._store.update_run(known, status, end_time, run_name))

    def _inputs(self, run_id: str, datasets: list[Any], models: list[Any]) -> None:
        read = msgspec.convert(datasets, list[DatasetInput]), msgspec.convert(models, list[LoggedModelInput])
        self._on_run(run_id, lambda known: self._store.log_inputs(known, *read))

    def _outputs(self, run_id: str, models: list[Any]) -> None:
        made = msgspec.convert(models, list[LoggedModelOutput])
        self._on_run(run_id, lambda known: self._store.log_outputs(known, made))

    def _untag(self, run_id: str, key: str) -> None:
        def remove(known: str) -> None:
            try:
                self._store.delete_tag(known, key)
            except ResourceDoesNotExist:
                self._store.get_run(known)  # the tag is gone already, which is what was wanted; a run is not

        self._on_run(run_id, remove)

    def _create(
        self, run_id: str, experiment_id: str, user_id: str, start_time: int, tags: list[Any], run_name: str | None
    ) -> None:
        try:
            run = self._store.get_run(run_id)
        except ResourceDoesNotExist:
            if self._found_by_tag(run_id):
                return
            # With its tag from the start: a store that makes ids of its own must not be asked twice.
            labels = [RunTag(key, self._as_known_there(key, value)) for key, value in tags]
            labels.append(RunTag(LOCAL_ID_TAG, run_id))
            experiment = self.experiment_id(experiment_id)
            run = self._store.create_run(experiment, user_id, start_time, labels, run_name, run_id)
            self._ids[run_id] = run.info.run_id
        if run.info.run_id == run_id and LOCAL_ID_TAG in run.data.tags:
            self._untag(run_id, LOCAL_ID_TAG)

    def _as_known_there(self, key: str, value: str) -> str:
        """The value of a tag; the store's id where it names a run."""
        if key == tag_names.MLFLOW_PARENT_RUN_ID:
            with suppress(ResourceDoesNotExist):
                return self.known_as(value)
        return value

    def _experiment(self, experiment_id: str, name: str, location: str | None, tags: list[Any]) -> None:
        self._experiments[name] = self._made(name, location, [ExperimentTag(key, value) for key, value in tags])

    def _files(self, run_id: str) -> None:
        if self._send_files is not None:
            self._send_files(run_id, self.known_as(run_id))

    def _experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        self._store.set_experiment_tag(self.experiment_id(experiment_id), key, value)


#: Kind of record → the method that sends it.
_WAYS: Final = {
    UPDATE: "_update",
    INPUTS: "_inputs",
    OUTPUTS: "_outputs",
    UNTAG: "_untag",
    CREATE: "_create",
    EXPERIMENT: "_experiment",
    EXPERIMENT_TAG: "_experiment_tag",
    FILES: "_files",
}


class _Batch:
    """Records that go to a store in one call."""

    __slots__ = ("metrics", "params", "records", "tags", "text")

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.metrics: list[Metric] = []
        self.params: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.text = 0

    @classmethod
    def of(cls, records: Sequence[Record]) -> _Batch:
        batch = cls()
        for record in records:
            batch.add(record)
        return batch

    @property
    def is_full(self) -> bool:
        return len(self.metrics) + len(self.params) + len(self.tags) >= MAX_METRICS_PER_BATCH or self.text >= _MOST_TEXT

    def takes(self, record: Record) -> bool:
        """Whether a store takes what is here and this in one batch."""
        if not self.records:
            return True
        if record[0] == POINT:
            return not self.is_full
        _, _, metrics, params, tags = record
        new = [pair for pair in params if pair[0] not in self.params]
        if any(self.params.get(key, value) != value for key, value in params):
            return False  # one of them is refused, and it is known which
        return (
            len(self.metrics) + len(metrics) <= MAX_METRICS_PER_BATCH
            and len(self.params) + len(new) <= MAX_PARAMS_TAGS_PER_BATCH
            and len(self.tags) + len(tags) <= MAX_PARAMS_TAGS_PER_BATCH
            and len(self.metrics) + len(metrics) + len(self.params) + len(new) + len(self.tags) + len(tags)
            <= MAX_ENTITIES_PER_BATCH
            and self.text < _MOST_TEXT
        )

    def add_point(self, record: Record) -> None:
        self.records.append(record)
        self.metrics.append(Metric(*record[2:]))
        self.text += len(record[2])

    def add(self, record: Record) -> None:
        if record[0] == POINT:
            self.add_point(record)
            return
        self.records.append(record)
        _, _, metrics, params, tags = record
        self.metrics += [Metric(*point) for point in metrics]
        self.params.update(params)
        self.tags.update(tags)
        self.text += sum(len(point[0]) for point in metrics)
        self.text += sum(len(key) + len(value) for key, value in (*params, *tags))

    def arguments(self) -> tuple[list[Metric], list[Param], list[RunTag]]:
        return (
            self.metrics,
            [Param(key, value) for key, value in self.params.items()],
            [RunTag(key, value) for key, value in self.tags.items()],
        )

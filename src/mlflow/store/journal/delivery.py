"""Records on their way into a store: gathered to batches, in order per run, and what the store refuses set aside.

Every act here is as good done twice as done once, so what may or may not have arrived is simply sent again.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final, TypeAlias

import msgspec

from mlflow.contracts.stores import Store
from mlflow.entities import (
    DatasetInput,
    ExperimentTag,
    LoggedModelInput,
    LoggedModelOutput,
    LoggedModelParameter,
    LoggedModelStatus,
    LoggedModelTag,
    RunTag,
    ViewType,
    tag_names,
)
from mlflow.exceptions import MlflowException, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.store.journal.batch import Batch
from mlflow.store.journal.records import (
    BATCH,
    CREATE,
    EXPERIMENT,
    EXPERIMENT_TAG,
    FILES,
    HEAD,
    INPUTS,
    MAKING,
    MODEL,
    MODEL_PARAMS,
    MODEL_STATUS,
    MODEL_TAGS,
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
        #: Whether it is to be found out which record a store cannot digest that answers otherwise: it has failed often.
        self.isolates = False

    def send(self, records: Iterable[Record]) -> None:
        """Send records; those of each run in their order.

        Raises:
            Exception: The store cannot be reached or is in trouble; some have arrived.
        """
        by_run: dict[str, list[Record]] = {}
        for record in records:
            if record[0] in MAKING:
                self._one(record)
                continue
            if record[0] == HEAD:
                continue
            mine = by_run.get(record[1])
            if mine is None:
                by_run[record[1]] = [record]
            else:
                mine.append(record)
        for run_id, mine in by_run.items():
            batch = Batch()
            for record in mine:
                kind = record[0]
                if kind == POINT and not batch.is_full:
                    batch.add_point(record)
                elif kind in (POINT, BATCH):
                    if not batch.takes(record):
                        self._log(run_id, batch)
                        batch = Batch()
                    batch.add(record)
                else:
                    self._log(run_id, batch)
                    batch = Batch()
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
        if not run_id.startswith("m-"):
            self._on_run(run_id, self._store.get_run)
        return self.run_id(run_id)

    def _log(self, run_id: str, batch: Batch) -> None:
        """Send points, params and tags together; where they are refused, in halves, until it is known which are."""
        records = batch.records
        if not records:
            return
        if self._ids:
            for metric in batch.metrics:
                metric.model_id = self._ids.get(metric.model_id or "", metric.model_id)
        try:
            self._on_run(run_id, lambda known: self._store.log_batch(known, *batch.arguments()))
        except Exception as error:
            if not self._is_refusal(run_id, error):
                raise
            if len(records) == 1 or self._is_gone(run_id, error):
                for record in records:
                    self._refuse(record, error)
                return
            half = len(records) // 2
            self._log(run_id, Batch.of(records[:half]))
            self._log(run_id, Batch.of(records[half:]))

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
            if not self._is_refusal(record[1], error):
                raise
            self._refuse(record, error)

    def _is_refusal(self, run_id: str, error: Exception) -> bool:
        """Whether an error is about what was sent, and not about the store."""
        if is_for_good(error):
            return True
        if not self.isolates or getattr(error, "error_code", "") != "INTERNAL_ERROR":
            return False
        try:
            self._store.get_run(self.run_id(run_id))
        except Exception as answer:
            return is_for_good(answer)
        return True

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
        read = msgspec.convert(datasets, list[DatasetInput])
        used = [LoggedModelInput(self.run_id(m.model_id)) for m in msgspec.convert(models, list[LoggedModelInput])]
        self._on_run(run_id, lambda known: self._store.log_inputs(known, read, used))

    def _outputs(self, run_id: str, models: list[Any]) -> None:
        given = msgspec.convert(models, list[LoggedModelOutput])
        made = [LoggedModelOutput(self.run_id(m.model_id), m.step) for m in given]
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

    def _model(
        self,
        model_id: str,
        experiment_id: str,
        name: str,
        model_type: str | None,
        run_id: str | None,
        params: list[Any],
        tags: list[Any],
    ) -> None:
        model = self._store.create_logged_model(
            self.experiment_id(experiment_id),
            name,
            model_type,
            self.known_as(run_id) if run_id else None,
            [LoggedModelParameter(key, value) for key, value in params],
            [LoggedModelTag(key, value) for key, value in tags],
            model_id,
        )
        if model.model_id != model_id:
            self._ids[model_id] = model.model_id
            self._store.set_logged_model_tags(model.model_id, [LoggedModelTag(LOCAL_ID_TAG, model_id)])

    def _model_status(self, model_id: str, status: str) -> None:
        known = self.run_id(model_id)
        if self._send_files is not None:
            self._send_files(model_id, known)
        self._store.finalize_logged_model(known, LoggedModelStatus(status))

    def _model_tags(self, model_id: str, tags: list[Any]) -> None:
        self._store.set_logged_model_tags(self.run_id(model_id), [LoggedModelTag(k, v) for k, v in tags])

    def _model_params(self, model_id: str, params: list[Any]) -> None:
        self._store.log_logged_model_params(self.run_id(model_id), [LoggedModelParameter(k, v) for k, v in params])

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
    MODEL: "_model",
    MODEL_STATUS: "_model_status",
    MODEL_TAGS: "_model_tags",
    MODEL_PARAMS: "_model_params",
}

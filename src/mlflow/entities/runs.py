"""A run: one execution and all that was logged of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from typing_extensions import Self

from mlflow.entities.cards import card, duration, moment
from mlflow.entities.datasets import RunInputs, RunOutputs
from mlflow.entities.metrics import Metric, json_metrics
from mlflow.entities.states import LifecycleStage
from mlflow.entities.tags import Param, RunTag
from mlflow.entities.wire import WireEntity
from mlflow.exceptions import InvalidParameterValue


class _RunInfoJson(msgspec.Struct, omit_defaults=True):
    run_id: str | None = None
    run_uuid: str | None = None
    run_name: str | None = None
    experiment_id: str | None = None
    user_id: str | None = None
    status: str | None = None
    start_time: int | None = None
    end_time: int | None = None
    artifact_uri: str | None = None
    lifecycle_stage: str | None = None


class RunInfo(WireEntity, shape=_RunInfoJson):
    """Who, when, where and how far.

    Args:
        run_id: 32 hexadecimal digits.
        experiment_id: The experiment it belongs to.
        user_id: Who started it.
        status: A name of :class:`~mlflow.entities.RunStatus`.
        start_time: Milliseconds since the epoch.
        end_time: Milliseconds since the epoch, None while it runs.
        lifecycle_stage: ``active`` or ``deleted``.
        artifact_uri: Root of the run's artifacts.
        run_name: Name shown to people; need not be unique.
    """

    identity = ("run_id",)

    def __init__(
        self,
        run_id: str,
        experiment_id: str,
        user_id: str | None,
        status: str,
        start_time: int | None,
        end_time: int | None,
        lifecycle_stage: str | None,
        artifact_uri: str | None = None,
        run_name: str | None = None,
    ) -> None:
        self.run_id = run_id
        self.experiment_id = experiment_id
        self.user_id = user_id
        self.status = status
        self.start_time = start_time
        self.end_time = end_time
        self.lifecycle_stage = lifecycle_stage
        self.artifact_uri = artifact_uri
        self.run_name = run_name

    @property
    def run_uuid(self) -> str:
        """The run's id under the name MLflow 1 gave it."""
        return self.run_id

    @classmethod
    def get_searchable_attributes(cls) -> list[str]:
        """Names of attributes that a filter may test."""
        return list(_ASKED_FOR)

    @classmethod
    def get_orderable_attributes(cls) -> list[str]:
        """Names of attributes that an order may name."""
        return list(_ASKED_FOR)

    def to_wire(self) -> _RunInfoJson:
        return _RunInfoJson(
            self.run_id,
            self.run_id,
            self.run_name,
            self.experiment_id,
            self.user_id,
            self.status,
            self.start_time,
            self.end_time,
            self.artifact_uri,
            self.lifecycle_stage,
        )

    @classmethod
    def from_wire(cls, wire: _RunInfoJson) -> RunInfo:
        return cls(
            wire.run_id or wire.run_uuid or "",
            wire.experiment_id or "",
            wire.user_id,
            wire.status or "RUNNING",
            wire.start_time,
            wire.end_time,
            wire.lifecycle_stage,
            wire.artifact_uri,
            wire.run_name,
        )


_ASKED_FOR = ("artifact_uri", "end_time", "run_id", "run_name", "start_time", "status", "user_id")


def check_run_is_active(run_info: RunInfo) -> None:
    """Let a run pass that is not deleted.

    Raises:
        InvalidParameterValue: It is.
    """
    if run_info.lifecycle_stage != LifecycleStage.ACTIVE:
        raise InvalidParameterValue(
            f"The run {run_info.run_id} is deleted. Restore it with MlflowClient().restore_run({run_info.run_id!r})."
        )


class _RunDataJson(msgspec.Struct, omit_defaults=True):
    metrics: list[Metric] = []
    params: list[Param] = []
    tags: list[RunTag] = []


class RunData(WireEntity, shape=_RunDataJson):
    """What was logged: the latest of each metric, the params and the tags.

    Args:
        metrics: The last point of each series.
        params: All params.
        tags: All tags.
    """

    __slots__ = ("_metric_objs", "_params", "_tags", "_values")

    def __init__(
        self,
        metrics: Iterable[Metric] | None = None,
        params: Iterable[Param] | None = None,
        tags: Iterable[RunTag] | None = None,
    ) -> None:
        self._metric_objs: list[Metric] = list(metrics or ())
        self._values = {m.key: m.value for m in self._metric_objs}
        self._params = {p.key: p.value for p in params or ()}
        self._tags = {t.key: t.value for t in tags or ()}

    @classmethod
    def of(cls, metrics: list[Metric], params: dict[str, str], tags: dict[str, str]) -> RunData:
        """What a store has read, taken as it is: no copies, no checks."""
        data = cls.__new__(cls)
        data._metric_objs = metrics
        data._values = {m.key: m.value for m in metrics}
        data._params = params
        data._tags = tags
        return data

    @property
    def metrics(self) -> dict[str, float]:
        """Latest value by key: of the highest step, then the latest timestamp, then the largest value."""
        return self._values

    @property
    def params(self) -> dict[str, str]:
        """Text by key."""
        return self._params

    @property
    def tags(self) -> dict[str, str]:
        """Text by key."""
        return self._tags

    @property
    def metric_points(self) -> list[Metric]:
        """The last point of each series, with its step and timestamp."""
        return self._metric_objs

    def to_dictionary(self) -> dict[str, Any]:
        return {"metrics": self._values, "params": self._params, "tags": self._tags}

    def to_wire(self) -> _RunDataJson:
        return _RunDataJson(
            json_metrics(self._metric_objs),
            [Param(k, v) for k, v in self._params.items()],
            [RunTag(k, v) for k, v in self._tags.items()],
        )

    @classmethod
    def from_wire(cls, wire: _RunDataJson) -> RunData:
        return cls(wire.metrics, wire.params, wire.tags)


class _RunJson(msgspec.Struct, omit_defaults=True):
    info: RunInfo
    data: RunData = msgspec.field(default_factory=RunData)
    inputs: RunInputs = msgspec.field(default_factory=RunInputs)
    outputs: RunOutputs = msgspec.field(default_factory=RunOutputs)


class Run(WireEntity, shape=_RunJson):
    """One execution and all that was logged of it.

    Args:
        run_info: Who, when, where and how far.
        run_data: Metrics, params and tags.
        run_inputs: Datasets and models it read.
        run_outputs: Models it made.
    """

    identity = ("info",)
    shown = ("data", "info", "inputs", "outputs")

    def __init__(
        self,
        run_info: RunInfo,
        run_data: RunData | None = None,
        run_inputs: RunInputs | None = None,
        run_outputs: RunOutputs | None = None,
    ) -> None:
        self.info = run_info
        self.data = run_data if run_data is not None else RunData()
        self.inputs = run_inputs if run_inputs is not None else RunInputs()
        self.outputs = run_outputs if run_outputs is not None else RunOutputs()

    def _repr_html_(self) -> str:
        info, data = self.info, self.data
        facts = (
            ("Status", f"{info.status} (deleted)" if info.lifecycle_stage == LifecycleStage.DELETED else info.status),
            ("Started", moment(info.start_time)),
            ("Duration", duration(info.start_time, info.end_time)),
            ("Run ID", info.run_id),
        )
        tables = (
            ("Params", dict(sorted(data.params.items()))),
            ("Metrics, last values", {key: f"{value:.6g}" for key, value in sorted(data.metrics.items())}),
        )
        page = f"experiments/{info.experiment_id}/runs/{info.run_id}"
        return card("Run", info.run_name or info.run_id, facts, page, tables)

    def to_wire(self) -> _RunJson:
        return _RunJson(self.info, self.data, self.inputs, self.outputs)

    @classmethod
    def from_dictionary(cls, the_dict: Mapping[str, Any]) -> Self:
        data = the_dict.get("data", {})
        values, params, tags = (data.get(part, {}) for part in ("metrics", "params", "tags"))
        points = [Metric(key, value, 0) for key, value in values.items()]
        return cls(RunInfo.from_dictionary(the_dict["info"]), RunData.of(points, dict(params), dict(tags)))

    @classmethod
    def from_wire(cls, wire: _RunJson) -> Run:
        return cls(wire.info, wire.data, wire.inputs, wire.outputs)

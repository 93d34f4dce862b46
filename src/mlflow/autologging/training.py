"""A training that is logged: the run it goes to, and what is done before and after it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from mlflow.active.runs import innermost
from mlflow.autologging.patching import Around, Call, inside, is_inside
from mlflow.autologging.settings import Settings, harmless
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from mlflow.tracking.client.whole import MlflowClient
from mlflow.tracking.fluent.runs import end_run, start_run
from mlflow.tracking.values import now

AUTOLOGGING_TAG = "mlflow.autologging"
_LONGEST_KEY = 250
_LONGEST_PARAM = 6000
_LONGEST_TAG = 5000
_PARAMS_AT_ONCE = 100
_METRICS_AT_ONCE = 1000


@dataclass(frozen=True)
class TrainingRun:
    """The run that a training is logged to.

    Attributes:
        run_id: The run.
        experiment_id: Its experiment.
        library: The library that trains.
        owned: Whether autologging started it, and so ends it.
        client: The way to the store.
    """

    run_id: str
    experiment_id: str
    library: str
    owned: bool
    client: MlflowClient

    def log(
        self,
        params: Mapping[str, Any] | None = None,
        metrics: Mapping[str, float] | None = None,
        tags: Mapping[str, str] | None = None,
        model_id: str | None = None,
        step: int = 0,
    ) -> None:
        """Log as text what may be anything; what is too long is cut, and keys that are too long are left out."""
        at = now()
        wanted = [Param(k, _text(v, _LONGEST_PARAM)) for k, v in (params or {}).items() if len(k) <= _LONGEST_KEY]
        values = [Metric(k, float(v), at, step, model_id=model_id) for k, v in (metrics or {}).items()]
        labels = [RunTag(k, _text(v, _LONGEST_TAG)) for k, v in (tags or {}).items()]
        for each in _batches(wanted, _PARAMS_AT_ONCE):
            self._log_params(each)
        for some in _batches(values, _METRICS_AT_ONCE):
            self.client.log_batch(self.run_id, metrics=some)
        if labels:
            self.client.log_batch(self.run_id, tags=labels)

    def _log_params(self, params: list[Param]) -> None:
        try:
            self.client.log_batch(self.run_id, params=params)
        except MlflowException:
            # A second training in one run: keep what was said first, and log what is new.
            known = self.client.get_run(self.run_id).data.params
            fresh = [each for each in params if each.key not in known]
            if len(fresh) == len(params):
                raise
            if fresh:
                self.client.log_batch(self.run_id, params=fresh)


class Observer(Protocol):
    """What a library logs of one training."""

    def before(self, call: Call, run: TrainingRun, settings: Settings) -> Any:
        """Log what is known before the training; the answer goes to :meth:`after`."""

    def after(self, call: Call, run: TrainingRun, settings: Settings, known: Any, result: Any) -> None:
        """Log what the training gave."""


def logged_training(observer: Observer) -> Around:
    """Have an observer log each outermost call of a training function to the active run, or to one of its own.

    A run of its own carries the tag ``mlflow.autologging`` and ends FINISHED, or FAILED when the training raises.
    """

    def around(original: Callable[[], Any], call: Call, settings: Settings) -> Any:
        if is_inside() or (settings.exclusive and innermost() is not None):
            return original()
        run = None
        with harmless(call.library, "start a run"):
            run = _begun(call.library, settings)
        if run is None:
            with inside(call.library):
                return original()
        try:
            with inside(call.library):
                known = None
                with harmless(call.library, "log what is known before training"):
                    known = observer.before(call, run, settings)
                result = original()
                with harmless(call.library, "log what the training gave"):
                    observer.after(call, run, settings, known, result)
        except BaseException:
            _end(run, "FAILED")
            raise
        _end(run, "FINISHED")
        return result

    return around


def _begun(library: str, settings: Settings) -> TrainingRun:
    active = innermost()
    if active is not None:
        info, owned = active.run.info, False
    else:
        tags = {AUTOLOGGING_TAG: library, **(settings.extra_tags or {})}
        info, owned = start_run(tags=tags).info, True
    return TrainingRun(info.run_id, info.experiment_id, library, owned, MlflowClient())


def _end(run: TrainingRun, status: str) -> None:
    if run.owned:
        with harmless(run.library, "end its run"):
            end_run(status)


def _text(value: Any, longest: int) -> str:
    text = str(value)
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _batches(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    remaining = iter(items)
    while batch := list(itertools.islice(remaining, size)):
        yield batch

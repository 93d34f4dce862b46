"""Metrics computed after a training, from what a logged estimator predicted.

A prediction is remembered by the identity of the array that ``predict`` returned, for as long as that lives. When a
function of ``sklearn.metrics`` gets it, the number it returns goes to the run of the estimator's training, named after
the function and the variable that held the data: ``accuracy_score_X_test``.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import numbers
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd

from mlflow.autologging.datasets import log_dataset
from mlflow.autologging.patching import Call, inside, is_inside
from mlflow.autologging.settings import Settings, harmless
from mlflow.autologging.training import TrainingRun

_LIBRARY = "sklearn"
_UNKNOWN = "unknown_dataset"
_FILE = "metric_info.json"
#: Modules whose frames stand between the user's code and this.
_OWN_MODULES = ("mlflow.autologging", "sklearn", "contextlib", "functools")


class _ByIdentity:
    """What is known of objects, by identity, for as long as they live."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[weakref.ref[Any], Any]] = {}

    def __setitem__(self, key: Any, value: Any) -> None:
        ident = id(key)
        with contextlib.suppress(TypeError):  # Lists and the like cannot be watched, so they are not remembered.
            self._known[ident] = (weakref.ref(key, lambda _: self._known.pop(ident, None)), value)

    def get(self, key: Any) -> Any:
        entry = self._known.get(id(key))
        return entry[1] if entry is not None and entry[0]() is key else None


@dataclass
class _Measured:
    """What has been measured in one run."""

    run: TrainingRun
    model_id: str | None
    names: dict[str, list[weakref.ref[Any]]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    commands: dict[str, str] = field(default_factory=dict)
    recorded: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Prediction:
    measured: _Measured
    dataset: str
    data: weakref.ref[Any] | None
    rows: int = 0


_estimators = _ByIdentity()
_predictions = _ByIdentity()
_runs: dict[str, _Measured] = {}
_lock = threading.RLock()


def remember(estimator: Any, run: TrainingRun, model_id: str | None) -> None:
    """Link an estimator's later predictions to the run of its training."""
    with _lock:
        measured = _runs.setdefault(run.run_id, _Measured(run, model_id))
        measured.model_id = model_id
        _estimators[estimator] = measured


def around_predict(original: Callable[[], Any], call: Call, settings: Settings) -> Any:
    """Watch a ``predict``: remember what it returns."""
    measured = None if is_inside() else _estimators.get(call.instance)
    if measured is None or not settings.option("log_post_training_metrics", True):
        return original()
    with inside(_LIBRARY):
        result = original()
    with harmless(_LIBRARY, "remember a prediction"):
        data = call.argument("X", place=0)
        with _lock:
            made = _Prediction(measured, _dataset_name(measured, data), _reference(data), _length(result))
            _predictions[result] = made
            base = getattr(result, "base", None)
            if isinstance(base, np.ndarray):  # A column cut out of the result names this as its base.
                _predictions[base] = made
    return result


def around_score(original: Callable[[], Any], call: Call, settings: Settings) -> Any:
    """Watch a ``score``: log what it returns as ``<class>_score_<data>``."""
    measured = None if is_inside() else _estimators.get(call.instance)
    if measured is None or not settings.option("log_post_training_metrics", True):
        return original()
    with inside(_LIBRARY):
        result = original()
    with harmless(_LIBRARY, "log a score"):
        data = call.argument("X", place=0)
        prediction = _Prediction(measured, _dataset_name(measured, data), _reference(data))
        owner = type(call.instance).__name__
        _log(prediction, f"{owner}_score", f"{owner}.score", result, call, settings)
    return result


def around_metric(original: Callable[[], Any], call: Call, settings: Settings) -> Any:
    """Watch a function of ``sklearn.metrics``: log what it makes of a prediction that is remembered."""
    if is_inside() or not settings.option("log_post_training_metrics", True):
        return original()
    with inside(_LIBRARY):
        result = original()
    with harmless(_LIBRARY, "log a metric"):
        found = next(filter(None, map(_prediction_of, (*call.args, *call.kwargs.values()))), None)
        if found is not None:
            _log(found, call.name, call.name, result, call, settings)
    return result


def _prediction_of(value: Any) -> _Prediction | None:
    """The prediction that a value is, or that it is a column of."""
    found: _Prediction | None = _predictions.get(value)
    base = getattr(value, "base", None)
    if found is None and isinstance(base, np.ndarray):
        of_base: _Prediction | None = _predictions.get(base)
        found = of_base if of_base is not None and of_base.rows == _length(value) else None
    return found


def _log(prediction: _Prediction, metric: str, command: str, result: Any, call: Call, settings: Settings) -> None:
    if not isinstance(result, numbers.Real) or isinstance(result, bool):
        return
    measured = prediction.measured
    with _lock:
        measured.calls[metric] += 1
        count = measured.calls[metric]
        key = f"{metric}{f'-{count}' if count > 1 else ''}_{prediction.dataset}"
        measured.commands[key] = f"{command}({_arguments(call)})"
        commands = json.dumps(dict(sorted(measured.commands.items())), indent=2)
    measured.run.log(metrics={key: float(result)}, model_id=measured.model_id)
    measured.run.client.log_text(measured.run.run_id, commands, _FILE)
    data = prediction.data() if prediction.data is not None else None
    if data is not None and settings.log_datasets and prediction.dataset not in measured.recorded:
        measured.recorded.add(prediction.dataset)
        log_dataset(measured.run, data, None, "eval")


def _length(value: Any) -> int:
    """Number of rows; sparse matrices have a shape and no length."""
    shape = getattr(value, "shape", ())
    return int(shape[0]) if shape else 0


def _reference(data: Any) -> weakref.ref[Any] | None:
    try:
        return weakref.ref(data)
    except TypeError:
        return None


def _dataset_name(measured: _Measured, data: Any) -> str:
    """Name of the variable that holds the data; a second object under one name gets ``-2``."""
    for name, objects in measured.names.items():
        for place, reference in enumerate(objects, start=1):
            if reference() is data:
                return name if place == 1 else f"{name}-{place}"
    name = _variable_name(data) or _UNKNOWN
    found = _reference(data)
    if found is None or name == _UNKNOWN:
        return name
    objects = measured.names.setdefault(name, [])
    objects.append(found)
    return name if len(objects) == 1 else f"{name}-{len(objects)}"


def _user_frame() -> FrameType | None:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if not any(module == own or module.startswith(f"{own}.") for own in _OWN_MODULES):
            return frame
        frame = frame.f_back
    return None


def _variable_name(value: Any) -> str | None:
    frame = _user_frame()
    if frame is None:
        return None
    return next((name for name, held in list(frame.f_locals.items()) if held is value and name[:1] != "_"), None)


def _arguments(call: Call) -> str:
    """The arguments of a call as code would name them."""
    try:
        given = inspect.signature(call.function).bind_partial(*call.args, **call.kwargs).arguments
    except (TypeError, ValueError):
        given = {**{str(place): value for place, value in enumerate(call.args)}, **call.kwargs}
    return ", ".join(f"{name}={_shown(value)}" for name, value in given.items())


def _shown(value: Any) -> str:
    if value is None or isinstance(value, str | bool | int | float):
        return repr(value)
    if isinstance(value, np.ndarray | pd.Series | pd.DataFrame | list | tuple):
        return _variable_name(value) or f"<{type(value).__name__}>"
    return _variable_name(value) or f"<{type(value).__name__}>"

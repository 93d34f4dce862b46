"""Which functions of scikit-learn are watched."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import sklearn.base
import sklearn.metrics
from sklearn.base import BaseEstimator

from mlflow.autologging.importing import when_imported, whenever_imported_below
from mlflow.autologging.patching import Call, inside, watch
from mlflow.autologging.settings import Settings
from mlflow.autologging.sklearn.fits import FitObserver
from mlflow.autologging.sklearn.later import around_metric, around_predict, around_score
from mlflow.autologging.training import logged_training

_LIBRARY = "sklearn"
#: Preparation of data is not training: these make no run of their own.
_NOT_TRAINED = ("sklearn.preprocessing", "sklearn.impute", "sklearn.feature_extraction", "sklearn.feature_selection")
_FITS = ("fit", "fit_predict", "fit_transform")
_PREDICTS = ("predict", "predict_proba", "predict_log_proba", "decision_function", "transform")
#: First parameters of functions of ``sklearn.metrics`` that measure predictions.
_MEASURES_BY = frozenset({"y_true", "labels_true", "X"})
#: They fit copies of an estimator to see how good it is; none of these is the training that counts.
_TRIALS = (
    "cross_val_predict", "cross_val_score", "cross_validate", "learning_curve", "permutation_test_score",
    "validation_curve",
)  # fmt: skip
_training = logged_training(FitObserver())


def install() -> None:
    """Watch the estimators that are imported, those that will be, and ``sklearn.metrics``."""
    for mixin in (sklearn.base.ClassifierMixin, sklearn.base.RegressorMixin):
        watch(_LIBRARY, mixin, "score", around_score)
    whenever_imported_below("sklearn", _watch_estimators)
    when_imported("sklearn.model_selection._validation", _watch_trials)
    when_imported("sklearn.model_selection", _watch_trials)
    for name in sklearn.metrics.__all__:
        function = getattr(sklearn.metrics, name)
        if inspect.isfunction(function) and next(iter(inspect.signature(function).parameters), "") in _MEASURES_BY:
            watch(_LIBRARY, sklearn.metrics, name, around_metric)


def _around_trial(original: Callable[[], Any], call: Call, settings: Settings) -> Any:
    with inside(_LIBRARY):
        return original()


def _watch_trials(module: ModuleType) -> None:
    for name in _TRIALS:
        if hasattr(module, name):
            watch(_LIBRARY, module, name, _around_trial)


def _watch_estimators(module: ModuleType) -> None:
    if module.__name__.startswith(_NOT_TRAINED):
        return
    for thing in list(vars(module).values()):
        if not inspect.isclass(thing) or thing.__module__ != module.__name__:
            continue
        estimator = issubclass(thing, BaseEstimator)
        if not (estimator or thing.__name__.endswith("Mixin")):
            continue
        for name in _FITS if estimator else ():
            if name in vars(thing):
                watch(_LIBRARY, thing, name, _training)
        for name in _PREDICTS:
            if name in vars(thing):
                watch(_LIBRARY, thing, name, around_predict)
        if "score" in vars(thing):
            watch(_LIBRARY, thing, "score", around_score)

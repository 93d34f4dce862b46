"""Which functions of scikit-learn are watched."""

from __future__ import annotations

import inspect
from types import ModuleType

import sklearn.base
import sklearn.metrics
from sklearn.base import BaseEstimator

from mlflow.autologging.importing import whenever_imported_below
from mlflow.autologging.patching import watch
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
_training = logged_training(FitObserver())


def install() -> None:
    """Watch the estimators that are imported, those that will be, and ``sklearn.metrics``."""
    for mixin in (sklearn.base.ClassifierMixin, sklearn.base.RegressorMixin):
        watch(_LIBRARY, mixin, "score", around_score)
    whenever_imported_below("sklearn", _watch_estimators)
    for name in sklearn.metrics.__all__:
        function = getattr(sklearn.metrics, name)
        if inspect.isfunction(function) and next(iter(inspect.signature(function).parameters), "") in _MEASURES_BY:
            watch(_LIBRARY, sklearn.metrics, name, around_metric)


def _watch_estimators(module: ModuleType) -> None:
    if module.__name__.startswith(_NOT_TRAINED):
        return
    for thing in list(vars(module).values()):
        if inspect.isclass(thing) and issubclass(thing, BaseEstimator) and thing.__module__ == module.__name__:
            for name in _FITS:
                if name in vars(thing):
                    watch(_LIBRARY, thing, name, _training)
            for name in _PREDICTS:
                if name in vars(thing):
                    watch(_LIBRARY, thing, name, around_predict)
            if "score" in vars(thing):
                watch(_LIBRARY, thing, "score", around_score)

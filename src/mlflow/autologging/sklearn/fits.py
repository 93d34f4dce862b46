"""What one training of an estimator leaves in its run."""

from __future__ import annotations

import importlib.util
import logging
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import is_classifier
from sklearn.model_selection._search import BaseSearchCV
from sklearn.utils import estimator_html_repr

from mlflow._door import resolve
from mlflow.autologging.datasets import log_dataset
from mlflow.autologging.patching import Call
from mlflow.autologging.settings import Settings, harmless
from mlflow.autologging.sklearn.later import remember
from mlflow.autologging.sklearn.measures import measured
from mlflow.autologging.sklearn.searches import best_params, log_candidates, write_results
from mlflow.autologging.training import TrainingRun
from mlflow.flavors.sklearn import log_model
from mlflow.models.signature import ModelSignature, infer_signature

_log = logging.getLogger(__name__)
_LIBRARY = "sklearn"
#: Rows of the training data that show a model's signature, and that are kept as its example.
_SIGNATURE_ROWS, _EXAMPLE_ROWS = 100, 5


class Rows(NamedTuple):
    """What an estimator is trained with."""

    data: Any
    target: Any
    weights: Any


def rows_of(call: Call) -> Rows:
    """The arguments of a ``fit`` that are data."""
    bound = call.bound()
    given = {**bound.get("params", {}), **bound.get("fit_params", {}), **bound}
    data = given.get("X", given.get("raw_documents", call.argument(place=0)))
    target = given.get("y", given.get("Y"))
    return Rows(data, target, given.get("sample_weight"))


class FitObserver:
    """Logs parameters and data before, metrics, plots and the model after."""

    def before(self, call: Call, run: TrainingRun, settings: Settings) -> Rows:
        estimator, rows = call.instance, rows_of(call)
        search = isinstance(estimator, BaseSearchCV)
        run.log(
            params=estimator.get_params(deep=not search),
            tags={
                "estimator_name": type(estimator).__name__,
                "estimator_class": f"{type(estimator).__module__}.{type(estimator).__name__}",
            },
        )
        if settings.log_datasets:
            with harmless(_LIBRARY, "log the training data"):
                log_dataset(run, rows.data, rows.target, "train")
        return rows

    def after(self, call: Call, run: TrainingRun, settings: Settings, known: Any, result: Any) -> None:
        estimator, rows = call.instance, known if known is not None else rows_of(call)
        search = isinstance(estimator, BaseSearchCV)
        model_id = best_id = None
        if settings.log_models:
            with harmless(_LIBRARY, "log the model"):
                model_id, best_id = _log_models(estimator, rows, settings)
        predicts = not search or hasattr(estimator, "best_estimator_")
        values = (
            measured(estimator, rows.data, rows.target, rows.weights, settings.option("pos_label")) if predicts else {}
        )
        run.log(metrics={f"training_{name}": value for name, value in values.items()}, model_id=model_id)
        with harmless(_LIBRARY, "log pictures of the training"):
            _log_files(run, estimator, rows, with_plots=bool(values))
        if search:
            with harmless(_LIBRARY, "log the candidates of the search"):
                run.log(params=best_params(estimator), metrics=_best_score(estimator), model_id=model_id)
                log_candidates(run, estimator, rows, settings, best_id)
        remember(estimator, run, model_id)


def _best_score(search: Any) -> dict[str, float]:
    score = getattr(search, "best_score_", None)
    return {} if score is None else {"best_cv_score": float(score)}


def _log_files(run: TrainingRun, estimator: Any, rows: Rows, with_plots: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="penstock-") as name:
        folder = Path(name)
        (folder / "estimator.html").write_text(estimator_html_repr(estimator), encoding="utf-8")
        if isinstance(estimator, BaseSearchCV):
            write_results(estimator, folder / "cv_results.csv")
        if with_plots and is_classifier(estimator) and importlib.util.find_spec("matplotlib"):
            with harmless(_LIBRARY, "draw the training metrics"):
                resolve("mlflow.autologging.sklearn.plots:draw")(estimator, *rows, folder)
        run.client.log_artifacts(run.run_id, folder)


def _log_models(estimator: Any, rows: Rows, settings: Settings) -> tuple[str | None, str | None]:
    """Log the estimator, and the best one of a search before it; returns the ids of both."""
    some = _head(rows.data, _SIGNATURE_ROWS)
    example = _head(rows.data, _EXAMPLE_ROWS) if settings.log_input_examples else None
    best: Any = getattr(estimator, "best_estimator_", None)
    if isinstance(estimator, BaseSearchCV) and best is None:
        return None, None

    def log(model: Any, name: str, registered: str | None, params: dict[str, Any]) -> str | None:
        signature: Any = _signature(model, some) if settings.log_model_signatures else False
        info = log_model(
            model,
            name=name,
            signature=signature,
            input_example=example,
            serialization_format=settings.option("serialization_format", "cloudpickle"),
            registered_model_name=registered,
            params={key: str(value) for key, value in params.items()},
        )
        model_id: str | None = info.model_id
        return model_id

    registered = settings.option("registered_model_name")
    if not isinstance(estimator, BaseSearchCV):
        return log(estimator, "model", registered, estimator.get_params()), None
    own = estimator.get_params(deep=False)
    best_id = log(best, "best_estimator", None, {**own, **best.get_params()})
    return log(estimator, "model", registered, {**own, **best_params(estimator)}), best_id


def _head(data: Any, count: int) -> Any:
    """The first rows of a table or array, copied; None for other kinds of data."""
    if isinstance(data, pd.DataFrame | pd.Series):
        return data.head(count).copy()
    if isinstance(data, np.ndarray) or hasattr(data, "tocsr"):
        return data[:count].copy()
    if isinstance(data, list) and data:
        return np.asarray(data[:count])
    return None


def _signature(model: Any, some: Any) -> ModelSignature | None:
    if some is None:
        return None
    ask = next((getattr(model, name) for name in ("predict", "transform") if hasattr(model, name)), None)
    try:
        return infer_signature(some, ask(some) if ask is not None else None)
    except Exception:
        _log.debug("No signature can be inferred", exc_info=True)
        return None

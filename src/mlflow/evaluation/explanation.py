"""Why a model predicts what it predicts: SHAP, where it is installed and the data allow it."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlflow._door import resolve
from mlflow.evaluation.judgement import Judgement, Wishes
from mlflow.evaluation.rows import Rows
from mlflow.evaluation.subjects import Subject
from mlflow.exceptions import InvalidParameterValue

_log = logging.getLogger(__name__)
_said: set[str] = set()

ALGORITHMS = ("exact", "permutation", "partition", "kernel", "tree", "linear")
#: Digits that are kept of the greatest SHAP value, after its first.
_DIGITS = 6
_QUIET = 'evaluator_config={"log_model_explainability": False} says that this is meant.'


def explain(subject: Subject, rows: Rows, wishes: Wishes) -> Judgement:
    """Pictures and numbers of what moves a model's predictions.

    Where it cannot be done, a warning says why, and the rest of the evaluation goes on.

    Args:
        subject: The model.
        rows: The data.
        wishes: ``explainability_algorithm``, ``explainability_nsamples``, ``explainability_kernel_link``,
            ``log_explainer`` of its configuration, and the model's type.

    Raises:
        InvalidParameterValue: The configuration makes no sense.
    """
    algorithm = wishes.config.get("explainability_algorithm")
    if algorithm is not None and algorithm not in ALGORITHMS:
        raise InvalidParameterValue(f"explainability_algorithm must be one of {list(ALGORITHMS)}, not {algorithm!r}.")
    nsamples = wishes.config.get("explainability_nsamples")
    if nsamples is not None and (not isinstance(nsamples, int) or isinstance(nsamples, bool) or nsamples < 1):
        raise InvalidParameterValue(f"explainability_nsamples must be a whole number above 0, not {nsamples!r}.")
    if subject.predict is None:
        return Judgement()
    why_not = _obstacle(rows)
    if why_not is None:
        try:
            return _explained(subject, rows, wishes)
        except Exception as error:  # of shap, or of the model when asked about rows that shap made up
            why_not = f"{type(error).__name__}: {error}"
    if why_not not in _said:
        _said.add(why_not)
        _log.warning("Predictions are not explained: %s. %s", why_not.rstrip("."), _QUIET)
    return Judgement()


def _obstacle(rows: Rows) -> str | None:
    if importlib.util.find_spec("shap") is None or importlib.util.find_spec("matplotlib") is None:
        return "shap is not installed; pip install 'penstock[shap]' brings it"
    frame = rows.frame()
    words = [str(name) for name, kind in frame.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    if words:
        return f"SHAP wants numbers, and the columns {words[:10]} hold something else"
    if frame.isna().to_numpy().any():
        gaps = [str(name) for name in frame.columns[frame.isna().any()]]
        return f"SHAP wants numbers, and some are missing in the columns {gaps[:10]}"
    return None


def _explained(subject: Subject, rows: Rows, wishes: Wishes) -> Judgement:
    found = resolve("mlflow.evaluation.explainers:explanation_of")(subject, rows, wishes)
    plots = resolve("mlflow.flavors.shap_plots")
    names, values, data = found.names, found.values, found.data
    judgement = Judgement()
    judgement.own["shap_beeswarm_plot"] = plots.beeswarm(found.main, data, names, f"SHAP values{found.about}")
    judgement.own["shap_summary_plot"] = plots.summary(values, names, found.outputs)
    judgement.own["shap_feature_importance_plot"] = plots.importance(values, names, found.outputs)
    judgement.own["shap_values"] = _by_row(found.main, found.base, found.places, names)
    if wishes.config.get("log_explainer"):
        log = resolve("mlflow.flavors.shap:log_explainer")
        judgement.models.append(
            lambda run_id: log(found.explainer, name=f"{wishes.prefix}explainer", run_id=run_id, input_example=None)
        )
    return judgement


def _by_row(values: Any, base: Any, places: Any, names: list[str]) -> pd.DataFrame:
    """A row per example that was explained: its place in the data, the base value, what each feature adds to it."""
    bases = np.broadcast_to(np.asarray(base, dtype=float).reshape(-1), (len(values),))
    size = max(np.abs(values).max(initial=0.0), np.abs(bases).max(initial=0.0), 1e-12)
    decimals = _DIGITS - int(np.floor(np.log10(size)))
    columns: Mapping[str, Any] = {"row": places, "base_value": bases.round(decimals)}
    return pd.concat([pd.DataFrame(columns), pd.DataFrame(values.round(decimals), columns=names)], axis=1)

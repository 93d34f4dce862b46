"""The explainer of SHAP that suits a model, and what it says about some rows."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shap
from sklearn.base import is_classifier
from sklearn.pipeline import Pipeline

from mlflow.evaluation.judgement import Wishes
from mlflow.evaluation.rows import Rows
from mlflow.evaluation.subjects import Subject
from mlflow.exceptions import InvalidParameterValue

_log = logging.getLogger(__name__)

#: Rows that are explained unless the user says how many: explainers that know the model's inside are fast.
_ROWS = {"tree": 2000, "linear": 2000}
_ROWS_OF_OTHERS = 200
#: Rows that a prediction is compared with, and for the kernel method, which asks most.
_BACKGROUND, _KERNEL_BACKGROUND = 50, 20
#: Libraries, and names in scikit-learn, of models that are trees.
_TREES = ("xgboost", "lightgbm", "catboost")
_SKLEARN_TREES = ("DecisionTree", "ExtraTree", "RandomForest", "GradientBoostingRegressor", "HistGradientBoosting")
#: Up to so many features every subset of them can be tried.
_EXACT = 6


@dataclass(frozen=True)
class Explanation:
    """What moves a model's predictions.

    Attributes:
        explainer: The explainer of shap.
        names: The features.
        data: Their values, of shape (rows, features).
        places: Which rows of the data these are.
        values: SHAP values, of shape (rows, features) or (rows, features, outputs).
        main: Those of the output that pictures of a single one show, of shape (rows, features).
        base: What that output is before any feature is known; a number, or one per row.
        outputs: Names of the outputs, such as classes; None for a single one.
        about: Which output ``main`` is of, for a title.
    """

    explainer: Any
    names: list[str]
    data: np.ndarray[Any, Any]
    places: np.ndarray[Any, Any]
    values: np.ndarray[Any, Any]
    main: np.ndarray[Any, Any]
    base: Any
    outputs: list[str] | None
    about: str


def explanation_of(subject: Subject, rows: Rows, wishes: Wishes) -> Explanation:
    """Explain a model's predictions for some of the rows.

    Args:
        subject: The model.
        rows: The data, of numbers.
        wishes: The configuration.

    Raises:
        InvalidParameterValue: The algorithm cannot explain this model.
    """
    frame, config = rows.frame(), wishes.config
    estimator = subject.estimator
    algorithm = config.get("explainability_algorithm") or _suitable(estimator, frame.shape[1])
    wanted = config.get("explainability_nsamples") or _ROWS.get(algorithm, _ROWS_OF_OTHERS)
    generator = np.random.default_rng(0)
    places = np.sort(generator.choice(len(frame), min(wanted, len(frame)), replace=False))
    sample = frame.iloc[places]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap's of NumPy and matplotlib, and the model's of missing names of features
        explainer = _explainer(algorithm, subject, rows, frame, wishes)
        found = _ask(explainer, sample)
    values = np.asarray(found.values, dtype=float)
    base = np.asarray(found.base_values, dtype=float)
    labels = _labels(estimator, wishes, values)
    main, about = values, ""
    if values.ndim == 3:
        at = _main_output(labels, config.get("pos_label"), values)
        main, base = values[:, :, at], base[..., at]
        about = f" for class {labels[at]}" if labels else f" of output {at}"
        if values.shape[2] == 2:
            values, labels = main, None  # what speaks for one of two classes speaks against the other
    names = [str(name) for name in frame.columns]
    data = sample.to_numpy(dtype=float)
    return Explanation(explainer, names, data, places, values, main, base, labels, about)


def _suitable(estimator: Any, features: int) -> str:
    """The fastest algorithm that is exact for this model, or the next best."""
    kind = type(estimator)
    library = kind.__module__.partition(".")[0]
    if library in _TREES or (library == "sklearn" and kind.__name__.startswith(_SKLEARN_TREES)):
        return "tree"
    if kind.__module__.startswith("sklearn.linear_model") and not is_classifier(estimator):
        return "linear"
    return "exact" if features <= _EXACT else "permutation"


def _explainer(algorithm: str, subject: Subject, rows: Rows, frame: pd.DataFrame, wishes: Wishes) -> Any:
    background = shap.sample(frame, _BACKGROUND, random_state=0) if len(frame) > _BACKGROUND else frame
    if algorithm in ("tree", "linear"):
        if subject.estimator is None or isinstance(subject.estimator, Pipeline):
            raise InvalidParameterValue(
                f"explainability_algorithm {algorithm!r} looks into the model, which is no single estimator here; "
                "use exact, permutation, partition or kernel."
            )
        if algorithm == "tree":
            return shap.TreeExplainer(subject.estimator)
        return shap.LinearExplainer(subject.estimator, background)
    ask = _asked(subject, rows, frame, wishes)
    if algorithm == "kernel":
        few = shap.sample(frame, _KERNEL_BACKGROUND, random_state=0) if len(frame) > _KERNEL_BACKGROUND else frame
        return shap.KernelExplainer(ask, few, link=wishes.config.get("explainability_kernel_link", "identity"))
    if algorithm == "partition":
        return shap.PartitionExplainer(ask, shap.maskers.Partition(background))
    kind = shap.ExactExplainer if algorithm == "exact" else shap.PermutationExplainer
    return kind(ask, shap.maskers.Independent(background, max_samples=_BACKGROUND))


def _asked(subject: Subject, rows: Rows, frame: pd.DataFrame, wishes: Wishes) -> Callable[[Any], Any]:
    """The model as a function from an array of features to numbers."""
    chances = getattr(subject.estimator, "predict_proba", None) if wishes.model_type == "classifier" else None
    predict = chances or subject.predict
    columns, as_table = list(frame.columns), bool(subject.names) or subject.tables or rows.features is frame
    kinds = frame.dtypes.to_dict()

    def ask(data: Any) -> Any:
        table = pd.DataFrame(np.asarray(data), columns=columns)
        given = table.astype(kinds) if as_table else table.to_numpy()
        answer = predict(given)  # type: ignore[misc]  # there is one where predictions are explained
        answer = answer.iloc[:, 0] if isinstance(answer, pd.DataFrame) else answer
        return np.asarray(answer, dtype=float)

    return ask


def _ask(explainer: Any, sample: pd.DataFrame) -> Any:
    if isinstance(explainer, shap.KernelExplainer):
        values = np.asarray(explainer.shap_values(sample, silent=True))
        return shap.Explanation(values, explainer.expected_value)
    return explainer(sample)


def _labels(estimator: Any, wishes: Wishes, values: Any) -> list[str] | None:
    known = getattr(estimator, "classes_", None)
    if wishes.model_type != "classifier" or known is None or values.ndim != 3 or len(known) != values.shape[2]:
        return None
    return [str(label) for label in np.asarray(known).tolist()]


def _main_output(labels: list[str] | None, positive: Any, values: Any) -> int:
    """The positive class; of several, the one whose predictions move most."""
    if labels and positive is not None and str(positive) in labels:
        return labels.index(str(positive))
    return 1 if values.shape[2] == 2 else int(np.abs(values).mean(axis=(0, 1)).argmax())

"""Estimators of scikit-learn asked with the array inside a table, where that is what they would ask for themselves.

An estimator that was fitted to a table checks each table's names and types, column by column, and then takes the array
inside: for one row of twenty columns that costs ten times the prediction. Where the names are those it was fitted to,
and the estimator is known to look at nothing but the array, a copy without names is asked with that array instead: the
same code on the same numbers.
"""

from __future__ import annotations

import copy
from typing import Any

import pandas as pd
from sklearn.pipeline import Pipeline

#: Rooms of scikit-learn whose estimators make an array of every table first. Not there: those that choose columns by
#: name or type (``compose``, ``ensemble`` but for forests and trees in sequence), and those that ask others.
_ARRAYS = (
    "sklearn.linear_model.",
    "sklearn.tree.",
    "sklearn.svm.",
    "sklearn.naive_bayes",
    "sklearn.neural_network.",
    "sklearn.neighbors.",
    "sklearn.discriminant_analysis",
    "sklearn.ensemble._forest",
    "sklearn.ensemble._gb",
    "sklearn.preprocessing._data",
    "sklearn.decomposition.",
)


def _takes_arrays(estimator: Any) -> bool:
    known = type(estimator).__module__.startswith(_ARRAYS)
    return known and not getattr(estimator, "_sklearn_output_config", None)


def without_names(estimator: Any) -> Any | None:
    """A copy, sharing all that was fitted, that expects arrays; None where a table may mean more to the estimator."""
    if getattr(estimator, "feature_names_in_", None) is None:
        return None
    if isinstance(estimator, Pipeline):
        steps = [(name, step if isinstance(step, str) else _bare(step)) for name, step in estimator.steps]
        if any(step is None for _, step in steps):
            return None
        bare = copy.copy(estimator)
        bare.steps = steps
        return bare
    return _bare(estimator)


def _bare(estimator: Any) -> Any | None:
    if not _takes_arrays(estimator):
        return None
    bare = copy.copy(estimator)
    vars(bare).pop("feature_names_in_", None)
    return bare


class Asker:
    """A function of an estimator, asked with arrays where it can be.

    Args:
        estimator: The estimator.
        function: Name of the function.
    """

    def __init__(self, estimator: Any, function: str) -> None:
        self._asked = getattr(estimator, function)
        bare = without_names(estimator)
        self._bare = getattr(bare, function) if bare is not None else None
        self._names = list(estimator.feature_names_in_) if bare is not None else []
        self._seen: pd.Index | None = None

    def __call__(self, data: Any) -> Any:
        if self._bare is None or not isinstance(data, pd.DataFrame) or not self._are_known(data.columns):
            return self._asked(data)
        values = data.to_numpy()
        if values.dtype.kind not in "fi" or not len(values):
            return self._asked(data)
        return self._bare(values)

    def _are_known(self, columns: pd.Index) -> bool:
        if columns is self._seen:
            return True
        if columns.tolist() != self._names:
            return False
        self._seen = columns  # an index never changes, and the rows of one table share theirs
        return True

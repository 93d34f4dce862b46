"""Estimators asked with the array inside a table say what they say to the table."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC
from sklearn.utils import all_estimators

from mlflow.flavors.sklearn_arrays import Asker, without_names

RNG = np.random.default_rng(0)
X = pd.DataFrame(np.abs(RNG.normal(size=(60, 4))), columns=["a", "b", "c", "d"])
Y = (X["a"] + X["b"] > 1.5).astype(int)
FUNCTIONS = ("predict", "predict_proba", "decision_function", "transform", "score_samples")
RANDOM = {("BernoulliRBM", "score_samples")}  # says something else each time


def fitted() -> list[Any]:
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _, kind in all_estimators():
            try:
                found.append(kind().fit(X, Y))
            except Exception:  # it needs other data or arguments
                continue
    return found


def test_every_estimator_says_the_same() -> None:
    known = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for estimator in fitted():
            if without_names(estimator) is None:
                continue
            known += 1
            for function in FUNCTIONS:
                if not hasattr(estimator, function) or (type(estimator).__name__, function) in RANDOM:
                    continue
                try:
                    expected = getattr(estimator, function)(X)
                except Exception:
                    continue
                asked = Asker(estimator, function)
                for frame in (X, X.head(1), X.astype("float32"), X.round().astype(int), X.assign(a=X["a"].astype(int))):
                    try:
                        expected = getattr(estimator, function)(frame)
                    except (ValueError, TypeError):  # some take no other type of number than they were fitted to
                        with pytest.raises((ValueError, TypeError)):
                            asked(frame)
                        continue
                    got = asked(frame)
                    assert type(got) is type(expected), estimator
                    as_array = [part.toarray() if hasattr(part, "toarray") else part for part in (got, expected)]
                    np.testing.assert_array_equal(*as_array, err_msg=f"{estimator}.{function}")
    assert known > 60, "the quick way is for most of them"


@pytest.mark.parametrize(
    ("estimator", "quick"),
    [
        (make_pipeline(StandardScaler(), PCA(2), LogisticRegression()), True),
        (make_pipeline(StandardScaler(), "passthrough", LinearRegression()), True),
        (make_pipeline("passthrough", LinearRegression()), False),  # it knows no names itself
        (make_pipeline(StandardScaler().set_output(transform="pandas"), LogisticRegression()), False),
        (make_pipeline(ColumnTransformer([("s", MinMaxScaler(), ["b"])]), LogisticRegression()), False),
        (RandomForestRegressor(5), True),
        (GradientBoostingClassifier(n_estimators=5), True),
        (SVC(), True),
    ],
)
def test_pipelines(estimator: Any, quick: bool) -> None:
    estimator.fit(X, Y)
    asked = Asker(estimator, "predict")
    assert (without_names(estimator) is not None) is quick
    assert (asked(X) == estimator.predict(X)).all()
    assert not quick or list(estimator.feature_names_in_) == list(X.columns), "the estimator itself keeps its names"


def test_what_the_estimator_refuses_is_refused() -> None:
    asked = Asker(LinearRegression().fit(X, Y), "predict")
    with pytest.raises(ValueError, match="NaN"):
        asked(X.assign(a=np.nan))
    with pytest.raises(ValueError, match="feature names"):
        asked(X[["b", "a", "c", "d"]])
    with pytest.raises(ValueError, match="feature names"):
        asked(X[["a"]])
    with pytest.raises(TypeError):
        asked(X.assign(a="x"))
    with pytest.raises(ValueError, match="0 sample"):
        asked(X.head(0))


def test_tables_of_other_kinds_are_left_to_the_estimator() -> None:
    model = LinearRegression().fit(X, Y)
    asked = Asker(model, "predict")
    for frame in (X.astype("Float64"), X.round().astype(bool), X.astype(object)):
        np.testing.assert_allclose(asked(frame), model.predict(frame))
    nameless = LinearRegression().fit(X.to_numpy(), Y)
    assert without_names(nameless) is None
    np.testing.assert_allclose(Asker(nameless, "predict")(X.to_numpy()), model.predict(X))

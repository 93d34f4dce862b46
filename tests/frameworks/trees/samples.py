"""A small data set, and models of each framework that are quick to fit."""

from __future__ import annotations

from typing import Any

import catboost
import lightgbm
import numpy as np
import pandas as pd
import statsmodels.api as sm
import xgboost

_numbers = np.random.default_rng(7)
X = pd.DataFrame({"a": _numbers.random(60), "b": _numbers.random(60)})
Y = (X["a"] + X["b"] / 4 > 0.6).astype(int)
#: A quantity, for regressions.
Z = 2 * X["a"] - X["b"] + _numbers.normal(scale=0.1, size=60)
SERIES = pd.Series(_numbers.random(60).cumsum(), index=pd.date_range("2024-01-01", periods=60, freq="D"), name="v")
STRETCH = pd.DataFrame({"start": [60], "end": [62]})
_QUIET: dict[str, Any] = {"verbose": -1, "min_child_samples": 2}
_CAT: dict[str, Any] = {"iterations": 4, "depth": 2, "verbose": False, "allow_writing_files": False}


def xgb_booster(data: Any = X) -> Any:
    return xgboost.train({"max_depth": 2, "objective": "binary:logistic"}, xgboost.DMatrix(data, label=Y), 4)


def xgb_classifier() -> Any:
    return xgboost.XGBClassifier(n_estimators=4, max_depth=2).fit(X, Y)


def lgb_booster() -> Any:
    return lightgbm.train({"objective": "binary", **_QUIET}, lightgbm.Dataset(X, label=Y), 4)


def lgb_classifier() -> Any:
    return lightgbm.LGBMClassifier(n_estimators=4, **_QUIET).fit(X, Y)


def cat_classifier() -> Any:
    return catboost.CatBoostClassifier(**_CAT).fit(X, Y)


def cat_regressor() -> Any:
    return catboost.CatBoostRegressor(**_CAT).fit(X, Z)


def ols() -> Any:
    return sm.OLS(Z, X).fit()


def arima() -> Any:
    return sm.tsa.ARIMA(SERIES, order=(1, 1, 0)).fit()


#: What a model learns from the texts of a category.
COLOURS = X.assign(colour=pd.Categorical(np.where(X["b"] > 0.5, "red", "blue"), categories=["red", "green", "blue"]))

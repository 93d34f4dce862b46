"""Data and models of the evaluations that were also run with MLflow 3.6.0."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.linear_model import LinearRegression, LogisticRegression

import mlflow

COLUMNS = list("abcd")


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path) -> Iterator[None]:
    """A store of the test's own."""
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/runs.db")
    yield
    mlflow.set_tracking_uri("")


@pytest.fixture(scope="session")
def cancer() -> pd.DataFrame:
    data, target = load_breast_cancer(return_X_y=True)
    return pd.DataFrame(data[:, :4], columns=COLUMNS).assign(label=target)


@pytest.fixture(scope="session")
def wine() -> pd.DataFrame:
    data, target = load_wine(return_X_y=True)
    return pd.DataFrame(data[:, :4], columns=COLUMNS).assign(label=target)


@pytest.fixture(scope="session")
def diabetes() -> pd.DataFrame:
    data, target = load_diabetes(return_X_y=True)
    return pd.DataFrame(data[:, :4], columns=COLUMNS).assign(label=target)


@pytest.fixture(scope="session")
def binary(cancer: pd.DataFrame) -> LogisticRegression:
    return LogisticRegression(max_iter=1000).fit(cancer[COLUMNS], cancer.label)


@pytest.fixture(scope="session")
def several(wine: pd.DataFrame) -> LogisticRegression:
    return LogisticRegression(max_iter=2000).fit(wine[COLUMNS], wine.label)


@pytest.fixture(scope="session")
def regressor(diabetes: pd.DataFrame) -> LinearRegression:
    return LinearRegression().fit(diabetes[COLUMNS], diabetes.label)

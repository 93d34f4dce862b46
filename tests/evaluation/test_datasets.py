"""Datasets of other libraries are evaluated with as pandas' are."""

from __future__ import annotations

from typing import Any

import datasets
import pandas as pd
import polars as pl
import pytest

import mlflow

FRAME = pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": [1.0, 2.0, 4.0], "p": [1.0, 2.0, 3.0]})


@pytest.mark.parametrize(
    "dataset",
    [
        mlflow.data.from_polars(pl.from_pandas(FRAME), targets="y", predictions="p"),
        mlflow.data.from_polars(pl.from_pandas(FRAME)),
        mlflow.data.from_huggingface(datasets.Dataset.from_pandas(FRAME), targets="y"),
    ],
)
def test_evaluating_with_it(dataset: Any) -> None:
    with mlflow.start_run() as run:
        result = mlflow.evaluate(data=dataset, targets="y", predictions="p", model_type="regressor")
    assert result.metrics["max_error"] == 1.0 and result.metrics["example_count"] == 3
    inputs = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
    assert [i.dataset.digest for i in inputs] == [dataset.digest]


def test_a_model_is_asked_for_the_features_only() -> None:
    seen: list[list[str]] = []

    def double(frame: pd.DataFrame) -> Any:
        seen.append(list(frame.columns))
        return frame["x"] * 2

    dataset = mlflow.data.from_polars(pl.from_pandas(FRAME[["x", "y"]]), targets="y")
    with mlflow.start_run():
        result = mlflow.evaluate(double, dataset, model_type="regressor")
    assert result.metrics["max_error"] == 2.0 and all(columns == ["x"] for columns in seen)

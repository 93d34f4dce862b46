"""Data whose descriptions by MLflow 3.6.0 are noted in ``observed.json``; run there, it writes that file."""

from __future__ import annotations

import datetime as dt
import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

import mlflow.data
from mlflow.data.evaluation_dataset import EvaluationDataset

SOURCE = "s3://bucket/data.csv"


def column(values: Any, **kwargs: Any) -> pd.DataFrame:
    return pd.DataFrame({"b": [1, 2, 3], "a": pd.Series(values, **kwargs), "z": ["x", "y", "z"]})


FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "text": lambda: column(["p", "q", "r"]),
    "text with None": lambda: column(["p", None, "r"]),
    "mixed": lambda: column(["p", 1, 2.5]),
    "bytes": lambda: column([b"p", b"q", b"r"]),
    "bool": lambda: column([True, False, True]),
    "float with NaN": lambda: column([1.5, np.nan, 2.0], dtype="float32"),
    "uint8": lambda: column([1, 2, 3], dtype="uint8"),
    "Int64 with NA": lambda: column([1, None, 3], dtype="Int64"),
    "boolean with NA": lambda: column([True, None, False], dtype="boolean"),
    "string": lambda: column(["p", "q", "r"], dtype="string"),
    "category of text": lambda: column(["p", "q", "p"], dtype="category"),
    "category of numbers": lambda: column([1, 2, 1], dtype="category"),
    "datetime": lambda: column(pd.to_datetime(["2020-01-01"] * 3)),
    "timedelta": lambda: column(pd.to_timedelta([1, 2, 3])),
    "date": lambda: column([dt.date(2020, 1, 1)] * 3),
    "lists": lambda: column([[1], [2], [3]]),
    "dicts": lambda: column([{"x": 1}, {"x": 2, "y": "u"}, {"x": 3}]),
    "None only": lambda: column([None] * 3, dtype=object),
    "no rows": lambda: pd.DataFrame({"x": np.array([])}),
    "no columns": lambda: pd.DataFrame(),
    "an index": lambda: pd.DataFrame({"a": [1, 2]}, index=["r", "s"]),
    "numbered columns": lambda: pd.DataFrame([[1, 2.0]]),
    "text columns only": lambda: pd.DataFrame({"b": ["x"], "a": ["y"]}),
    "names of several types": lambda: pd.DataFrame({"b": [1, 2], 3: [5, 6], "a": ["x", "y"], 7: ["p", "q"]}),
    "many rows": lambda: pd.DataFrame({"a": range(20_001), "t": ["x"] * 10_000 + [None] * 10_001}),
}

ARRAYS: dict[str, Callable[[], tuple[Any, Any]]] = {
    "rows": lambda: (np.arange(6).reshape(2, 3), np.array([0, 1])),
    "no targets": lambda: (np.arange(6.0).reshape(2, 3), None),
    "by name": lambda: ({"b": np.arange(6).reshape(2, 3), "a": np.array(["x", "y"])}, {"t": np.array([0, 1])}),
    "objects": lambda: (np.array([1, "a", None], dtype=object), None),
    "unhashable objects": lambda: (np.array([[1, {}]], dtype=object), None),
    "many": lambda: (np.arange(30_000.0).reshape(-1, 3), None),
    "transposed": lambda: (np.arange(4, dtype=np.int32).reshape(2, 2).T, None),
    "half": lambda: (np.array([1.5], dtype=np.float16), None),
    "bytes": lambda: (np.array([b"a"]), None),
    "text": lambda: (np.array([["a", "bcd"]]), None),
    "none": lambda: (np.zeros((0, 3)), None),
    "moments": lambda: (np.array(["2020-01-01"], dtype="datetime64[ns]"), None),
    "complex": lambda: (np.array([1j]), None),
}

_X, _Y = np.arange(6.0).reshape(3, 2), np.array([0, 1, 1])
_DF = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6], "t": [0, 1, 2]})
EVALUATIONS: dict[str, Callable[[], EvaluationDataset]] = {
    "array": lambda: EvaluationDataset(_X, targets=_Y),
    "array, named": lambda: EvaluationDataset(_X, targets=_Y, name="n", path="p", feature_names=["q", "r"]),
    "array without targets": lambda: EvaluationDataset(_X),
    "list": lambda: EvaluationDataset([[1, 2], [3, 4]], targets=[0, 1]),
    "text": lambda: EvaluationDataset([["a", "b"], ["c", "d"]], targets=["x", "y"]),
    "many columns": lambda: EvaluationDataset(np.ones((2, 12)), targets=np.ones(2)),
    **{
        f"{n} rows": lambda n=n: EvaluationDataset(np.arange(2.0 * n).reshape(n, 2), targets=np.arange(n))
        for n in (1, 9, 10, 11, 30)
    },
    "frame": lambda: EvaluationDataset(_DF, targets="t"),
    "frame with predictions": lambda: EvaluationDataset(_DF, targets="t", predictions="b", digest="d"),
    "frame, one feature": lambda: EvaluationDataset(_DF, targets="t", feature_names=["a"]),
    "frame without targets": lambda: EvaluationDataset(_DF, predictions="b"),
    "frame of 30 rows": lambda: EvaluationDataset(pd.DataFrame({"a": range(30), "t": range(30)}), targets="t"),
    "of a frame": lambda: mlflow.data.from_pandas(_DF, SOURCE, targets="t", predictions="b").to_evaluation_dataset(),
    "of arrays": lambda: mlflow.data.from_numpy(_X, SOURCE, targets=_Y).to_evaluation_dataset("p", ["q", "r"]),
}


def answers() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, frame in FRAMES.items():
        found[f"frame: {name}"] = mlflow.data.from_pandas(frame(), source=SOURCE, name="n").to_dict()
    for name, arrays in ARRAYS.items():
        features, targets = arrays()
        found[f"array: {name}"] = mlflow.data.from_numpy(features, source=SOURCE, targets=targets).to_dict()
    for name, make in EVALUATIONS.items():
        data = make()
        found[f"evaluation: {name}"] = {
            **{key: getattr(data, key) for key in ("name", "digest", "hash", "path", "feature_names", "targets_name")},
            **{key: getattr(data, key) for key in ("predictions_name", "has_targets", "has_predictions")},
            "labels": None if data.labels_data is None else np.asarray(data.labels_data).tolist(),
            "predictions": None if data.predictions_data is None else np.asarray(data.predictions_data).tolist(),
        }
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump(answers(), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")

"""Model folders of frameworks that MLflow 3.6 wrote, and what they are asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import mlflow.pyfunc

SAMPLES = Path(__file__).parents[1] / "models" / "samples"
TABLE = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [1, 0, 1, 0]})
ROWS = TABLE.to_numpy()
#: Group of frameworks → folder → what it is asked.
OF_FRAMEWORKS: dict[str, dict[str, Any]] = {
    "trees": dict.fromkeys(
        ("lightgbm_booster", "lightgbm_sklearn", "statsmodels_ols", "statsmodels_remove_data", "xgboost_booster",
         "xgboost_sklearn_json"),
        TABLE,
    ),
    "torch": dict.fromkeys(("pytorch", "pytorch_extra", "pytorch_scripted"), ROWS.astype("float32")),
}  # fmt: skip


def assert_answers(name: str, given: Any) -> None:
    """A folder answers with a finite number for each row."""
    model = mlflow.pyfunc.load_model(str(SAMPLES / name), suppress_warnings=True)
    answer = np.asarray(model.predict(given))
    assert len(answer) == len(given) and np.isfinite(answer).all()
    if (example := model.input_example) is not None:
        assert len(model.predict(example)) == len(example)

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

import mlflow
from tests.frameworks.crossing import CrossingContract

X = pd.DataFrame({"a": np.linspace(-1, 1, 40), "b": np.linspace(1, 3, 40)[::-1]})


class TestScikitLearn(CrossingContract):
    flavor = mlflow.sklearn
    loader_module = "mlflow.sklearn"
    requires = ("scikit-learn", "cloudpickle")

    def model(self) -> Any:
        return LogisticRegression().fit(X, X["a"] > 0)

    def arguments(self, model: Any) -> dict[str, Any]:
        return {"sk_model": model}

    def example(self) -> pd.DataFrame:
        return X.head(5)

    def answer(self, model: Any, data: pd.DataFrame) -> Any:
        return model.predict(data)

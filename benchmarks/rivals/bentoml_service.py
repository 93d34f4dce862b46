"""The model behind BentoML, as its guide has it."""

from __future__ import annotations

import bentoml
import joblib
import pandas as pd


@bentoml.service
class Bench:
    def __init__(self) -> None:
        self._model = joblib.load("model.joblib")

    @bentoml.api
    def predict(self, columns: list[str], data: list[list[float]]) -> list[int]:
        return self._model.predict(pd.DataFrame(data, columns=columns)).tolist()

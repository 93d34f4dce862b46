"""A model of your own: any Python class or function becomes a model that can be logged, served and loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

import mlflow
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature

Path("prices.json").write_text(json.dumps({"bread": 3.0, "cheese": 7.5}))


class Till(mlflow.pyfunc.PythonModel):
    """Adds up a basket."""

    def load_context(self, context):
        self.prices = json.loads(Path(context.artifacts["prices"]).read_text())

    def predict(self, context, model_input, params=None):
        discount = (params or {}).get("discount", 0.0)
        return model_input["item"].map(self.prices) * model_input["count"] * (1 - discount)


basket = pd.DataFrame({"item": ["bread", "cheese"], "count": [2, 1]})
signature = infer_signature(basket, pd.Series([6.0, 7.5]), params={"discount": 0.0})
with mlflow.start_run():
    info = mlflow.pyfunc.log_model(
        name="till", python_model=Till(), artifacts={"prices": "prices.json"}, signature=signature
    )

till = mlflow.pyfunc.load_model(info.model_uri)
assert list(till.predict(basket)) == [6.0, 7.5]
assert list(till.predict(basket, params={"discount": 0.5})) == [3.0, 3.75]
try:
    till.predict(basket.drop(columns="count"))  # the signature guards the door
except MlflowException as error:
    assert "count" in str(error)
else:
    raise AssertionError("a missing column was accepted")


def shout(model_input: list[str]) -> list[str]:
    return [text.upper() + "!" for text in model_input]


mlflow.pyfunc.save_model("shouter", python_model=shout, input_example=["hey"])
assert mlflow.pyfunc.load_model("shouter").predict(["good morning"]) == ["GOOD MORNING!"]
print(f"logged {info.model_uri}")

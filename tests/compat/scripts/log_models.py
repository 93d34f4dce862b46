"""Logs and registers models through either client; reports their addresses and predictions."""

from __future__ import annotations

import json
import sys

import pandas as pd
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier

import mlflow
from mlflow.models import infer_signature

name = sys.argv[1]


class Doubler(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        with open(context.artifacts["factor"]) as file:
            self.factor = int(file.read())

    def predict(self, context, model_input, params=None):
        return model_input["x"] * self.factor


features, target = load_wine(return_X_y=True, as_frame=True)
forest = RandomForestClassifier(10, random_state=0).fit(features, target)
signature = infer_signature(features, forest.predict(features))
with open("factor.txt", "w") as file:
    file.write("2")
mlflow.set_experiment(name)
with mlflow.start_run() as run:
    sklearn_info = mlflow.sklearn.log_model(
        forest,
        name="forest",
        signature=signature,
        input_example=features.head(2),
        registered_model_name=f"{name}-forest",
    )
    pyfunc_info = mlflow.pyfunc.log_model(
        name="doubler",
        python_model=Doubler(),
        artifacts={"factor": "factor.txt"},
        registered_model_name=f"{name}-doubler",
    )
print(
    json.dumps(
        {
            "run_id": run.info.run_id,
            "forest": [sklearn_info.model_uri, f"runs:/{run.info.run_id}/forest", f"models:/{name}-forest/1"],
            "doubler": [pyfunc_info.model_uri, f"models:/{name}-doubler/1"],
            "predictions": forest.predict(features).tolist(),
            "doubled": Doubler.predict(type("D", (), {"factor": 2})(), None, pd.DataFrame({"x": [1, 2]})).tolist(),
        }
    )
)

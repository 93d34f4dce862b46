"""The model that all servers answer with, as MLflow's folder and by joblib, and rows for it."""

from __future__ import annotations

import json

import joblib
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression

import mlflow

values, target = make_classification(2000, 20, random_state=0)
features = pd.DataFrame(values, columns=[f"feature_{place}" for place in range(20)])
model = LogisticRegression(max_iter=1000).fit(features, target)
signature = mlflow.models.infer_signature(features, model.predict(features))
mlflow.sklearn.save_model(model, "saved", signature=signature, input_example=features.head(2))
joblib.dump(model, "model.joblib")
features.head(1000).to_json("rows.json", orient="split", index=False)
print(json.dumps({}))

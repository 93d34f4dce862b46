"""Logging a scikit-learn model with an input example, and registering it for the scoring server."""

from __future__ import annotations

import json
import statistics
import sys
import time

from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression

import mlflow

features, target = load_wine(return_X_y=True, as_frame=True)
model = LogisticRegression(max_iter=5000).fit(features, target)
each = []
with mlflow.start_run():
    for index in range(int(sys.argv[1])):
        start = time.perf_counter()
        mlflow.sklearn.log_model(model, name=f"model{index}", input_example=features.head(2))
        each.append(time.perf_counter() - start)
mlflow.sklearn.save_model(model, "saved", input_example=features.head(2))
print(json.dumps({"first_model_s": each[0], "model_s": statistics.median(each)}))

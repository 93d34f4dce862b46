"""Logs an explanation; reports its files and numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

import mlflow
import mlflow.shap

mlflow.set_tracking_uri("file:./mlruns")
rows = pd.DataFrame({"a": np.linspace(-1, 1, 30), "b": np.linspace(0, 3, 30) ** 2})
model = LinearRegression().fit(rows, rows.a * 2 - rows.b)
with mlflow.start_run():
    folder = Path(mlflow.artifacts.download_artifacts(mlflow.shap.log_explanation(model.predict, rows)))
told = {name: np.load(folder / f"{name}.npy").tolist() for name in ("base_values", "shap_values")}
print()
print(json.dumps({"files": sorted(file.name for file in folder.iterdir()), **told}))

"""Saves a model of each kind below the current folder and tells what each says as a python_function."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[4]))

import mlflow
from mlflow.models import infer_signature
from tests.frameworks.trees import samples
from tests.frameworks.trees.onnx_models import product, sum_and_difference

E, MARGIN = samples.X.head(5), {"output_margin": True}
SAVED = {
    "xgb_booster": (mlflow.xgboost, samples.xgb_booster(), {}, E),
    "xgb_json": (mlflow.xgboost, samples.xgb_classifier(), {"model_format": "json"}, E),
    "xgb_margin": (mlflow.xgboost, samples.xgb_classifier(), {"signature": infer_signature(E, params=MARGIN)}, E),
    "lgb_booster": (mlflow.lightgbm, samples.lgb_booster(), {}, E),
    "lgb_classifier": (mlflow.lightgbm, samples.lgb_classifier(), {}, E),
    "cat_classifier": (mlflow.catboost, samples.cat_classifier(), {}, E),
    "cat_json": (mlflow.catboost, samples.cat_regressor(), {"format": "json"}, E),
    "cat_onnx": (mlflow.catboost, samples.cat_regressor(), {"format": "onnx"}, E),
    "ols": (mlflow.statsmodels, samples.ols(), {}, E),
    "ols_without_data": (mlflow.statsmodels, samples.ols(), {"remove_data": True}, E),
    "arima": (mlflow.statsmodels, samples.arima(), {}, samples.STRETCH),
    "onnx": (mlflow.onnx, product(), {"input_example": E}, E),
    "onnx_apart": (mlflow.onnx, product(40, 40), {}, np.ones((2, 40), np.float32)),
    "onnx_two": (mlflow.onnx, sum_and_difference(None), {}, E),
}
answers = {}
for name, (flavor, model, more, data) in SAVED.items():
    flavor.save_model(model, path=name, pip_requirements=[], **more)
    answer = mlflow.pyfunc.load_model(name).predict(data)
    answers[name] = np.asarray(answer["y"] if isinstance(answer, dict) else answer, dtype=float).tolist()
print()
print(json.dumps({"file": mlflow.__file__, "answers": answers}))

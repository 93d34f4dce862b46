"""Saves Paddle models with a genuine MLflow, and tells what they answer."""

from __future__ import annotations

import json

import numpy as np
import paddle

import mlflow
import mlflow.paddle

X = np.array([[1, 2], [3, 4]], dtype=np.float32)
paddle.seed(0)
layer = paddle.nn.Linear(2, 1)
specs = [paddle.static.InputSpec([None, 2], "float32", "x")], [paddle.static.InputSpec([None, 1], "float32", "y")]
model = paddle.Model(layer, *specs)
model.prepare(paddle.optimizer.Adam(parameters=layer.parameters()), paddle.nn.MSELoss())
mlflow.paddle.save_model(model, "inference", pip_requirements=["paddlepaddle"])
mlflow.paddle.save_model(model, "training", training=True, pip_requirements=["paddlepaddle"])
print()
print(json.dumps({"file": mlflow.__file__, "x": X.tolist(), "answer": layer(paddle.to_tensor(X)).numpy().tolist()}))

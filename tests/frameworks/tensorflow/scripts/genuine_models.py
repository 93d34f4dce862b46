"""Saves models of Keras and TensorFlow with a genuine MLflow, and tells what they answer."""

from __future__ import annotations

import json
from typing import Any

import keras
import numpy as np
import tensorflow

import mlflow
import mlflow.keras
import mlflow.tensorflow
from mlflow.models import infer_signature

X = np.array([[1, 2], [3, 4]], dtype=np.float32)


class Doubled(keras.layers.Layer):
    def call(self, x: Any) -> Any:
        return x * 2


class Scaled(tensorflow.Module):
    def __init__(self) -> None:
        super().__init__()
        self.factor = tensorflow.Variable(3.0)

    @tensorflow.function(input_signature=[tensorflow.TensorSpec([None, 2], tensorflow.float32)])
    def __call__(self, x: Any) -> Any:
        return x * self.factor


keras.utils.set_random_seed(0)
model = keras.Sequential([keras.layers.Input((2,)), Doubled(), keras.layers.Dense(1)])
plain = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
needs = {"pip_requirements": ["tensorflow"]}
mlflow.tensorflow.save_model(model, "custom", custom_objects={"Doubled": Doubled}, **needs)
mlflow.tensorflow.save_model(plain, "h5", keras_model_kwargs={"save_format": "h5"}, **needs)
mlflow.tensorflow.save_model(Scaled(), "module", **needs)
mlflow.keras.save_model(plain, "keras", **needs)
mlflow.keras.save_model(plain, "exported", save_exported_model=True, signature=infer_signature(X, X), **needs)
answers = {
    "custom": model.predict(X, verbose=0).tolist(),
    "module": (3 * X).tolist(),
    **dict.fromkeys(("h5", "keras", "exported"), plain.predict(X, verbose=0).tolist()),
}
print()
print(json.dumps({"file": mlflow.__file__, "x": X.tolist(), "answers": answers}))

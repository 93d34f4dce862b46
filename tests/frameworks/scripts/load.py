"""Loads the model in the folder ``m`` as a python_function and tells what it says to its input example."""

from __future__ import annotations

import json

import numpy as np

import mlflow

model = mlflow.pyfunc.load_model("m")
answer = model.predict(model.input_example)
print()
facts = {"version": mlflow.__version__, "file": mlflow.__file__, "answer": np.asarray(answer).tolist()}
print(json.dumps(facts, default=str))

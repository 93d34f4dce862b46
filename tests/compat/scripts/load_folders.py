"""Loads the folders of save_folders.py; reports what they answer and their signatures."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

import mlflow.pyfunc
import mlflow.sklearn
from mlflow.models import Model

X = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [1, 0, 1, 0]})
ASKED = {
    "sk": X,
    "sk_array": X.to_numpy(),
    "py_typed": ["a", "b"],
    "py_function": X,
    "py_code": X,
    "py_loader": X,
}
answers = {name: np.asarray(mlflow.pyfunc.load_model(name).predict(data)).tolist() for name, data in ASKED.items()}
text = pd.DataFrame({"text": ["good good bad"]})
answers["py"] = mlflow.pyfunc.load_model("py").predict(text, params={"factor": 3})
answers["native"] = mlflow.sklearn.load_model("sk").predict(X).tolist()
answers["example"] = np.asarray(mlflow.pyfunc.load_model("sk").input_example).tolist()
names = [*ASKED, "py"]
signatures = {name: s.to_dict() if (s := Model.load(name).signature) else None for name in names}
print(json.dumps({"answers": answers, "signatures": signatures}))

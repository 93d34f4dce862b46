"""A flavor written by a user with ``Model``, ``add_to_model`` and ``Model.log``."""

import json
import os
import sys

import mlflow
import mlflow.pyfunc
import pandas as pd
from mlflow.models import Model, infer_signature
from mlflow.models.model import MLMODEL_FILE_NAME

with open("constant_loader.py", "w") as file:
    file.write(
        "import json\n"
        "class Constant:\n"
        "    def __init__(self, value): self.value = value\n"
        "    def predict(self, X, params=None): return [self.value] * len(X)\n"
        "def _load_pyfunc(path): return Constant(json.load(open(path))['value'])\n"
    )
sys.path.insert(0, os.getcwd())


class flavor:
    @staticmethod
    def save_model(model, path, mlflow_model=None, signature=None, **kwargs):
        os.makedirs(path, exist_ok=True)
        mlflow_model = mlflow_model or Model()
        mlflow_model.signature = signature
        with open(os.path.join(path, "model.json"), "w") as file:
            json.dump(model, file)
        mlflow_model.add_flavor("constant", version="1", data="model.json")
        mlflow.pyfunc.add_to_model(mlflow_model, loader_module="constant_loader", data="model.json")
        mlflow_model.save(os.path.join(path, MLMODEL_FILE_NAME))


X = pd.DataFrame({"a": [1.0, 2.0]})
flavor.save_model({"value": 5}, "local")
assert mlflow.pyfunc.load_model("local").predict(X) == [5, 5]
with mlflow.start_run():
    info = Model.log(
        artifact_path="constant",
        flavor=flavor,
        model={"value": 6},
        signature=infer_signature(X),
        registered_model_name="Constant",
    )
assert set(info.flavors) == {"constant", "python_function"} and info.registered_model_version == 1
assert mlflow.pyfunc.load_model("models:/Constant/latest").predict(X) == [6, 6]
assert Model.load(info.model_uri).get_input_schema().input_names() == ["a"]

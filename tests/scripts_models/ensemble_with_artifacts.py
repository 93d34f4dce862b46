"""A model made of other models and files, with an environment of its own, registered and loaded elsewhere."""

import json
import pickle
import subprocess
import sys

import cloudpickle
import mlflow
import numpy as np
import pandas as pd
from mlflow.utils.environment import _mlflow_conda_env
from sklearn.datasets import load_iris
from sklearn.preprocessing import LabelEncoder
from sklearn.tree import DecisionTreeClassifier

X, y = load_iris(return_X_y=True, as_frame=True)


class Ensemble(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        with open(context.artifacts["encoder"], "rb") as file:
            self.encoder = pickle.load(file)
        with open(context.artifacts["config"]) as file:
            self.scale = json.load(file)["scale"]
        self.models = [mlflow.sklearn.load_model(context.artifacts[name]) for name in ("first", "second")]

    def predict(self, context, model_input):
        votes = np.mean([model.predict_proba(model_input * self.scale) for model in self.models], axis=0)
        return pd.DataFrame({"label": self.encoder.inverse_transform(votes.argmax(axis=1))})


with open("encoder.pkl", "wb") as file:
    pickle.dump(LabelEncoder().fit(["setosa", "versicolor", "virginica"]), file)
with open("config.json", "w") as file:
    json.dump({"scale": 1.0}, file)
mlflow.sklearn.save_model(DecisionTreeClassifier(max_depth=2, random_state=0).fit(X, y), "first")
with mlflow.start_run() as run:
    mlflow.sklearn.log_model(DecisionTreeClassifier(random_state=0).fit(X, y), "second")
env = _mlflow_conda_env(
    additional_conda_deps=None,
    additional_pip_deps=[f"cloudpickle=={cloudpickle.__version__}", "scikit-learn"],
    additional_conda_channels=None,
)
artifacts = {
    "encoder": "encoder.pkl",
    "config": "config.json",
    "first": "first",
    "second": f"runs:/{run.info.run_id}/second",
}
with mlflow.start_run():
    mlflow.pyfunc.log_model(
        artifact_path="ensemble",
        python_model=Ensemble(),
        artifacts=artifacts,
        conda_env=env,
        registered_model_name="Iris",
    )
rows = X.iloc[[0, 60, 120]]
assert list(mlflow.pyfunc.load_model("models:/Iris/1").predict(rows)["label"]) == ["setosa", "versicolor", "virginica"]
path = mlflow.artifacts.download_artifacts("models:/Iris/1", dst_path="copy")
code = f"import mlflow, pandas as pd; print(mlflow.pyfunc.load_model({path!r}).predict(pd.DataFrame([[5.1, 3.5, 1.4, 0.2]]))['label'][0])"
code = code.replace("[[5.1, 3.5, 1.4, 0.2]]", f"[[5.1, 3.5, 1.4, 0.2]], columns={list(X.columns)!r}")
assert (
    subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "setosa"
)

"""A saved model logged as plain files, found by run, registered by its underlying URI, and downloaded."""

import os

import mlflow
import mlflow.sklearn
from mlflow.store.artifact.models_artifact_repo import ModelsArtifactRepository
from mlflow.store.artifact.runs_artifact_repo import RunsArtifactRepository
from mlflow.tracking import MlflowClient
from mlflow.tracking.artifact_utils import _download_artifact_from_uri
from sklearn.linear_model import LinearRegression

mlflow.sklearn.save_model(LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0]), "saved")
with mlflow.start_run() as run:
    mlflow.log_artifacts("saved", artifact_path="sk-model")
uri = f"runs:/{run.info.run_id}/sk-model"
assert abs(mlflow.pyfunc.load_model(uri).predict([[3.0]])[0] - 6) < 1e-9
client = MlflowClient()
client.create_registered_model("ByFiles")
source = RunsArtifactRepository.get_underlying_uri(uri)
version = client.create_model_version("ByFiles", source, run.info.run_id, description="by files")
assert int(version.version) == 1 and version.description == "by files"
assert abs(mlflow.sklearn.load_model("models:/ByFiles/1").coef_[0] - 2) < 1e-9
assert int(mlflow.register_model(uri, "ByFiles").version) == 2
assert client.get_model_version("ByFiles", 2).description is None
assert "MLmodel" in os.listdir(ModelsArtifactRepository("models:/ByFiles/2").download_artifacts(""))
assert os.path.isfile(_download_artifact_from_uri(f"{uri}/MLmodel"))
try:
    mlflow.register_model(f"runs:/{run.info.run_id}/misspelled", "ByFiles")
except mlflow.exceptions.MlflowException:
    pass
else:
    raise AssertionError("a version of nothing")

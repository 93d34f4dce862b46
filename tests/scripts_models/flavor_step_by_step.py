"""A flavor with all that those of MLflow have, written with the steps they are made of: environment files, code, example."""

import json
import os
import sys
import types

import mlflow
import pandas as pd
import yaml
from mlflow import pyfunc
from mlflow.exceptions import MlflowException
from mlflow.models import Model, infer_pip_requirements, infer_signature
from mlflow.models.model import MLMODEL_FILE_NAME
from mlflow.models.utils import _save_example
from mlflow.tracking._model_registry import DEFAULT_AWAIT_MAX_SLEEP_SECONDS
from mlflow.tracking.artifact_utils import _download_artifact_from_uri
from mlflow.utils.environment import (
    _CONDA_ENV_FILE_NAME,
    _CONSTRAINTS_FILE_NAME,
    _PYTHON_ENV_FILE_NAME,
    _REQUIREMENTS_FILE_NAME,
    _mlflow_conda_env,
    _process_conda_env,
    _process_pip_requirements,
    _PythonEnv,
    _validate_env_arguments,
)
from mlflow.utils.file_utils import write_to
from mlflow.utils.model_utils import (
    _add_code_from_conf_to_system_path,
    _get_flavor_configuration,
    _validate_and_copy_code_paths,
    _validate_and_prepare_target_save_path,
)
from mlflow.utils.requirements_utils import _get_pinned_requirement

NAME = "seasonal"


def default_requirements():
    return [_get_pinned_requirement("pandas")]


def save_model(
    model, path, conda_env=None, code_paths=None, mlflow_model=None, signature=None, input_example=None,
    pip_requirements=None, extra_pip_requirements=None,
):  # fmt: skip
    _validate_env_arguments(conda_env, pip_requirements, extra_pip_requirements)
    _validate_and_prepare_target_save_path(path)
    code = _validate_and_copy_code_paths(code_paths, path)
    mlflow_model = Model() if mlflow_model is None else mlflow_model
    if signature is not None:
        mlflow_model.signature = signature
    if input_example is not None:
        _save_example(mlflow_model, input_example, path)
    with open(os.path.join(path, "season.json"), "w") as file:
        json.dump(model, file)
    pyfunc.add_to_model(
        mlflow_model, loader_module="seasonal_flavor", model_path="season.json",
        conda_env=_CONDA_ENV_FILE_NAME, python_env=_PYTHON_ENV_FILE_NAME, code=code,
    )  # fmt: skip
    mlflow_model.add_flavor(NAME, seasonal_version="1.2", model_path="season.json", code=code)
    mlflow_model.save(os.path.join(path, MLMODEL_FILE_NAME))
    if conda_env is None:
        defaults = None
        if pip_requirements is None:
            inferred = infer_pip_requirements(path, NAME, fallback=default_requirements())
            defaults = sorted(set(inferred).union(default_requirements()))
        conda_env, pip_requirements, constraints = _process_pip_requirements(
            defaults, pip_requirements, extra_pip_requirements
        )
    else:
        conda_env, pip_requirements, constraints = _process_conda_env(conda_env)
    with open(os.path.join(path, _CONDA_ENV_FILE_NAME), "w") as file:
        yaml.safe_dump(conda_env, stream=file, default_flow_style=False)
    if constraints:
        write_to(os.path.join(path, _CONSTRAINTS_FILE_NAME), "\n".join(constraints))
    write_to(os.path.join(path, _REQUIREMENTS_FILE_NAME), "\n".join(pip_requirements))
    _PythonEnv.current().to_yaml(os.path.join(path, _PYTHON_ENV_FILE_NAME))


def load_model(model_uri, dst_path=None):
    folder = _download_artifact_from_uri(artifact_uri=model_uri, output_path=dst_path)
    record = _get_flavor_configuration(model_path=folder, flavor_name=NAME)
    _add_code_from_conf_to_system_path(folder, record)
    with open(os.path.join(folder, record["model_path"])) as file:
        return json.load(file)


with open("seasonal_flavor.py", "w") as file:
    file.write(
        "import json, os\n"
        "class Season:\n"
        "    def __init__(self, means): self.means = means\n"
        "    def predict(self, X, params=None): return [self.means[m] for m in X['month']]\n"
        "def _load_pyfunc(path):\n"
        "    return Season(json.load(open(os.path.join(path, 'season.json') if os.path.isdir(path) else path)))\n"
    )
with open("extra.txt", "w") as file:
    file.write("pyyaml\n")

MODEL = {"jan": 1.5, "jul": 20.0}
months = pd.DataFrame({"month": ["jul", "jan"]})
this = types.ModuleType("this")
this.save_model, this.__name__ = save_model, "this"
with mlflow.start_run() as run:
    info = Model.log(
        artifact_path="season", flavor=this, model=MODEL, code_paths=["seasonal_flavor.py"], input_example=months,
        signature=infer_signature(months, [20.0, 1.5]), extra_pip_requirements="extra.txt",
        registered_model_name="Season", await_registration_for=DEFAULT_AWAIT_MAX_SLEEP_SECONDS,
    )  # fmt: skip
assert sorted(info.flavors) == ["python_function", NAME] and info.registered_model_version == 1
for uri in (info.model_uri, f"runs:/{run.info.run_id}/season", "models:/Season/1"):
    assert load_model(uri) == MODEL
    assert pyfunc.load_model(uri).predict(months) == [20.0, 1.5]
assert _get_flavor_configuration(_download_artifact_from_uri("models:/Season/1"), NAME)["seasonal_version"] == "1.2"
assert "seasonal_flavor" in sys.modules

folder = _download_artifact_from_uri(info.model_uri)
assert Model.load(folder).load_input_example(folder).to_dict("list") == {"month": ["jul", "jan"]}
assert set(os.listdir(folder)) >= {
    "MLmodel", "code", "conda.yaml", "input_example.json", "python_env.yaml", "requirements.txt", "season.json",
}  # fmt: skip
lines = open(os.path.join(folder, "requirements.txt")).read().splitlines()
assert lines[0].startswith("mlflow==") and lines[-1] == "pyyaml" and _get_pinned_requirement("pandas") in lines
conda = yaml.safe_load(open(os.path.join(folder, "conda.yaml")))
assert conda["dependencies"][-1] == {"pip": lines}
python = yaml.safe_load(open(os.path.join(folder, "python_env.yaml")))
assert python["dependencies"] == ["-r requirements.txt"] and python["python"] == sys.version.split()[0]

with open("limits.txt", "w") as file:
    file.write("numpy<3\n")
save_model(MODEL, "limited", pip_requirements=["pandas", "-c limits.txt"])
assert open("limited/constraints.txt").read() == "numpy<3"
assert open("limited/requirements.txt").read().splitlines()[1:] == ["pandas", "-c constraints.txt"]
mine = _mlflow_conda_env(additional_pip_deps=["pandas==2.0"])
save_model(MODEL, "mine", conda_env=mine)
assert yaml.safe_load(open("mine/conda.yaml")) == mine
assert open("mine/requirements.txt").read().splitlines()[1:] == ["pandas==2.0"]

for wrong in (lambda: save_model(MODEL, "mine"), lambda: _get_flavor_configuration("mine", "sklearn")):
    try:
        wrong()
    except MlflowException:
        continue
    raise AssertionError("taken")
try:
    save_model(MODEL, "both", conda_env=mine, pip_requirements=["pandas"])
except (MlflowException, ValueError):
    assert not os.path.exists("both")
else:
    raise AssertionError("taken")

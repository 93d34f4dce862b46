"""What code for MLflow 1 and 2 asks of models beside the functions of flavors."""

from __future__ import annotations

import json

import pytest
import yaml
from mlflow.utils.environment import _mlflow_conda_env
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.models import ModelConfig, infer_pip_requirements
from mlflow.models.utils import load_serving_example

MODEL = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])


def test_a_conda_environment_of_ones_own() -> None:
    made = _mlflow_conda_env(
        additional_conda_deps=["scikit-learn=1.0"], additional_pip_deps=["cloudpickle==1.6.0"],
        additional_conda_channels=["defaults"],
    )  # fmt: skip
    assert made is not None and made["channels"] == ["conda-forge", "defaults"]
    assert made["dependencies"][1] == "scikit-learn=1.0"
    assert [line.partition("==")[0] for line in made["dependencies"][-1]["pip"]] == ["mlflow", "cloudpickle"]
    mlflow.sklearn.save_model(MODEL, "wine", conda_env=made)
    with open("wine/conda.yaml") as file:
        assert yaml.safe_load(file) == made
    assert _mlflow_conda_env("env.yaml", install_mlflow=False) is None
    with open("env.yaml") as file:
        assert yaml.safe_load(file)["dependencies"][-1] == {"pip": []}


def test_the_serving_example() -> None:
    mlflow.sklearn.save_model(MODEL, "wine", input_example=[[1.0]])
    assert json.loads(load_serving_example("wine") or "") == {"inputs": [[1.0]]}


def test_requirements_of_a_model_of_this_process() -> None:
    mlflow.sklearn.save_model(MODEL, "wine")
    assert any(line.startswith("scikit-learn==") for line in infer_pip_requirements("wine", "sklearn"))


def test_a_missing_setting_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="has no 'b'; it has"):
        ModelConfig(development_config={"a": 1}).get("b")


@pytest.mark.parametrize("names", [{"artifact_path": "a", "name": "b"}, {"name": ""}, {"artifact_path": ""}])
def test_one_name_that_says_something(names: dict[str, str]) -> None:
    with pytest.raises(InvalidParameterValue):
        mlflow.sklearn.log_model(MODEL, **names)
    assert mlflow.search_logged_models(output_format="list") == []


def test_what_a_run_has_not_logged_cannot_be_registered() -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("x", "files/x.txt")
    with pytest.raises(ResourceDoesNotExist, match="no model and no artifact 'wine'"):
        mlflow.register_model(f"runs:/{run.info.run_id}/wine", "Wine")
    assert mlflow.MlflowClient().search_registered_models() == []
    assert int(mlflow.register_model(f"runs:/{run.info.run_id}/files", "Wine").version) == 1


def test_the_files_that_say_what_a_model_needs() -> None:
    from mlflow.models.model import get_model_requirements_files

    info = mlflow.sklearn.log_model(MODEL, name="wine")
    found = get_model_requirements_files(info.model_uri)
    assert found.requirements.read_text().startswith("mlflow==")
    assert yaml.safe_load(found.conda.read_text())["name"] == "mlflow-env"
    with pytest.raises(ResourceDoesNotExist):
        get_model_requirements_files("models:/nothing/1")


def test_lines_in_one_picture() -> None:
    from mlflow.models.utils import plot_lines

    figure, axes = plot_lines([("a", [1, 2], [3, 4]), ("b", [1], [2])], "x", "y", "upper left", {"lw": 3}, "both")
    assert [line.get_label() for line in axes.get_lines()] == ["a", "b"] and axes.get_lines()[0].get_linewidth() == 3
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_title()) == ("x", "y", "both")
    assert figure.axes == [axes] and plot_lines([], "x", "y")[1].get_legend() is None


def test_what_flavors_need_of_an_image() -> None:
    from mlflow.pyfunc.backend import FLAVOR_SPECIFIC_APT_PACKAGES, JAVA_FLAVORS

    assert FLAVOR_SPECIFIC_APT_PACKAGES == {"lightgbm": ["libgomp1"], "paddle": ["libgomp1"]}
    assert {"spark", "h2o"} < JAVA_FLAVORS

"""Models that bring along the wheels of what they require: fetched, told, and installed from."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

import mlflow
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MlflowException
from mlflow.models import Model, add_libraries_to_model
from mlflow.serving.containers.context import ImageOptions, write_context
from mlflow.serving.environments import make_environment, python_for, read_environment
from mlflow.serving.wheeled_models import WheeledModel
from mlflow.virtualenvs import own_requirements
from tests.projects.wheels import make_wheel


def same(model_input):  # type: ignore[no-untyped-def]
    return model_input


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all the package index there is; what this package needs is there by name."""
    folder = tmp_path / "index"
    folder.mkdir()
    for line in own_requirements():
        make_wheel(folder, Requirement(line).name.replace("-", "_"), "99.0")
    for version in ("1.0", "2.0"):
        make_wheel(folder, "tiny", version)
    make_wheel(folder, "cloudpickle", "98.0")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    monkeypatch.setenv("MLFLOW_ENV_ROOT", str(tmp_path / "envs"))
    return folder


def logged(**options: Any) -> Any:
    options = {"pip_requirements": ["tiny==1.0"], "registered_model_name": "reg", **options}
    return mlflow.pyfunc.log_model(name="m", python_model=same, input_example=[1], **options)


def test_a_version_with_wheels(index: Path) -> None:
    logged()
    info = add_libraries_to_model("models:/reg/1")
    assert info.registered_model_version == 2 and info.run_id is not None
    folder = Path(mlflow.artifacts.download_artifacts("models:/reg/2"))
    names = {file.name.partition("-")[0] for file in (folder / "wheels").iterdir()}
    assert {"tiny", "penstock", "numpy"} <= names and (folder / "wheels/tiny-1.0-py3-none-any.whl").is_file()
    lines = (folder / "requirements.txt").read_text().splitlines()
    assert lines == sorted(f"wheels/{file.name}" for file in (folder / "wheels").iterdir())
    assert (folder / "original_requirements.txt").read_text().splitlines() == ["mlflow==3.6.0", "tiny==1.0"]
    assert yaml.safe_load((folder / "conda.yaml").read_text())["dependencies"][-1] == {"pip": lines}
    record = Model.load(folder)
    assert record.model_id == info.model_uri.removeprefix("models:/") and record.run_id == info.run_id
    assert record.to_dict()["wheels"]["platform"] and (record.model_size_bytes or 0) > 1000
    assert mlflow.get_logged_model(record.model_id or "").name == "m_wheels"
    assert mlflow.pyfunc.load_model("models:/reg/2").predict([1, 2]).iloc[:, 0].tolist() == [1, 2]
    with pytest.raises(InvalidParameterValue, match="wheels already"):
        add_libraries_to_model("models:/reg/2")


def test_an_environment_is_made_of_the_wheels(index: Path, tmp_path: Path) -> None:
    """The index has a later version by then, and goes away."""
    logged(pip_requirements=["tiny"])
    make_wheel(index, "tiny", "1.5")
    WheeledModel("models:/reg/1").save_model("wheeled")
    (index / "tiny-2.0-py3-none-any.whl").rename(tmp_path / "elsewhere.whl")
    for file in index.iterdir():
        file.unlink()
    wanted = read_environment(Path("wheeled"))
    assert "tiny==2.0" in [str(each) for each in wanted.requirements] and "penstock" not in str(wanted.requirements)
    assert any("tiny==2.0 (not installed)" in reason for reason in wanted.unmet())
    python = make_environment(wanted)
    said = subprocess.run(
        [python, "-c", "import tiny; print(tiny.version)"], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "2.0"
    Path("elsewhere").mkdir()
    Path("wheeled").rename("elsewhere/wheeled")
    assert make_environment(read_environment(Path("elsewhere/wheeled"))) == python  # equal wheels share one
    assert python_for(Path("elsewhere/wheeled"), "local") is None


def test_an_image_takes_the_wheels(index: Path) -> None:
    logged()
    WheeledModel("models:/reg/1").save_model("wheeled")
    folder = write_context("wheeled", "image", ImageOptions())
    lines = (folder / "install/requirements.txt").read_text().splitlines()
    assert lines[0] == "--find-links /install/wheels" and "tiny==1.0" in lines
    assert (folder / "install/wheels/tiny-1.0-py3-none-any.whl").is_file()
    folder = write_context("wheeled", "image", ImageOptions(env_manager="conda"))
    assert "--find-links /install/wheels" in (folder / "install/environment.yaml").read_text()


def test_where_and_in_which_run(index: Path) -> None:
    uri = logged(registered_model_name=None).model_uri
    with mlflow.start_run() as run:
        assert add_libraries_to_model(uri).run_id == run.info.run_id
    info = add_libraries_to_model(uri, run.info.run_id, "other")
    assert info.run_id == run.info.run_id and info.registered_model_version == 1
    assert len(mlflow.search_runs()) == 1
    assert WheeledModel.get_wheel_artifact_path("model") == "model_wheels"


def test_what_cannot_be_fetched(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logged(pip_requirements=["no-such-package"])
    with pytest.raises(ExecutionException, match="no-such-package"):
        WheeledModel("models:/reg/1").save_model("wheeled")
    monkeypatch.setenv("MLFLOW_WHEELED_MODEL_PIP_DOWNLOAD_OPTIONS", "--no-such-option")
    with pytest.raises(ExecutionException, match="no-such-option"):
        WheeledModel("models:/reg/1").save_model("again")


def test_a_model_of_another_python(index: Path) -> None:
    mlflow.pyfunc.save_model("m", python_model=same, pip_requirements=["tiny"])
    Path("m/python_env.yaml").write_text("python: 3.9.1\n")
    with pytest.raises(InvalidParameterValue, match=r"of Python 3\.9\.1"):
        WheeledModel("m").save_model("wheeled")


@pytest.mark.parametrize(
    "line", ["wheels/../x-1.0-py3-none-any.whl", "wheels/x.whl", "wheels/x-1.0-py3-none-any.whl --pre",
             "wheels/x-1.0-py3-none-any.whl"]
)  # fmt: skip
def test_what_is_no_wheel_of_the_model(line: str) -> None:
    Path("m").mkdir()
    Path("m/requirements.txt").write_text(line)
    with pytest.raises(MlflowException):
        read_environment(Path("m"))


def test_a_pip_that_is_not_installed(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without pip has its wheel; one without that is told to install pip."""
    code = (
        "import importlib.util as u, json\nfind = u.find_spec\nmissing = set()\n"
        "def hidden(name, *more):\n    return None if name in missing else find(name, *more)\nu.find_spec = hidden\n"
        "from mlflow.serving import wheeled_models as w\nfrom mlflow.exceptions import MissingConfigException\n"
        "missing.add('pip')\nfirst = w.pip_program()\nmissing.add('ensurepip')\n"
        "try:\n    w.pip_program()\n"
        "except MissingConfigException as error:\n    print(json.dumps([first, str(error)]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    command, told = json.loads(done.stdout)
    assert "install pip" in told
    version = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("pip ")

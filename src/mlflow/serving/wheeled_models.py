"""Models that bring along the wheels of what they require, to be installed where no package index is at hand."""

from __future__ import annotations

import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from mlflow.active.runs import innermost
from mlflow.environment_variables import MLFLOW_WHEELED_MODEL_PIP_DOWNLOAD_OPTIONS
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MissingConfigException
from mlflow.models.files import CONDA, MLMODEL, REQUIREMENTS, WHEELS, new_folder, size_of, yaml_text
from mlflow.models.location import local_folder, place_of
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.serving.containers.wheels import write_wheel
from mlflow.serving.environments import ModelEnvironment, read_environment
from mlflow.tracking.fluent import start_run
from mlflow.uris import parse_models_uri
from mlflow.yaml_files import read_yaml

#: Where the requirements are kept that the wheels stand for.
_ORIGINAL: Final = "original_requirements.txt"
_SUFFIX: Final = "_wheels"


def add_libraries_to_model(
    model_uri: str, run_id: str | None = None, registered_model_name: str | None = None
) -> ModelInfo:
    """Log a model anew, with the wheels of all it requires beside it.

    pip fetches them, from the index it is set up for, for the Python and the system that run this.

    Args:
        model_uri: The model.
        run_id: The run that logs it; the active one where None, or a new one.
        registered_model_name: Registered model of which it becomes the next version; the one of the URI where None.

    Raises:
        InvalidParameterValue: The model has wheels already, or is of another Python.
        ExecutionException: pip cannot fetch them.
    """
    if run_id is not None or innermost() is not None:
        return WheeledModel.log_model(model_uri, registered_model_name, run_id)
    with start_run():
        return WheeledModel.log_model(model_uri, registered_model_name)


class WheeledModel:
    """A model with the wheels of what it requires.

    Args:
        model_uri: The model.
    """

    def __init__(self, model_uri: str) -> None:
        self._uri = model_uri

    @classmethod
    def log_model(
        cls, model_uri: str, registered_model_name: str | None = None, run_id: str | None = None
    ) -> ModelInfo:
        """Log a model with wheels; arguments as :func:`add_libraries_to_model` takes them."""
        uri, logged = parse_models_uri(model_uri), place_of(model_uri).model
        name = cls.get_wheel_artifact_path(logged.name) if logged is not None and logged.name else None
        registered = registered_model_name or (uri.name if uri is not None else None)
        return Model.log(None, cls(model_uri), registered, name=name, run_id=run_id)

    def save_model(self, path: str, mlflow_model: Model | None = None) -> Model:
        """Write the folder of the model with wheels.

        Args:
            path: A new or empty folder.
            mlflow_model: What the ``MLmodel`` file is to say of where the model is.

        Raises:
            InvalidParameterValue: The model has wheels already, or is of another Python.
            ExecutionException: pip cannot fetch them.
        """
        source, _ = local_folder(self._uri)
        wanted = _checked(source)
        folder = new_folder(path)
        shutil.copytree(source, folder, dirs_exist_ok=True)
        fetch_wheels(wanted, folder / WHEELS)
        lines = sorted(f"{WHEELS}/{file.name}" for file in (folder / WHEELS).iterdir())
        if (folder / REQUIREMENTS).is_file():
            (folder / REQUIREMENTS).rename(folder / _ORIGINAL)
        (folder / REQUIREMENTS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        _name_in_conda(folder / CONDA, lines)
        return _describe(folder, mlflow_model)

    @classmethod
    def get_wheel_artifact_path(cls, original_artifact_path: str) -> str:
        """What the folder of a model is called that has wheels."""
        return original_artifact_path + _SUFFIX


def _checked(source: Path) -> ModelEnvironment:
    if (source / WHEELS).is_dir():
        raise InvalidParameterValue("The model has wheels already.")
    wanted = read_environment(source)
    here = platform.python_version()
    if wanted.python and wanted.python.split(".")[:2] != here.split(".")[:2]:
        raise InvalidParameterValue(
            f"The model is of Python {wanted.python}, and wheels are fetched for the Python that runs this, {here}. "
            "Run it with the other one."
        )
    return wanted


def _name_in_conda(file: Path, lines: Sequence[str]) -> None:
    conda = read_yaml(file) if file.is_file() else None
    if not isinstance(conda, dict):
        return
    others = [entry for entry in conda.get("dependencies") or [] if not isinstance(entry, Mapping)]
    file.write_text(yaml_text({**conda, "dependencies": [*others, {"pip": list(lines)}]}), encoding="utf-8")


def _describe(folder: Path, logged: Model | None) -> Model:
    said: dict[str, Any] = Model.load(folder / MLMODEL).to_dict()
    fresh = (logged or Model()).to_dict()
    place = ("artifact_path", "run_id", "model_id", "model_uuid", "utc_time_created")
    said = {key: value for key, value in said.items() if key not in place}
    said |= {key: value for key in place if (value := fresh.get(key)) is not None}
    model = Model.from_dict({**said, "wheels": {"platform": platform.platform()}, "model_size_bytes": size_of(folder)})
    model.save(folder / MLMODEL)
    if logged is not None:
        vars(logged).update(vars(model))  # Model.log tells what is written there
    return model


def fetch_wheels(wanted: ModelEnvironment, folder: Path) -> None:
    """Fetch the wheels that an environment is made of, with all they require, and a wheel of this package.

    Args:
        wanted: The environment.
        folder: Where to.

    Raises:
        MissingConfigException: There is no pip.
        ExecutionException: pip cannot fetch them.
    """
    with tempfile.TemporaryDirectory(prefix="wheels-") as temporary:
        own = write_wheel(Path(temporary))
        lines, limits = Path(temporary, REQUIREMENTS), Path(temporary, "constraints.txt")
        lines.write_text("".join(f"{line}\n" for line in [own, *wanted.requirements]), encoding="utf-8")
        limits.write_text("".join(f"{line}\n" for line in wanted.constraints), encoding="utf-8")
        options = shlex.split(MLFLOW_WHEELED_MODEL_PIP_DOWNLOAD_OPTIONS.get())
        command = [*pip_program(), "download", "--quiet", "--disable-pip-version-check", "--dest", str(folder)]
        command += [*options, "-r", str(lines), "-c", str(limits)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise ExecutionException(f"The model's wheels could not be fetched; pip said:\n{done.stderr.strip()[-2000:]}")


def pip_program() -> list[str]:
    """The words that run pip: that of this Python, or the wheel of it that Python brings along.

    Raises:
        MissingConfigException: There is none.
    """
    if find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    bundled = find_spec("ensurepip")
    places = bundled.submodule_search_locations if bundled is not None else None
    for wheel in (file for place in places or () for file in Path(place, "_bundled").glob("pip-*.whl")):
        return [sys.executable, str(wheel / "pip")]
    raise MissingConfigException("Wheels are fetched with pip, which this Python lacks: install pip.")

"""The folder that an image is built from: a Dockerfile, what is to be installed, and the model."""

from __future__ import annotations

import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name

from mlflow.environment_variables import MLFLOW_DOCKER_OPENJDK_VERSION
from mlflow.exceptions import InvalidParameterValue, MlflowNotImplementedException, ResourceAlreadyExists
from mlflow.models.files import CONSTRAINTS, REQUIREMENTS, WHEELS
from mlflow.models.location import local_folder
from mlflow.models.mlmodel import Model
from mlflow.serving.containers.recipe import CONDA_BASE_IMAGE, MARK, PYTHON_SLIM_BASE_IMAGE, Recipe
from mlflow.serving.containers.wheels import write_wheel
from mlflow.serving.environments import MANAGERS, ModelEnvironment, read_environment
from mlflow.version import PENSTOCK_VERSION, VERSION

#: What wheels of some libraries expect of the system, by their names and those of their flavors.
SYSTEM_PACKAGES: Final = {"lightgbm": "libgomp1", "paddle": "libgomp1", "paddlepaddle": "libgomp1"}
_NEED_JAVA: Final = frozenset({"spark", "pyspark", "h2o", "johnsnowlabs"})


@dataclass(frozen=True)
class ImageOptions:
    """What one may choose of an image.

    Attributes:
        env_manager: What installs the packages: ``virtualenv`` and ``uv`` (uv, into an environment of its own),
            ``local`` (uv, into the base image's Python) or ``conda``.
        mlflow_home: A checkout of Penstock to put in; the one that runs if None.
        install_java: Whether there is Java in it; if None, where a flavor of the model needs it.
        enable_mlserver: Whether MLServer serves it.
        base_image: The image to begin with; if None the slim one of the model's Python.
    """

    env_manager: str = "virtualenv"
    mlflow_home: str | None = None
    install_java: bool | None = None
    enable_mlserver: bool = False
    base_image: str | None = None

    def __post_init__(self) -> None:
        if self.env_manager not in MANAGERS:
            raise InvalidParameterValue(f"env_manager must be one of {', '.join(MANAGERS)}, not {self.env_manager!r}.")
        if self.enable_mlserver:
            raise MlflowNotImplementedException("Images that serve with MLServer are not there yet.")


def write_context(model_uri: str | None, target: str | Path, options: ImageOptions) -> Path:
    """Write the folder that an image is built from; one that was written before is replaced.

    Args:
        model_uri: The model; None for an image that serves what is mounted.
        target: The folder.
        options: What the image is to have.

    Raises:
        ResourceAlreadyExists: There is something else already.
        InvalidParameterValue: The model asks for something that is no requirement.
    """
    final = Path(target)
    if final.exists() and not _ours(final):
        raise ResourceAlreadyExists(f"{str(target)!r} exists already and holds other things. Name a new folder.")
    final.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
    try:
        _fill(making, model_uri, options)
        making.chmod(0o755)
        if final.exists():
            shutil.rmtree(final)
        making.rename(final)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return final


def _ours(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    file = folder / "Dockerfile"
    return not any(folder.iterdir()) or (file.is_file() and file.read_text(errors="replace").startswith(MARK))


def _fill(folder: Path, model_uri: str | None, options: ImageOptions) -> None:
    labels = {"org.opencontainers.image.title": "mlflow-model", "penstock.version": PENSTOCK_VERSION,
              "mlflow.version": VERSION}  # fmt: skip
    wanted, names = ModelEnvironment(None, ()), set[str]()
    if model_uri is not None:
        source, _ = local_folder(model_uri)
        _copy_model(source, folder / "model")
        model = Model.load(source)
        wanted = read_environment(source)
        names = {*model.flavors, *(canonicalize_name(each.name) for each in wanted.requirements)}
        for key, value in (("mlflow.model_uuid", model.model_uuid), ("mlflow.run_id", model.run_id)):
            if isinstance(value, str):
                labels[key] = value
    python = ".".join((wanted.python or platform.python_version()).split(".")[:2])
    _write_installation(folder / "install", wanted, model_uri is None, options)
    default = CONDA_BASE_IMAGE if options.env_manager == "conda" else PYTHON_SLIM_BASE_IMAGE.format(version=python)
    recipe = Recipe(
        base=options.base_image or default,
        python=python,
        manager=options.env_manager,
        with_model=model_uri is not None,
        packages=tuple(sorted(set(_system_packages(names, options.install_java)))),
        labels=labels,
    )
    (folder / "Dockerfile").write_text(recipe.dockerfile(), encoding="utf-8")


def _system_packages(names: set[str], install_java: bool | None) -> Iterator[str]:
    yield from (package for name, package in SYSTEM_PACKAGES.items() if name in names)
    if install_java or (install_java is None and names & _NEED_JAVA):
        version = MLFLOW_DOCKER_OPENJDK_VERSION.get() if MLFLOW_DOCKER_OPENJDK_VERSION.is_set() else None
        if version is not None and not re.fullmatch(r"\d{1,3}", version):
            raise InvalidParameterValue(f"{MLFLOW_DOCKER_OPENJDK_VERSION.name} must be a number, not {version!r}.")
        yield f"openjdk-{version}-jre-headless" if version else "default-jre-headless"


def _write_installation(folder: Path, wanted: ModelEnvironment, generic: bool, options: ImageOptions) -> None:
    folder.mkdir()
    wheel = write_wheel(folder, options.mlflow_home)
    # A generic image makes environments itself.
    extra = "[uv]" if generic and options.env_manager in ("virtualenv", "uv") else ""
    ours = f"penstock{extra} @ file:///install/{wheel.name}"
    if wanted.constraints:
        (folder / CONSTRAINTS).write_text("".join(f"{each}\n" for each in wanted.constraints), encoding="utf-8")
    bounds = CONSTRAINTS if wanted.constraints else None
    wheels = f"/install/{WHEELS}" if wanted.wheels else None
    if wanted.wheels:
        (folder / WHEELS).mkdir()
        for file in wanted.wheels:
            shutil.copy(file, folder / WHEELS)
    if options.env_manager == "conda":
        (folder / "environment.yaml").write_text(wanted.conda_file([ours], bounds, wheels), encoding="utf-8")
        return
    lines = [
        *([f"--find-links {wheels}"] if wheels else ()),
        ours,
        *map(str, wanted.requirements),
        *([f"-c {bounds}"] if bounds else ()),
    ]
    (folder / REQUIREMENTS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _copy_model(source: Path, target: Path) -> None:
    # A link is kept as one: what it leads to outside of the model is not the model's to take into an image.
    shutil.copytree(source, target, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)  # the server is another user

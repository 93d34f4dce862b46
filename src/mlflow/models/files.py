"""The files of a model folder: their names, and YAML written as MLflow does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists

MLMODEL = "MLmodel"
CONDA = "conda.yaml"
PYTHON_ENV = "python_env.yaml"
REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "constraints.txt"
CODE = "code"
#: Folder of the wheels that a model brings along.
WHEELS = "wheels"

#: Files that describe a model and are no part of it; its size leaves them out.
DESCRIPTIONS = frozenset({MLMODEL, CONDA, PYTHON_ENV, REQUIREMENTS, CONSTRAINTS})
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def yaml_text(content: Any, sort_keys: bool = True) -> str:
    """YAML in block style, as MLflow writes it.

    Raises:
        InvalidParameterValue: It holds an object that plain YAML cannot.
    """
    try:
        text: str = yaml.dump(
            content, Dumper=_Dumper, default_flow_style=False, allow_unicode=True, sort_keys=sort_keys
        )
    except yaml.representer.RepresenterError as error:
        raise InvalidParameterValue(
            f"What a model says of itself is kept as YAML, which cannot hold {error.args[-1]!r}. Give texts, numbers, "
            "lists and dictionaries."
        ) from None
    return text


def new_folder(path: str | Path) -> Path:
    """A folder for a model: made, or taken when it is empty.

    Raises:
        ResourceAlreadyExists: Something is there already.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ResourceAlreadyExists(f"{str(path)!r} exists already and is not empty. Give the path of a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def size_of(folder: Path) -> int:
    """Bytes of the model's files, without those that describe it."""
    return sum(
        file.stat().st_size
        for file in folder.rglob("*")
        if file.is_file() and not (file.parent == folder and file.name in DESCRIPTIONS)
    )


def copied_into(source: str | Path, folder: Path) -> Path:
    """A file or folder copied below a folder under its own name, without caches of bytecode.

    Raises:
        InvalidParameterValue: There is nothing at ``source``, or its name is taken.
    """
    origin = Path(source).expanduser()
    if not origin.exists():
        raise InvalidParameterValue(f"There is no file or folder {str(source)!r}.")
    target = folder / origin.resolve().name
    if target.exists():
        raise InvalidParameterValue(f"Two files or folders are called {target.name!r}; names must differ.")
    folder.mkdir(parents=True, exist_ok=True)
    if origin.is_dir():
        inside = folder.resolve().is_relative_to(origin.resolve())
        leave_out = [folder.resolve()] if inside else []
        shutil.copytree(origin, target, ignore=lambda at, names: _ignored(at, names, leave_out))
    else:
        shutil.copy2(origin, target)
    return target


def _ignored(at: str, names: list[str], leave_out: list[Path]) -> set[str]:
    caches = {name for name in names if name == "__pycache__" or name.endswith((".pyc", ".pyo"))}
    return caches | {name for name in names if any((Path(at) / name).resolve() in (p, *p.parents) for p in leave_out)}

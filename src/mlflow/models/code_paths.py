"""Code that travels with a model: copied beside it, and put on the import path when it is loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from mlflow.environment_variables import PENSTOCK_ALLOW_MODEL_CODE
from mlflow.exceptions import InvalidParameterValue, PermissionDenied, ResourceDoesNotExist
from mlflow.models.files import CODE, copied_into
from mlflow.uris import relative_path

#: Code folders of the models loaded so far.
_loaded: list[Path] = []


def copy_code(code_paths: Sequence[str] | None, folder: Path) -> str | None:
    """Copy files and packages into the code folder of a model.

    Returns:
        The code folder's name, None where there is nothing to copy.

    Raises:
        InvalidParameterValue: ``code_paths`` is no list of paths, or a path does not exist.
    """
    if code_paths is None:
        return None
    if isinstance(code_paths, str) or not isinstance(code_paths, Sequence):
        raise InvalidParameterValue(f"code_paths must be a list of paths, not {code_paths!r}.")
    for path in code_paths:
        copied_into(path, folder / CODE)
    return CODE if code_paths else None


def refuse_code_unless_allowed(name: str) -> None:
    """Refuse to go on when code that a model brings may not be run.

    Raises:
        PermissionDenied: ``PENSTOCK_ALLOW_MODEL_CODE`` is false.
    """
    if not PENSTOCK_ALLOW_MODEL_CODE.get():
        raise PermissionDenied(
            f"The model brings Python code of its own ({name!r}), which loading it would run. "
            f"{PENSTOCK_ALLOW_MODEL_CODE.name} forbids that; unset it only for models you trust."
        )


def add_code(folder: Path, code: str | None) -> None:
    """Make the code of a model importable.

    A module of the same name that came from another model's code is forgotten, so that each model gets its own;
    modules that came from elsewhere stay.

    Raises:
        ResourceDoesNotExist: The code folder is missing.
        PermissionDenied: Code of models may not be run.
    """
    if not code:
        return
    refuse_code_unless_allowed(code)
    place = (folder / relative_path(code)).resolve()
    if not place.is_dir():
        raise ResourceDoesNotExist(f"The model names the code folder {code!r}, which is missing.")
    for name in {path.stem for path in place.iterdir()} & sys.modules.keys():
        origin = getattr(sys.modules[name], "__file__", None)
        if origin and any(Path(origin).resolve().is_relative_to(other) for other in _loaded if other != place):
            for known in [known for known in sys.modules if known == name or known.startswith(f"{name}.")]:
                del sys.modules[known]
    if place not in _loaded:
        _loaded.append(place)
    text = str(place)
    if text in sys.path:
        sys.path.remove(text)
    sys.path.insert(0, text)

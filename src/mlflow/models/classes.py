"""The class a model names as its own: looked up without importing whatever its description says."""

from __future__ import annotations

import sys
from typing import Any

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.models.files import CODE
from mlflow.models.flavor import Opened
from mlflow.uris import relative_path


def name_of(model: Any) -> str:
    """How a model's class is written down: ``package.module.Class``."""
    return f"{type(model).__module__}.{type(model).__qualname__}"


def class_of(found: Opened, name: str, *bases: type) -> Any:
    """The class of a name in a model's description.

    A description is somebody's text, so a module is imported only where it is of the framework itself or travels with
    the model; a class of the program is found where its module is imported already.

    Args:
        found: The model.
        name: ``package.module.Class``.
        *bases: The framework's own classes; the class must be one of them or come from one.

    Raises:
        InvalidParameterValue: There is no such class, or it may not be asked for.
    """
    module, _, attribute = name.rpartition(".")
    package = module.partition(".")[0]
    if not all(part.isidentifier() for part in name.split(".")) or not module:
        raise InvalidParameterValue(f"{name!r} is no name of a class.")
    own = {base.__module__.partition(".")[0] for base in bases}
    if package not in own and module not in sys.modules and not _travels(found, package):
        raise InvalidParameterValue(
            f"The model is a {name!r}, which is not of {' or '.join(sorted(own))}, and its module is neither imported "
            "nor among the model's code. Import it first, or log the model with code_paths."
        )
    try:
        value = resolve(f"{module}:{attribute}")
    except (ImportError, AttributeError) as error:
        raise InvalidParameterValue(f"The model's class {name!r} is not here: {error}.") from error
    if not isinstance(value, type) or not issubclass(value, bases):
        raise InvalidParameterValue(f"The model's class {name!r} is none of {' or '.join(sorted(own))}.")
    return value


def _travels(found: Opened, package: str) -> bool:
    code = found.block.get(CODE)
    if not code:
        return False
    place = found.folder / relative_path(str(code))
    return (place / package).is_dir() or (place / f"{package}.py").is_file()

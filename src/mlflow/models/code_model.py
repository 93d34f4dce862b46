"""Models written as code: a script that ends by saying which object is the model."""

from __future__ import annotations

import importlib.util
import sys
import uuid
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.model_config import configured

_MISSING = object()
_model: ContextVar[Any] = ContextVar("mlflow_code_model", default=_MISSING)


def set_model(model: Any) -> None:
    """Say which object is the model of the script that is running.

    Args:
        model: A ``PythonModel``, a function of the input, or what another flavor takes.
    """
    _model.set(model)


def model_of_script(path: str | Path, config: Mapping[str, Any] | None = None) -> Any:
    """Run a script and return the model it sets.

    Args:
        path: The script.
        config: The settings its :class:`~mlflow.models.ModelConfig` gives.

    Raises:
        InvalidParameterValue: There is no such script, or it sets no model.
    """
    file = Path(path).resolve()
    if not file.is_file() or file.suffix != ".py":
        raise InvalidParameterValue(f"A model as code is a Python script; {str(path)!r} is none.")
    name = f"code_model_{uuid.uuid4().hex}"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # classes of the script must find their module to be pickled or inspected
    token = _model.set(_MISSING)
    try:
        with configured(config):
            spec.loader.exec_module(module)
        found = _model.get()
    except BaseException:
        sys.modules.pop(name, None)
        raise
    finally:
        _model.reset(token)
    if found is _MISSING:
        raise InvalidParameterValue(
            f"The script {file.name!r} sets no model; call mlflow.models.set_model(model) at its end."
        )
    return found

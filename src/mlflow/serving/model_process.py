"""A command of ``mlflow models`` in a process of its own: another Python, or other variables."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mlflow.environment_variables import process_environment


def command_of(
    python: Path | None, command: str, models: Path | tuple[str, ...], options: Mapping[str, Any]
) -> list[str]:
    """The words of ``mlflow models <command>`` for a model whose environment is there.

    Args:
        python: The Python that satisfies the model; None for this one.
        command: ``serve`` or ``predict``.
        models: The model's folder, or the URIs of several.
        options: More options by their names, with ``_`` for ``-``; None, False and empty ones are left out.
    """
    words = [str(python or sys.executable), "-m", "mlflow.cli.models", command]
    words += ["--env-manager", "local"]
    for model in models if isinstance(models, tuple) else (models,):
        words += ["--model-uri", str(model)]
    for name, value in options.items():
        if value not in (None, False, (), ""):
            words += [f"--{name.replace('_', '-')}", *([] if value is True else [str(value)])]
    return words


def environment_of(python: Path | None, variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of such a process: those of this one and some more; another Python gets no paths of this one."""
    environment = {**process_environment(), **(variables or {})}
    if python is not None:
        environment.pop("PYTHONPATH", None)
    return environment

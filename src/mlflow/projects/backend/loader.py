"""Backends by name."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Final

from mlflow.exceptions import ExecutionException
from mlflow.projects.backend.abstract_backend import AbstractBackend
from mlflow.projects.backend.local import LocalBackend

ENTRYPOINT_GROUP_NAME: Final = "mlflow.project_backend"

MLFLOW_BACKENDS: Final[dict[str, type[AbstractBackend]]] = {"local": LocalBackend}


def load_backend(backend_name: str) -> AbstractBackend:
    """The backend of that name, ours or a plug-in's.

    Raises:
        ExecutionException: There is none.
    """
    own = MLFLOW_BACKENDS.get(backend_name)
    if own is not None:
        return own()
    plugins = {plugin.name: plugin for plugin in entry_points(group=ENTRYPOINT_GROUP_NAME)}
    if backend_name in plugins:
        made: AbstractBackend = plugins[backend_name].load()()
        return made
    known = ", ".join(sorted({*MLFLOW_BACKENDS, *plugins}))
    raise ExecutionException(
        f"There is no project backend {backend_name!r}; there are {known}. Packages can add more (entry points of the "
        f"group {ENTRYPOINT_GROUP_NAME})."
    )

"""Backends by name."""

from __future__ import annotations

from typing import Final

from mlflow import plugins
from mlflow.exceptions import ExecutionException
from mlflow.projects.backend.abstract_backend import AbstractBackend
from mlflow.projects.backend.local import LocalBackend

ENTRYPOINT_GROUP_NAME: Final = plugins.PROJECT_BACKEND

MLFLOW_BACKENDS: Final[dict[str, type[AbstractBackend]]] = {"local": LocalBackend}


def load_backend(backend_name: str) -> AbstractBackend:
    """The backend of that name, ours or a plug-in's.

    Raises:
        ExecutionException: There is none.
    """
    own = MLFLOW_BACKENDS.get(backend_name)
    if own is not None:
        return own()
    added = {plugin.name: plugin for plugin in plugins.plugins(ENTRYPOINT_GROUP_NAME)}
    if backend_name in added:
        made: AbstractBackend = added[backend_name].load()()
        return made
    known = ", ".join(sorted({*MLFLOW_BACKENDS, *added}))
    raise ExecutionException(
        f"There is no project backend {backend_name!r}; there are {known}. Packages can add more (entry points of the "
        f"group {ENTRYPOINT_GROUP_NAME})."
    )

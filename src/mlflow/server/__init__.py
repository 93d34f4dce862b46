"""The tracking server: ``mlflow.server.create_app()`` is an ASGI application, ``mlflow server`` runs it."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {
        "Settings": "mlflow.server.settings",
        "app": "mlflow.server.asgi",
        "create_app": "mlflow.server.app",
    },
)

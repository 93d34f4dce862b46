"""The application of the environment's settings, for ASGI servers: ``uvicorn mlflow.server.asgi:app``."""

from __future__ import annotations

from mlflow.server.app import create_app

app = create_app()

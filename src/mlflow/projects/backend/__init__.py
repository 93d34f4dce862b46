"""Where projects run: this machine, or a place that a plug-in of the group ``mlflow.project_backend`` knows."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {"AbstractBackend": "mlflow.projects.backend.abstract_backend"},
    ("abstract_backend", "loader", "local"),
)

"""The ``mlflow`` command; each command is imported when it is used."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(globals(), {"cli": "mlflow.cli.main:main"})

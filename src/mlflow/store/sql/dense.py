"""Front door to :mod:`mlflow.store.sql.arrays`: NumPy is imported when a series is long enough to need it."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(), {"sorted_columns": "mlflow.store.sql.arrays", "thinned": "mlflow.store.sql.arrays"}
)

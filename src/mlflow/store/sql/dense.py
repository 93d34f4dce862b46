"""Front door to what reads and squeezes long series: NumPy is imported when a series is long enough to need it."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {
        "sorted_columns": "mlflow.store.sql.arrays",
        "squeeze": "mlflow.store.sql.arrays",
        "within": "mlflow.store.sql.arrays",
        "Extent": "mlflow.store.sql.extents",
        "page": "mlflow.store.sql.extents",
        "thinned": "mlflow.store.sql.charts",
    },
)

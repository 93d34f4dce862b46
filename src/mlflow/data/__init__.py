"""Datasets as runs record them: name, digest, source, schema, profile."""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {
        "Dataset": "mlflow.data.dataset",
        "DatasetSource": "mlflow.data.dataset_source",
        "from_numpy": "mlflow.data.numpy_dataset",
        "from_pandas": "mlflow.data.pandas_dataset",
        **dict.fromkeys(
            ("get_dataset_source_from_json", "get_registered_sources", "get_source"),
            "mlflow.data.dataset_source_registry",
        ),
    },
    (
        "artifact_dataset_sources",
        "code_dataset_source",
        "dataset",
        "dataset_source",
        "dataset_source_registry",
        "filesystem_dataset_source",
        "http_dataset_source",
        "meta_dataset",
        "numpy_dataset",
        "pandas_dataset",
        "pyfunc_dataset_mixin",
        "schema",
        "sources",
    ),
)

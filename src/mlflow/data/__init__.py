"""Datasets as runs record them: name, digest, source, schema, profile."""

from __future__ import annotations

from typing import Any

from mlflow._door import door, resolve

_find, _names = door(
    globals(),
    {
        "Dataset": "mlflow.data.dataset",
        "DatasetSource": "mlflow.data.dataset_source",
        "from_huggingface": "mlflow.data.huggingface_dataset",
        "from_numpy": "mlflow.data.numpy_dataset",
        "from_pandas": "mlflow.data.pandas_dataset",
        "from_polars": "mlflow.data.polars_dataset",
        "from_tensorflow": "mlflow.data.tensorflow_dataset",
        **dict.fromkeys(("from_spark", "load_delta"), "mlflow.data.spark_dataset"),
        **dict.fromkeys(
            ("get_dataset_source_from_json", "get_registered_sources", "get_source"),
            "mlflow.data.dataset_source_registry",
        ),
    },
    (
        "artifact_dataset_sources",
        "code_dataset_source",
        "dataset",
        "dataset_registry",
        "dataset_source",
        "dataset_source_registry",
        "delta_dataset_source",
        "evaluation_dataset",
        "evaluation_dataset_source",
        "filesystem_dataset_source",
        "http_dataset_source",
        "huggingface_dataset",
        "huggingface_dataset_source",
        "meta_dataset",
        "numpy_dataset",
        "pandas_dataset",
        "polars_dataset",
        "pyfunc_dataset_mixin",
        "schema",
        "sources",
        "spark_dataset",
        "spark_dataset_source",
        "spark_delta_utils",
        "tensorflow_dataset",
        "uc_volume_dataset_source",
    ),
)

#: What plug-ins add, looked up where the name is none of ours.
_ADDED = "mlflow.data.dataset_registry:constructor"


def __getattr__(name: str) -> Any:
    if name.startswith(("from_", "load_")):
        added = resolve(_ADDED)(name)
        if added is not None:
            return added
    return _find(name)


def __dir__() -> list[str]:
    return _names()

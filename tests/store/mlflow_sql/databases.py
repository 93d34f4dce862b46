"""Databases as MLflow makes them, with the tables and columns of several versions, made by hand."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

_FIRST = {
    "alembic_version": "version_num",
    "experiments": "experiment_id name artifact_location lifecycle_stage creation_time last_update_time",
    "experiment_tags": "key value experiment_id",
    "runs": "run_uuid name source_type source_name entry_point_name user_id status start_time end_time source_version "
    "lifecycle_stage artifact_uri experiment_id deleted_time",
    "metrics": "key value timestamp run_uuid step is_nan",
    "latest_metrics": "key value timestamp step is_nan run_uuid",
    "params": "key value run_uuid",
    "tags": "key value run_uuid",
    "registered_models": "name creation_time last_updated_time description",
    "registered_model_tags": "key value name",
    "model_versions": "name version creation_time last_updated_time description user_id current_stage source run_id "
    "status status_message run_link",
    "model_version_tags": "key value name version",
}
_INPUTS = {
    "datasets": "dataset_uuid experiment_id name digest dataset_source_type dataset_source dataset_schema "
    "dataset_profile",
    "inputs": "input_uuid source_type source_id destination_type destination_id step",
    "input_tags": "input_uuid name value",
    "registered_model_aliases": "alias version name",
    "logged_models": "model_id experiment_id name artifact_location creation_timestamp_ms last_updated_timestamp_ms "
    "status lifecycle_stage model_type source_run_id status_message",
    "logged_model_metrics": "model_id metric_name metric_timestamp_ms metric_step metric_value experiment_id run_id "
    "dataset_uuid dataset_name dataset_digest",
    "logged_model_params": "model_id experiment_id param_key param_value",
    "logged_model_tags": "model_id experiment_id tag_key tag_value",
    "trace_info": "request_id experiment_id timestamp_ms",
    "webhooks": "webhook_id name",
}
_IN_WORKSPACES = (
    "experiments", "registered_models", "registered_model_tags", "registered_model_aliases", "model_versions",
    "model_version_tags",
)  # fmt: skip

#: Tables and columns by version of MLflow.
SCHEMAS: dict[str, dict[str, str]] = {
    "1.30": _FIRST,
    "3.6": {**_FIRST, **_INPUTS, "model_versions": _FIRST["model_versions"] + " storage_location"},
}
SCHEMAS["3.17"] = {
    table: columns + " workspace" if table in _IN_WORKSPACES else columns for table, columns in SCHEMAS["3.6"].items()
}


class Made:
    """A database that is being made.

    Args:
        file: Where.
        version: Of MLflow; a key of :data:`SCHEMAS`.
    """

    def __init__(self, file: Path, version: str) -> None:
        self.file = file
        self._schema = SCHEMAS[version]
        self._connection = sqlite3.connect(file)
        for table, columns in self._schema.items():
            self._connection.execute(f"CREATE TABLE {table} ({', '.join(columns.split())})")
        self.add("alembic_version", version_num=version)

    def add(self, table: str, **values: Any) -> None:
        """Add a row; in a table that has workspaces it belongs to the default one."""
        columns = self._schema[table].split()
        if "workspace" in columns:
            values.setdefault("workspace", "default")
        marks = ", ".join(f":{name}" for name in values)
        self._connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", values)
        self._connection.commit()

    def close(self) -> None:
        self._connection.close()


RUN, OTHER, MODEL = "a" * 32, "b" * 32, "m-" + "c" * 32


def filled(file: Path, version: str) -> Made:
    """A database with something of everything that its version knows."""
    made = Made(file, version)
    for number, name, stage in ((0, "Default", "active"), (1, "wine", "active"), (2, "gone", "deleted")):
        made.add(
            "experiments", experiment_id=number, name=name, artifact_location=f"./mlruns/{number}",
            lifecycle_stage=stage, creation_time=1000 + number, last_update_time=2000,
        )  # fmt: skip
    made.add("experiment_tags", key="team", value="cellar", experiment_id=1)
    common = {"source_type": "LOCAL", "user_id": "ann", "start_time": 1200, "experiment_id": 1}
    made.add("runs", run_uuid=RUN, name="first try", status="FINISHED", end_time=1500, lifecycle_stage="active",
             artifact_uri=f"s3://bucket/1/{RUN}/artifacts", **common)  # fmt: skip
    made.add("runs", run_uuid=OTHER, name="", status="RUNNING", lifecycle_stage="deleted", deleted_time=1600,
             artifact_uri=f"./mlruns/1/{OTHER}/artifacts", **common)  # fmt: skip
    made.add("tags", key="mlflow.runName", value="by its tag", run_uuid=OTHER)
    made.add("params", key="alpha", value="0.5", run_uuid=RUN)
    made.add("params", key="empty", value="", run_uuid=RUN)
    for step, value, is_nan in ((2, 1.7976931348623157e308, 0), (0, 3.0, 0), (1, 0.0, 1)):
        made.add("metrics", key="loss", value=value, timestamp=1000 + step, run_uuid=RUN, step=step, is_nan=is_nan)
    made.add("registered_models", name="taster", creation_time=3000, last_updated_time=3100, description="d")
    made.add("registered_model_tags", key="owner", value="ann", name="taster")
    for number, stage in ((10, "Production"), (2, "Staging"), (11, "Deleted_Internal")):
        made.add("model_versions", name="taster", version=number, creation_time=3001, last_updated_time=3002,
                 current_stage=stage, source=f"runs:/{RUN}/model", run_id=RUN, status="READY")  # fmt: skip
    made.add("model_version_tags", key="checked", value="yes", name="taster", version=10)
    if version == "1.30":
        return made
    made.add("registered_model_aliases", alias="champion", version=10, name="taster")
    made.add("registered_model_aliases", alias="lost", version=7, name="taster")
    made.add("datasets", dataset_uuid="d" * 32, experiment_id=1, name="wine data", digest="d1",
             dataset_source_type="local", dataset_source="{}", dataset_schema=None, dataset_profile="{}")  # fmt: skip
    made.add("inputs", input_uuid="1", source_type="DATASET", source_id="d" * 32, destination_type="RUN",
             destination_id=RUN)  # fmt: skip
    made.add("input_tags", input_uuid="1", name="mlflow.data.context", value="train")
    made.add("inputs", input_uuid="2", source_type="RUN_INPUT", source_id=RUN, destination_type="MODEL_INPUT",
             destination_id=MODEL, step=0)  # fmt: skip
    made.add("inputs", input_uuid="3", source_type="RUN_OUTPUT", source_id=RUN, destination_type="MODEL_OUTPUT",
             destination_id=MODEL, step=3)  # fmt: skip
    made.add("logged_models", model_id=MODEL, experiment_id=1, name="forest", creation_timestamp_ms=1300,
             artifact_location=f"s3://bucket/1/models/{MODEL}/artifacts", last_updated_timestamp_ms=1400, status=2,
             lifecycle_stage="active", source_run_id=RUN)  # fmt: skip
    made.add("logged_model_params", model_id=MODEL, experiment_id=1, param_key="depth", param_value="3")
    made.add("logged_model_tags", model_id=MODEL, experiment_id=1, tag_key="t", tag_value="x")
    made.add("metrics", key="acc", value=0.75, timestamp=1001, run_uuid=RUN, step=2, is_nan=0)
    made.add("logged_model_metrics", model_id=MODEL, metric_name="acc", metric_timestamp_ms=1001, metric_step=2,
             metric_value=0.75, experiment_id=1, run_id=RUN, dataset_name="wine data", dataset_digest="d1")  # fmt: skip
    return made

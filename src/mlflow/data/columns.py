"""The schema of a table's columns as a dataset records it."""

from __future__ import annotations

import json

import pandas as pd

from mlflow.exceptions import MlflowException
from mlflow.types.inference import infer_columns
from mlflow.types.schema import Schema


def frame_schema(df: pd.DataFrame) -> Schema | None:
    """The schema of a DataFrame; None where it has no columns, or one whose values have no type in a schema."""
    try:
        return infer_columns(df) if len(df.columns) else None
    except MlflowException:
        return None


def schema_json(schema: Schema | None) -> str | None:
    """The schema as it is recorded, as JSON."""
    return json.dumps({"mlflow_colspec": schema.to_dict()}) if schema is not None else None

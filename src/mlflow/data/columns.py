"""The schema of a table's columns as a dataset records it."""

from __future__ import annotations

import json

import pandas as pd

from mlflow.types.datatypes import AnyType
from mlflow.types.inference import infer_schema
from mlflow.types.schema import Schema


def frame_schema(df: pd.DataFrame) -> Schema | None:
    """The schema of a DataFrame; None where it has no columns, or one whose values have no type in a schema."""
    found = infer_schema(df)
    unnamed = len(found.inputs) == 1 and found.inputs[0].name is None
    untyped = unnamed and isinstance(found.inputs[0].type, AnyType)
    return None if untyped or not found.inputs else found


def schema_json(schema: Schema | None) -> str | None:
    """The schema as it is recorded, as JSON."""
    return json.dumps({"mlflow_colspec": schema.to_dict()}) if schema is not None else None

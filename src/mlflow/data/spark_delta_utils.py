"""What is asked of Spark without importing it: whoever hands in its objects has imported it."""

from __future__ import annotations

from typing import Any

from mlflow._door import resolve

#: The only place of the library that is looked up where the user may not have imported it.
_SESSION = "pyspark.sql:SparkSession"


def session() -> Any:
    """The Spark session of this process; one is started where there is none."""
    return resolve(_SESSION).builder.getOrCreate()


def latest_version(name_or_path: str, *, is_path: bool) -> int | None:
    """The last version of a Delta table; None where there is no such table, or Spark does not know Delta."""
    spark = session()
    try:
        found = f"delta.`{name_or_path}`" if is_path else name_or_path
        rows = spark.sql(f"DESCRIBE HISTORY {found} LIMIT 1").collect()
        return int(rows[0]["version"]) if rows else None
    except Exception:  # Spark's errors have no common class over its versions
        return None

"""A newcomer's first script, in an empty folder; the driver times the whole process."""

from __future__ import annotations

import mlflow

with mlflow.start_run():
    mlflow.log_param("alpha", 0.5)
    for step in range(10):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_text("done", "notes.txt")
print("{}")

"""The first page of 1,000 runs as a DataFrame."""

from __future__ import annotations

import json
import statistics
import time

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag

client = MlflowClient()
stamp = int(time.time() * 1000)
experiment = client.create_experiment("table")
for index in range(1_000):
    run = client.create_run(experiment)
    client.log_batch(
        run.info.run_id,
        metrics=[Metric(f"m{n}", n + index, stamp, 0) for n in range(10)],
        params=[Param(f"p{n}", str(n * index)) for n in range(10)],
        tags=[RunTag(f"t{n}", str(n)) for n in range(3)],
    )
mlflow.search_runs([experiment], max_results=10)
each = []
for _ in range(3):
    start = time.perf_counter()
    table = mlflow.search_runs([experiment], max_results=1_000)
    each.append(time.perf_counter() - start)
    assert len(table) == 1_000
print(json.dumps({"table_ms": statistics.median(each) * 1e3}))

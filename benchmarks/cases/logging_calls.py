"""What ``log_metric`` costs a process; the store is the one of the tracking URI."""

from __future__ import annotations

import json
import statistics
import sys
import time

import mlflow
from mlflow import MlflowClient

CALLS = int(sys.argv[1])
facts: dict[str, float] = {}
client = MlflowClient()
now = time.perf_counter

with mlflow.start_run() as run:
    mlflow.log_metric("warm", 1.0)
    each = []
    start = now()
    for step in range(CALLS):
        begun = now()
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
        each.append(now() - begun)
    returned = now() - start
seen = len(client.get_metric_history(run.info.run_id, "loss"))  # the run has ended: its buffers are empty
stored = now() - start
assert seen == CALLS, f"{seen} of {CALLS} points are in the store"
facts["log_metric_us"] = returned / CALLS * 1e6
facts["log_metric_stored_us"] = stored / CALLS * 1e6
facts["log_metric_p99_us"] = statistics.quantiles(each, n=100)[98] * 1e6
print(json.dumps(facts))

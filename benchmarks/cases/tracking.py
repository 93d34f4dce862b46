"""What batches, whole runs and reading a series cost a process; the store is the one of the tracking URI."""

from __future__ import annotations

import json
import statistics
import time

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag

POINTS, BATCH = 10_000, 1_000
facts: dict[str, float] = {}
client = MlflowClient()
now = time.perf_counter

made = client.create_run("0")
stamp = int(time.time() * 1000)
start = now()
for first in range(0, POINTS, BATCH):
    points = [Metric("batched", step / 3, stamp + step, step) for step in range(first, first + BATCH)]
    client.log_batch(made.info.run_id, metrics=points)
facts["log_batch_us"] = (now() - start) / POINTS * 1e6
each = []
for _ in range(5):
    begun = now()
    assert len(client.get_metric_history(made.info.run_id, "batched")) == POINTS
    each.append((now() - begun) / POINTS * 1e6)
facts["first_history_us"], facts["history_us"] = each[0], statistics.median(each)
client.set_terminated(made.info.run_id)

each = []
for index in range(20):
    begun = now()
    made = client.create_run("0", tags={"kind": "whole"})
    client.log_batch(
        made.info.run_id,
        metrics=[Metric(f"m{n}", n + index, stamp, 0) for n in range(20)],
        params=[Param(f"p{n}", str(n)) for n in range(20)],
        tags=[RunTag(f"t{n}", str(n)) for n in range(4)],
    )
    client.set_terminated(made.info.run_id)
    each.append(now() - begun)
facts["create_run_ms"] = statistics.median(each) * 1e3
print(json.dumps(facts))

"""A series of a million points: logging it, reading it whole, and what one more call costs."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time

import mlflow
from mlflow.entities import Metric

POINTS, CALLS = int(sys.argv[1]), 300
now = time.perf_counter
client = mlflow.MlflowClient()
facts: dict[str, float] = {}


def call_us() -> float:
    """What a call costs, at the median: the mean would count what the disk does now and then."""
    each = []
    for step in range(CALLS):
        start = now()
        client.log_metric(run_id, "loss", 1.0, step=POINTS + step)
        each.append(now() - start)
    return statistics.median(each) * 1e6


run_id = client.create_run("0").info.run_id
client.log_metric(run_id, "warm", 1.0)
facts["call_on_empty_us"] = call_us()
client.set_terminated(run_id)

run_id = client.create_run("0").info.run_id
random.seed(7)
moment = 1_760_000_000_000
start = now()
for first in range(0, POINTS, 1000):
    batch = []
    for step in range(first, first + 1000):
        moment += random.randint(40, 60)
        batch.append(Metric("loss", 2 / (1 + step / 1000) + random.gauss(0, 0.01), moment, step))
    client.log_batch(run_id, metrics=batch)
facts["long_log_s"] = now() - start
facts["call_on_long_us"] = call_us()
client.set_terminated(run_id)
start = now()
history = client.get_metric_history(run_id, "loss")
facts["long_read_s"] = now() - start
assert len(history) == POINTS + CALLS and history[0].step == 0
print(json.dumps(facts))

"""Many runs with 20 params and 20 metrics each, in one experiment, and what the first questions about them cost.

many_runs.py COUNT    with MLFLOW_TRACKING_URI set; asks the store that has the runs directly
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag

COUNT = int(sys.argv[1])
STAMP = 1_760_000_000_000
PAGE = 100


def median_ms(ask: Callable[[], Any]) -> float:
    each = []
    for _ in range(5):
        start = time.perf_counter()
        ask()
        each.append(time.perf_counter() - start)
    return statistics.median(each) * 1e3


client = MlflowClient()
experiment = client.create_experiment("many")
chance = random.Random(3)
start = time.perf_counter()
for index in range(COUNT):
    run_id = client.create_run(experiment, STAMP + 1_000 * index + chance.randrange(5_000)).info.run_id
    client.log_batch(
        run_id,
        metrics=[Metric(f"m{n}", chance.random(), STAMP, 0) for n in range(20)],
        params=[Param(f"p{n}", str(chance.randrange(1_000))) for n in range(20)],
        tags=[RunTag("team", chance.choice("abc"))],
    )
    client.set_terminated(run_id, end_time=STAMP + 2_000 * index)
facts = {"many_build_s": time.perf_counter() - start}
found = client.search_runs([experiment], max_results=PAGE)
assert len(found) == min(PAGE, COUNT)
facts["many_page_ms"] = median_ms(lambda: client.search_runs([experiment], max_results=PAGE))
facts["many_sorted_ms"] = median_ms(
    lambda: client.search_runs([experiment], "metrics.m3 > 0.5", order_by=["metrics.m7 DESC"], max_results=PAGE)
)
facts["experiment"] = float(experiment)
print(json.dumps(facts))

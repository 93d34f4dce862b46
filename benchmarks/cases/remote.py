"""What logging to a server and moving a large file through it cost a process."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time

import mlflow

CALLS, MEGABYTES = int(sys.argv[1]), int(sys.argv[2])
now = time.perf_counter
facts: dict[str, float] = {}
with mlflow.start_run() as run:
    mlflow.log_metric("warm", 1.0)
    each = []
    start = now()
    for step in range(CALLS):
        begun = now()
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
        each.append(now() - begun)
    returned = now() - start
assert len(mlflow.MlflowClient().get_metric_history(run.info.run_id, "loss")) == CALLS
facts["remote_metric_us"] = returned / CALLS * 1e6
facts["remote_metric_stored_us"] = (now() - start) / CALLS * 1e6
facts["remote_metric_p99_us"] = statistics.quantiles(each, n=100)[98] * 1e6
with mlflow.start_run() as run:
    with open("large.bin", "wb") as file:
        for _ in range(MEGABYTES):
            file.write(os.urandom(1 << 20))
    start = now()
    mlflow.log_artifact("large.bin")
    facts["upload_mb_s"] = MEGABYTES / (now() - start)
    os.mkdir("down")
    start = now()
    down = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="large.bin", dst_path="down")
    facts["download_mb_s"] = MEGABYTES / (now() - start)
    assert os.path.getsize(down) == MEGABYTES << 20
print(json.dumps(facts))

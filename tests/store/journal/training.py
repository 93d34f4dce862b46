"""A training program that is killed: logs for ever and tells each call that returned, on a pipe without a buffer.

Arguments: number of the pipe, number of this life, seed.
"""

from __future__ import annotations

import os
import random
import sys
import threading

import mlflow

pipe, life, seed = (int(argument) for argument in sys.argv[1:4])
rng = random.Random(seed)


def told(*what: object) -> None:
    """One write, shorter than a pipe's buffer: all of it arrives, or nothing."""
    os.write(pipe, ("\t".join(str(each) for each in what) + "\n").encode())


def log(thread: int) -> None:
    chance = random.Random(seed * 100 + thread)
    step = 0
    while True:
        kind = chance.randrange(20)
        step += 1
        name = f"{life}_{thread}"
        if kind == 0:
            mlflow.set_tag(f"tag_{name}", step)
            told("tag", f"tag_{name}", step)
        elif kind == 1:
            mlflow.log_params({f"p_{name}_{step}": step})
            told("param", f"p_{name}_{step}", step)
        elif kind == 2:
            mlflow.log_metrics({f"a_{name}": step / 7, f"b_{name}": -step}, step=step)
            told("metric", f"a_{name}", step, step / 7)
            told("metric", f"b_{name}", step, float(-step))
        else:
            mlflow.log_metric(f"m_{name}", step / 3, step=step)
            told("metric", f"m_{name}", step, step / 3)
        if chance.random() < 0.002:
            threading.Event().wait(chance.random() * 0.03)


run_id = os.environ.pop("RUN", None)
mlflow.start_run(run_id)
run = mlflow.active_run()
assert run is not None
told("run", run.info.run_id)


def second() -> None:
    mlflow.start_run(run.info.run_id)
    log(1)


threading.Thread(target=second, daemon=True).start()
log(0)

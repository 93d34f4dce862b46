"""What a model's wrapping costs: logging it, loading it, and predicting one row beside what the bare model takes."""

from __future__ import annotations

import json
import statistics
import sys
import time

import pandas as pd

import mlflow

folder = sys.argv[1]
rows = pd.read_json(f"{folder}/rows.json", orient="split", dtype=float)
row = rows.head(1)


def median(act, count):
    each = []
    for _ in range(count):
        start = time.perf_counter()
        act()
        each.append(time.perf_counter() - start)
    return statistics.median(each)


load_s = median(lambda: mlflow.pyfunc.load_model(f"{folder}/saved"), 5)
wrapped = mlflow.pyfunc.load_model(f"{folder}/saved")
bare = mlflow.sklearn.load_model(f"{folder}/saved")
wrapped.predict(row), bare.predict(row)
# In turn, so that what disturbs the machine disturbs both.
pairs = [(median(lambda: wrapped.predict(row), 200), median(lambda: bare.predict(row), 200)) for _ in range(9)]
with mlflow.start_run():
    log_s = median(lambda: mlflow.sklearn.log_model(bare, name="m", input_example=rows.head(2)), 5)
overhead = statistics.median(one - other for one, other in pairs)
print(json.dumps({"log_s": log_s, "load_s": load_s, "overhead_us": overhead * 1e6,
                  "bare_us": statistics.median(other for _, other in pairs) * 1e6}))  # fmt: skip

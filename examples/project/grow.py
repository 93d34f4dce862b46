"""The project's one step: compound growth."""

from __future__ import annotations

import sys

import mlflow

rate, years = float(sys.argv[1]), int(float(sys.argv[2]))
value = 1.0
for year in range(1, years + 1):
    value *= 1 + rate
    mlflow.log_metric("value", value, step=year)

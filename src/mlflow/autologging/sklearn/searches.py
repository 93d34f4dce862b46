"""A search over parameters: its best candidates as child runs, its results as a table."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.base import clone

from mlflow.active.context import context_tags
from mlflow.autologging.datasets import log_dataset
from mlflow.autologging.settings import Settings
from mlflow.autologging.training import AUTOLOGGING_TAG, TrainingRun
from mlflow.tracking.values import now

_PARENT_TAG = "mlflow.parentRunId"
_NO_METRICS = ("split", "param")


def best_params(search: Any) -> dict[str, Any]:
    """``best_<parameter>`` for each parameter searched over; empty when no candidate was chosen."""
    return {f"best_{name}": value for name, value in getattr(search, "best_params_", {}).items()}


def write_results(search: Any, file: Path) -> None:
    """Write what the search found as CSV."""
    pd.DataFrame(search.cv_results_).to_csv(file, index=False)


def log_candidates(run: TrainingRun, search: Any, rows: Any, settings: Settings, best_id: str | None = None) -> None:
    """Log the best candidates as finished children of the search's run.

    Args:
        run: The search's run.
        search: The fitted search.
        rows: What it was fitted with.
        settings: How many candidates, and whether to record the data.
        best_id: The logged model of the best candidate.
    """
    results = search.cv_results_
    places = _by_rank(search)
    most = settings.option("max_tuning_runs", 5)
    for place in places if most is None else places[:most]:
        params = results["params"][place]
        estimator = clone(search.estimator).set_params(**params)
        tags = {
            **context_tags(),
            **(settings.extra_tags or {}),
            _PARENT_TAG: run.run_id,
            AUTOLOGGING_TAG: run.library,
            "estimator_name": type(estimator).__name__,
            "estimator_class": f"{type(estimator).__module__}.{type(estimator).__name__}",
        }
        made = run.client.create_run(run.experiment_id, start_time=now(), tags=tags)
        child = TrainingRun(made.info.run_id, run.experiment_id, run.library, True, run.client)
        model_id = best_id if place == getattr(search, "best_index_", None) else None
        child.log(params={**estimator.get_params(), **params}, metrics=_metrics(results, place), model_id=model_id)
        if settings.log_datasets:
            log_dataset(child, rows.data, rows.target, "train")
        run.client.set_terminated(child.run_id, "FINISHED", now())


def _by_rank(search: Any) -> list[int]:
    """Places of the candidates, the best first; of several scores the one that chose the best counts."""
    results = search.cv_results_
    refit = getattr(search, "refit", None)
    names = [f"rank_test_{refit}" if isinstance(refit, str) else "", "rank_test_score",
             *sorted(name for name in results if name.startswith("rank_test_"))]  # fmt: skip
    ranks = next((results[name] for name in names if name in results), None)
    places = list(range(len(results["params"])))
    return places if ranks is None else sorted(places, key=lambda place: int(ranks[place]))


def _metrics(results: Any, place: int) -> dict[str, float]:
    found = {}
    for name, values in results.items():
        if name.startswith(_NO_METRICS):
            continue
        try:
            value = float(values[place])
        except (TypeError, ValueError):
            continue
        if not math.isnan(value):
            found[name] = value
    return found

"""The functions of ``import mlflow`` that log to the active run, a file per noun."""

from __future__ import annotations

from mlflow._door import door
from mlflow.tracking.names import FLUENT

__getattr__, __dir__ = door(
    globals(),
    {
        **FLUENT,
        "ActiveModelContext": "mlflow.active.models",
        "autolog": "mlflow.autologging",
        "_get_experiment_id": "mlflow.tracking.fluent.current:current_experiment_id",
        **dict.fromkeys(("NUM_RUNS_PER_PAGE_PANDAS", "SEARCH_MAX_RESULTS_PANDAS"), "mlflow.contracts.limits"),
    },
)

"""Projects: code in a folder or a git repository, run with parameters in an environment of its own.

A front door: names resolve on first use.
"""

from __future__ import annotations

from mlflow._door import door

__getattr__, __dir__ = door(
    globals(),
    {
        "run": "mlflow.projects.launch",
        "SubmittedRun": "mlflow.projects.submitted_run",
        "load_project": "mlflow.projects.specification",
        "fetch_and_validate_project": "mlflow.projects.steps",
        "get_entry_point_command": "mlflow.projects.steps",
        "get_or_create_run": "mlflow.projects.steps",
        "get_run_env_vars": "mlflow.projects.steps",
    },
    ("backend", "env_type", "submitted_run", "utils"),
)

"""What a place that runs projects can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from mlflow.projects.submitted_run import SubmittedRun


class AbstractBackend(ABC):
    """A place that runs projects."""

    @abstractmethod
    def run(
        self,
        project_uri: str,
        entry_point: str,
        params: Mapping[str, Any] | None,
        version: str | None,
        backend_config: dict[str, Any],
        tracking_uri: str,
        experiment_id: str,
    ) -> SubmittedRun:
        """Start a project.

        Args:
            project_uri: The project.
            entry_point: What to run of it.
            params: Values of its parameters.
            version: Commit, branch or tag of a git project.
            backend_config: The caller's settings for the backend, and those of :mod:`mlflow.projects.settings`.
            tracking_uri: The store of runs.
            experiment_id: Where the run goes.

        Raises:
            ExecutionException: It cannot be started.
        """

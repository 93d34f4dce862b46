"""Experiments."""

from __future__ import annotations

from typing import Any

from mlflow.contracts.limits import SEARCH_MAX_RESULTS_DEFAULT
from mlflow.entities import Experiment, ExperimentTag, PagedList, ViewType
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.values import pairs


class ExperimentCalls(ClientBase):
    """What a client does with experiments."""

    def create_experiment(
        self, name: str, artifact_location: str | None = None, tags: dict[str, Any] | None = None
    ) -> str:
        """Create an experiment and return its id.

        Args:
            name: Unique, also among deleted experiments.
            artifact_location: Path or URI for the runs' artifacts; the store's default where None.
            tags: Notes to set.

        Raises:
            ResourceAlreadyExists: The name is taken.
            InvalidParameterValue: The name is empty, overlong or no text.
        """
        if not isinstance(name, str):
            raise InvalidParameterValue(f"The name of an experiment must be text, not {name!r}.")
        return self._tracking.create_experiment(
            name, str(artifact_location) if artifact_location else None, pairs(ExperimentTag, tags)
        )

    def get_experiment(self, experiment_id: str) -> Experiment:
        """Return an experiment, active or deleted.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """
        return self._tracking.get_experiment(str(experiment_id))

    def get_experiment_by_name(self, name: str) -> Experiment | None:
        """Return the experiment of a name, active or deleted; None where there is none."""
        try:
            return self._tracking.get_experiment_by_name(name)
        except ResourceDoesNotExist:
            return None

    def search_experiments(
        self,
        view_type: int = ViewType.ACTIVE_ONLY,
        max_results: int | None = SEARCH_MAX_RESULTS_DEFAULT,
        filter_string: str | None = None,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Experiment]:
        """List experiments that match a filter.

        Args:
            view_type: Active, deleted or all, as :class:`~mlflow.entities.ViewType`.
            max_results: At most so many per page.
            filter_string: Such as ``"name LIKE 'wine%' AND tags.team = 'cellar'"``.
            order_by: Such as ``["name ASC"]``; the newest first where None.
            page_token: ``token`` of the page before.

        Raises:
            InvalidParameterValue: The filter, an order or the token cannot be read.
        """
        if max_results is None:
            max_results = SEARCH_MAX_RESULTS_DEFAULT
        return self._tracking.search_experiments(view_type, max_results, filter_string, order_by, page_token)

    def list_experiments(
        self,
        view_type: int = ViewType.ACTIVE_ONLY,
        max_results: int | None = None,
        page_token: str | None = None,
    ) -> PagedList[Experiment]:
        """List experiments by id; MLflow 1's name for :meth:`search_experiments`."""
        return self.search_experiments(view_type, max_results, None, ["experiment_id ASC"], page_token)

    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        """Give an experiment another name."""
        self._tracking.rename_experiment(str(experiment_id), new_name)

    def delete_experiment(self, experiment_id: str) -> None:
        """Put an experiment and its runs in the bin."""
        self._tracking.delete_experiment(str(experiment_id))

    def restore_experiment(self, experiment_id: str) -> None:
        """Take an experiment and its runs out of the bin."""
        self._tracking.restore_experiment(str(experiment_id))

    def set_experiment_tag(self, experiment_id: str, key: str, value: Any) -> None:
        """Set a tag of an experiment; the value is kept as text."""
        self._tracking.set_experiment_tag(str(experiment_id), key, str(value))

    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        """Remove a tag of an experiment."""
        self._tracking.delete_experiment_tag(str(experiment_id), key)

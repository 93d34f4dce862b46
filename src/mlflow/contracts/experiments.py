"""What a store can do with experiments."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mlflow.contracts.acts import Level, Rule, act
from mlflow.contracts.limits import SEARCH_MAX_RESULTS_DEFAULT
from mlflow.contracts.names import View
from mlflow.entities import Experiment, ExperimentTag, PagedList, ViewType

_READ = Rule(Level.READ, "experiment", "experiment_id")
_EDIT = Rule(Level.EDIT, "experiment", "experiment_id")
_MANAGE = Rule(Level.MANAGE, "experiment", "experiment_id")


class ExperimentStore(ABC):
    """Experiments: named sets of runs."""

    @act("POST", "mlflow/experiments/create", rule=Rule(Level.EDIT, "server"), returns="experiment_id")
    @abstractmethod
    def create_experiment(
        self, name: str, artifact_location: str | None = None, tags: list[ExperimentTag] | None = None
    ) -> str:
        """Create an experiment and return its id.

        Args:
            name: 1 to 500 characters, unique among active and deleted experiments.
            artifact_location: URI for the runs' artifacts; the store's default where None.
            tags: Notes to set.

        Raises:
            ResourceAlreadyExists: The name is taken; the message says so if by a deleted experiment.
            InvalidParameterValue: Empty or overlong name, or an artifact location that is no plain URI.
        """

    @act("GET", "mlflow/experiments/get", rule=_READ, returns="experiment")
    @abstractmethod
    def get_experiment(self, experiment_id: str) -> Experiment:
        """Return an experiment, active or deleted.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """

    @act(
        "GET",
        "mlflow/experiments/get-by-name",
        rule=Rule(Level.READ, "experiment", "experiment_name"),
        returns="experiment",
    )
    @abstractmethod
    def get_experiment_by_name(self, experiment_name: str) -> Experiment:
        """Return the experiment of a name, active or deleted.

        Raises:
            ResourceDoesNotExist: There is none of that name.
        """

    @act(
        "POST",
        "mlflow/experiments/search",
        rule=Rule(Level.READ, "experiment"),
        returns="experiments",
        also=(("GET", "mlflow/experiments/search"), ("GET", "mlflow/experiments/list")),
        wire={"filter_string": "filter"},
    )
    @abstractmethod
    def search_experiments(
        self,
        view_type: View = ViewType.ACTIVE_ONLY,
        max_results: int = SEARCH_MAX_RESULTS_DEFAULT,
        filter_string: str | None = None,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[Experiment]:
        """List experiments that match a filter.

        Args:
            view_type: Active, deleted or all.
            max_results: 1 to 50,000 per page.
            filter_string: Filter over attributes and tags.
            order_by: Such as ``["name ASC"]``; by default the newest come first.
            page_token: Where the page before ended.

        Raises:
            InvalidParameterValue: The filter, an order or the token cannot be read.
        """

    @act("POST", "mlflow/experiments/update", rule=_EDIT)
    @abstractmethod
    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        """Give an active experiment another name.

        Raises:
            ResourceDoesNotExist: There is none of that id.
            InvalidState: It is deleted.
            ResourceAlreadyExists: The name is taken.
        """

    @act("POST", "mlflow/experiments/delete", rule=_MANAGE)
    @abstractmethod
    def delete_experiment(self, experiment_id: str) -> None:
        """Put an experiment and its runs in the bin."""

    @act("POST", "mlflow/experiments/restore", rule=_MANAGE)
    @abstractmethod
    def restore_experiment(self, experiment_id: str) -> None:
        """Take an experiment and the runs binned with it out of the bin."""

    @act("POST", "mlflow/experiments/set-experiment-tag", rule=_EDIT)
    @abstractmethod
    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        """Set a tag of an experiment.

        Args:
            experiment_id: The experiment.
            key: At most 250 characters.
            value: At most 5,000 characters.
        """

    @act("POST", "mlflow/experiments/delete-experiment-tag", rule=_EDIT)
    @abstractmethod
    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        """Remove a tag of an experiment."""

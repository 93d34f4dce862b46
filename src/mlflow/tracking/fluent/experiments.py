"""The active experiment, and experiments by id or name."""

from __future__ import annotations

from typing import Any

from mlflow.active.experiments import choose_experiment, experiment_of_name, usable
from mlflow.active.stores import tracking_store
from mlflow.contracts.limits import SEARCH_MAX_RESULTS_DEFAULT
from mlflow.entities import Experiment, ViewType
from mlflow.exceptions import InvalidParameterValue
from mlflow.tracking.fluent.current import current_client, current_experiment_id
from mlflow.tracking.pages import all_pages


def set_experiment(experiment_name: str | None = None, experiment_id: str | None = None) -> Experiment:
    """Let runs that are started from now on belong to an experiment.

    Args:
        experiment_name: Its name; made where there is none. Or
        experiment_id: Its id.

    Raises:
        InvalidParameterValue: Both or neither are given, or the experiment is deleted.
        ResourceDoesNotExist: There is none of that id.
    """
    if (experiment_name is None) == (experiment_id is None):
        raise InvalidParameterValue("Give either experiment_name or experiment_id.")
    store = tracking_store()
    if experiment_id is not None:
        found = usable(store.get_experiment(str(experiment_id)))
    elif isinstance(experiment_name, str):
        found = experiment_of_name(store, experiment_name)
    else:
        raise InvalidParameterValue(f"The name of an experiment must be text, not {experiment_name!r}.")
    choose_experiment(found.experiment_id)
    return found


def get_experiment(experiment_id: str) -> Experiment:
    """Return an experiment, active or deleted.

    Raises:
        ResourceDoesNotExist: There is none of that id.
    """
    return current_client().get_experiment(experiment_id)


def get_experiment_by_name(name: str) -> Experiment | None:
    """Return the experiment of a name, active or deleted; None where there is none."""
    return current_client().get_experiment_by_name(name)


def search_experiments(
    view_type: int = ViewType.ACTIVE_ONLY,
    max_results: int | None = None,
    filter_string: str | None = None,
    order_by: list[str] | None = None,
) -> list[Experiment]:
    """List experiments that match a filter.

    Args:
        view_type: Active, deleted or all, as :class:`~mlflow.entities.ViewType`.
        max_results: At most so many; all where None.
        filter_string: Such as ``"name LIKE 'wine%' AND tags.team = 'cellar'"``.
        order_by: Such as ``["name ASC"]``; the newest first where None.
    """
    client = current_client()
    return all_pages(
        lambda size, token: client.search_experiments(view_type, size, filter_string, order_by, token),
        SEARCH_MAX_RESULTS_DEFAULT,
        max_results,
    )


def list_experiments(view_type: int = ViewType.ACTIVE_ONLY, max_results: int | None = None) -> list[Experiment]:
    """List experiments by id; MLflow 1's name for :func:`search_experiments`."""
    return search_experiments(view_type, max_results, None, ["experiment_id ASC"])


def create_experiment(name: str, artifact_location: str | None = None, tags: dict[str, Any] | None = None) -> str:
    """Create an experiment and return its id.

    Args:
        name: Unique, also among deleted experiments.
        artifact_location: Path or URI for the runs' artifacts; the store's default where None.
        tags: Notes to set.

    Raises:
        ResourceAlreadyExists: The name is taken.
        InvalidParameterValue: The name is empty, overlong or no text.
    """
    return current_client().create_experiment(name, artifact_location, tags)


def delete_experiment(experiment_id: str) -> None:
    """Put an experiment and its runs in the bin."""
    current_client().delete_experiment(experiment_id)


def set_experiment_tag(key: str, value: Any) -> None:
    """Set a tag of the active experiment; the value is kept as text."""
    current_client().set_experiment_tag(current_experiment_id(), key, value)


def set_experiment_tags(tags: dict[str, Any]) -> None:
    """Set tags of the active experiment; values are kept as text."""
    client, experiment_id = current_client(), current_experiment_id()
    for key, value in tags.items():
        client.set_experiment_tag(experiment_id, key, value)


def delete_experiment_tag(key: str) -> None:
    """Remove a tag of the active experiment."""
    current_client().delete_experiment_tag(current_experiment_id(), key)

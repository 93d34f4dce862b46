"""The experiment that new runs belong to."""

from __future__ import annotations

from mlflow.active.default_experiment import DEFAULT_EXPERIMENT_ID, get_experiment_id
from mlflow.contracts.experiments import ExperimentStore
from mlflow.entities import Experiment, LifecycleStage
from mlflow.environment_variables import MLFLOW_EXPERIMENT_ID, MLFLOW_EXPERIMENT_NAME
from mlflow.exceptions import InvalidParameterValue, ResourceAlreadyExists, ResourceDoesNotExist

DEFAULT_ID = DEFAULT_EXPERIMENT_ID

_chosen: str | None = None


def choose_experiment(experiment_id: str) -> None:
    """Let new runs of this process and its children belong to an experiment."""
    global _chosen
    _chosen = experiment_id
    MLFLOW_EXPERIMENT_ID.set(experiment_id)


def forget_experiment() -> None:
    """Let new runs belong to what the environment says, or to the default experiment."""
    global _chosen
    _chosen = None
    MLFLOW_EXPERIMENT_ID.unset()


def active_experiment_id(store: ExperimentStore) -> str:
    """The experiment that was chosen, else ``MLFLOW_EXPERIMENT_ID`` or ``MLFLOW_EXPERIMENT_NAME``, else a plug-in's.

    Where nothing chooses one it is the default experiment.

    Raises:
        InvalidParameterValue: The two variables name different experiments.
    """
    if _chosen is not None:
        return _chosen
    by_id, name = MLFLOW_EXPERIMENT_ID.get(), MLFLOW_EXPERIMENT_NAME.get()
    if name:
        # What is made here by its name can have no id that was set before.
        is_new = store_lacks(store, name)
        found = experiment_of_name(store, name).experiment_id
        if not is_new and by_id and by_id != found:
            raise InvalidParameterValue(
                f"MLFLOW_EXPERIMENT_ID is {by_id!r}, but {name!r}, MLFLOW_EXPERIMENT_NAME, is {found!r}. "
                "Unset one of them."
            )
        return found
    return by_id or get_experiment_id()


def store_lacks(store: ExperimentStore, name: str) -> bool:
    """Whether there is no experiment of a name."""
    try:
        store.get_experiment_by_name(name)
    except ResourceDoesNotExist:
        return True
    return False


def experiment_of_name(store: ExperimentStore, name: str) -> Experiment:
    """The experiment of a name, made where there is none.

    Raises:
        InvalidParameterValue: It is deleted.
    """
    try:
        found = store.get_experiment_by_name(name)
    except ResourceDoesNotExist:
        try:
            found = store.get_experiment(store.create_experiment(name))
        except ResourceAlreadyExists:  # another process was faster
            found = store.get_experiment_by_name(name)
    return usable(found)


def usable(experiment: Experiment) -> Experiment:
    """The experiment itself, if it is active.

    Raises:
        InvalidParameterValue: It is deleted.
    """
    if experiment.lifecycle_stage != LifecycleStage.ACTIVE:
        raise InvalidParameterValue(
            f"The experiment {experiment.name!r} is deleted. Restore it with "
            f"MlflowClient().restore_experiment({experiment.experiment_id!r}), or choose another name."
        )
    return experiment

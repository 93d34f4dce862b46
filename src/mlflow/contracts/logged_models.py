"""What a store can do with logged models."""

from __future__ import annotations

from abc import ABC, abstractmethod

import msgspec

from mlflow.contracts.acts import Level, Rule, act
from mlflow.contracts.names import ModelStatus
from mlflow.entities import LoggedModel, LoggedModelParameter, LoggedModelTag, PagedList

_READ = Rule(Level.READ, "logged_model", "model_id")
_EDIT = Rule(Level.EDIT, "logged_model", "model_id")


class LoggedModelOrder(msgspec.Struct, omit_defaults=True):
    """One key to order logged models by, the last significant first."""

    field_name: str
    ascending: bool = True
    dataset_name: str | None = None
    dataset_digest: str | None = None


class DatasetChoice(msgspec.Struct, omit_defaults=True):
    """A dataset on which the metrics of a filter must have been measured."""

    dataset_name: str
    dataset_digest: str | None = None


class LoggedModelStore(ABC):
    """Logged models: models as objects of their own."""

    @act("POST", "mlflow/logged-models", rule=Rule(Level.EDIT, "experiment", "experiment_id"), returns="model")
    @abstractmethod
    def create_logged_model(
        self,
        experiment_id: str,
        name: str | None = None,
        model_type: str | None = None,
        source_run_id: str | None = None,
        params: list[LoggedModelParameter] | None = None,
        tags: list[LoggedModelTag] | None = None,
        model_id: str | None = None,
    ) -> LoggedModel:
        """Create a logged model that is pending: its files are yet to come.

        Args:
            experiment_id: An active experiment.
            name: Its name; one is made up where there is none. No ``/``, ``:``, ``.``, ``%``, ``"`` or ``'``.
            model_type: Free text.
            source_run_id: The run that makes it.
            params: Settings to record.
            tags: Notes to set.
            model_id: Its id, ``m-`` and 32 hexadecimal digits in lower case; one is made up where there is none. A
                model of that id which the experiment has already is returned as it is. Penstock's own.

        Raises:
            ResourceAlreadyExists: Another experiment has, or had, a model of that id.
        """

    @act("PATCH", "mlflow/logged-models/{model_id}", rule=_EDIT, returns="model")
    @abstractmethod
    def finalize_logged_model(self, model_id: str, status: ModelStatus) -> LoggedModel:
        """Say that all files are there (READY) or will not come (FAILED)."""

    @act("GET", "mlflow/logged-models/{model_id}", rule=_READ, returns="model")
    @abstractmethod
    def get_logged_model(self, model_id: str) -> LoggedModel:
        """Return a logged model.

        Raises:
            ResourceDoesNotExist: There is none of that id.
        """

    @act("DELETE", "mlflow/logged-models/{model_id}", rule=_EDIT)
    @abstractmethod
    def delete_logged_model(self, model_id: str) -> None:
        """Put a logged model in the bin."""

    @act(
        "POST",
        "mlflow/logged-models/search",
        rule=Rule(Level.READ, "experiment", "experiment_ids"),
        returns="models",
        wire={"filter_string": "filter"},
    )
    @abstractmethod
    def search_logged_models(
        self,
        experiment_ids: list[str],
        filter_string: str | None = None,
        datasets: list[DatasetChoice] | None = None,
        max_results: int = 50,
        order_by: list[LoggedModelOrder] | None = None,
        page_token: str | None = None,
    ) -> PagedList[LoggedModel]:
        """List logged models of some experiments that match a filter; the newest first unless told otherwise."""

    @act("PATCH", "mlflow/logged-models/{model_id}/tags", rule=_EDIT, returns="model")
    @abstractmethod
    def set_logged_model_tags(self, model_id: str, tags: list[LoggedModelTag] | None = None) -> LoggedModel:
        """Set tags of a logged model."""

    @act("DELETE", "mlflow/logged-models/{model_id}/tags/{tag_key}", rule=_EDIT)
    @abstractmethod
    def delete_logged_model_tag(self, model_id: str, tag_key: str) -> None:
        """Remove a tag of a logged model."""

    @act("POST", "mlflow/logged-models/{model_id}/params", rule=_EDIT)
    @abstractmethod
    def log_logged_model_params(self, model_id: str, params: list[LoggedModelParameter] | None = None) -> None:
        """Record settings of a logged model."""

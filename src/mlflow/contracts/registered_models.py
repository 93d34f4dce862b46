"""What a store can do with registered models."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mlflow.contracts.acts import Level, Rule, act
from mlflow.contracts.limits import SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT
from mlflow.entities import ModelVersion, PagedList, RegisteredModel, RegisteredModelTag

_READ = Rule(Level.READ, "registered_model", "name")
_EDIT = Rule(Level.EDIT, "registered_model", "name")
_MANAGE = Rule(Level.MANAGE, "registered_model", "name")


class RegisteredModelStore(ABC):
    """Registered models: names under which versions are kept."""

    @act("POST", "mlflow/registered-models/create", rule=Rule(Level.EDIT, "server"), returns="registered_model")
    @abstractmethod
    def create_registered_model(
        self,
        name: str,
        tags: list[RegisteredModelTag] | None = None,
        description: str | None = None,
        deployment_job_id: str | None = None,
    ) -> RegisteredModel:
        """Create a registered model without versions.

        Raises:
            ResourceAlreadyExists: The name is taken.
            InvalidParameterValue: The name is empty, overlong or holds ``/`` or ``:``.
        """

    @act("GET", "mlflow/registered-models/get", rule=_READ, returns="registered_model")
    @abstractmethod
    def get_registered_model(self, name: str) -> RegisteredModel:
        """Return a registered model with the newest version of each stage.

        Raises:
            ResourceDoesNotExist: There is none of that name.
        """

    @act("POST", "mlflow/registered-models/rename", rule=_MANAGE, returns="registered_model")
    @abstractmethod
    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        """Give a registered model, with all its versions, another name."""

    @act("PATCH", "mlflow/registered-models/update", rule=_EDIT, returns="registered_model")
    @abstractmethod
    def update_registered_model(
        self, name: str, description: str | None = None, deployment_job_id: str | None = None
    ) -> RegisteredModel:
        """Change the description of a registered model."""

    @act("DELETE", "mlflow/registered-models/delete", rule=_MANAGE)
    @abstractmethod
    def delete_registered_model(self, name: str) -> None:
        """Delete a registered model and all its versions."""

    @act(
        "GET",
        "mlflow/registered-models/search",
        rule=Rule(Level.READ, "registered_model"),
        returns="registered_models",
        also=(("GET", "mlflow/registered-models/list"),),
        wire={"filter_string": "filter"},
    )
    @abstractmethod
    def search_registered_models(
        self,
        filter_string: str | None = None,
        max_results: int = SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[RegisteredModel]:
        """List registered models that match a filter, by name unless told otherwise; at most 1,000 per page."""

    @act(
        "POST",
        "mlflow/registered-models/get-latest-versions",
        rule=_READ,
        returns="model_versions",
        also=(("GET", "mlflow/registered-models/get-latest-versions"),),
    )
    @abstractmethod
    def get_latest_versions(self, name: str, stages: list[str] | None = None) -> list[ModelVersion]:
        """The newest version of each stage, or of the stages given."""

    @act("POST", "mlflow/registered-models/set-tag", rule=_EDIT)
    @abstractmethod
    def set_registered_model_tag(self, name: str, key: str, value: str) -> None:
        """Set a tag of a registered model."""

    @act("DELETE", "mlflow/registered-models/delete-tag", rule=_EDIT)
    @abstractmethod
    def delete_registered_model_tag(self, name: str, key: str) -> None:
        """Remove a tag of a registered model."""

    @act("POST", "mlflow/registered-models/alias", rule=_EDIT)
    @abstractmethod
    def set_registered_model_alias(self, name: str, alias: str, version: str) -> None:
        """Let an alias point at a version; it points at one only.

        Args:
            name: The registered model.
            alias: Letters, digits, ``_`` and ``-``; not ``latest`` and not ``v`` with a number.
            version: The version's number.
        """

    @act("DELETE", "mlflow/registered-models/alias", rule=_EDIT)
    @abstractmethod
    def delete_registered_model_alias(self, name: str, alias: str) -> None:
        """Remove an alias."""

    @act("GET", "mlflow/registered-models/alias", rule=_READ, returns="model_version")
    @abstractmethod
    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """The version an alias points at."""

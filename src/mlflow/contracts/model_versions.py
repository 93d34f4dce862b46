"""What a store can do with versions of registered models."""

from __future__ import annotations

from abc import ABC, abstractmethod

from mlflow.contracts.acts import Level, Rule, act
from mlflow.contracts.limits import SEARCH_MODEL_VERSION_MAX_RESULTS_DEFAULT
from mlflow.entities import ModelVersion, ModelVersionTag, PagedList

_READ = Rule(Level.READ, "registered_model", "name")
_EDIT = Rule(Level.EDIT, "registered_model", "name")
_MANAGE = Rule(Level.MANAGE, "registered_model", "name")


class ModelVersionStore(ABC):
    """Versions of registered models."""

    @act("POST", "mlflow/model-versions/create", rule=_EDIT, returns="model_version")
    @abstractmethod
    def create_model_version(
        self,
        name: str,
        source: str,
        run_id: str | None = None,
        tags: list[ModelVersionTag] | None = None,
        run_link: str | None = None,
        description: str | None = None,
        model_id: str | None = None,
    ) -> ModelVersion:
        """Register the next version of a model.

        Args:
            name: The registered model.
            source: URI of the model's files.
            run_id: The run that made it.
            tags: Notes to set.
            run_link: Address of the run where it lives elsewhere.
            description: Markdown.
            model_id: The logged model it is made from.

        Raises:
            ResourceDoesNotExist: There is no such registered model.
            InvalidParameterValue: The source is not a place whose files the caller may have served.
        """

    @act("GET", "mlflow/model-versions/get", rule=_READ, returns="model_version")
    @abstractmethod
    def get_model_version(self, name: str, version: str) -> ModelVersion:
        """Return a version.

        Raises:
            ResourceDoesNotExist: There is no such version.
            InvalidParameterValue: The version is not a number.
        """

    @act("PATCH", "mlflow/model-versions/update", rule=_EDIT, returns="model_version")
    @abstractmethod
    def update_model_version(self, name: str, version: str, description: str | None = None) -> ModelVersion:
        """Change the description of a version."""

    @act("POST", "mlflow/model-versions/transition-stage", rule=_MANAGE, returns="model_version")
    @abstractmethod
    def transition_model_version_stage(
        self, name: str, version: str, stage: str, archive_existing_versions: bool = False
    ) -> ModelVersion:
        """Move a version to a stage.

        Args:
            name: The registered model.
            version: The version's number.
            stage: ``None``, ``Staging``, ``Production`` or ``Archived``, in any case.
            archive_existing_versions: Move the versions that are in that stage to ``Archived``.
        """

    @act("DELETE", "mlflow/model-versions/delete", rule=_MANAGE)
    @abstractmethod
    def delete_model_version(self, name: str, version: str) -> None:
        """Delete a version; its number is not used again."""

    @act(
        "GET",
        "mlflow/model-versions/search",
        rule=Rule(Level.READ, "registered_model"),
        returns="model_versions",
        wire={"filter_string": "filter"},
    )
    @abstractmethod
    def search_model_versions(
        self,
        filter_string: str | None = None,
        max_results: int = SEARCH_MODEL_VERSION_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[ModelVersion]:
        """List versions that match a filter; the last updated first unless told otherwise."""

    @act("GET", "mlflow/model-versions/get-download-uri", rule=_READ, returns="artifact_uri")
    @abstractmethod
    def get_model_version_download_uri(self, name: str, version: str) -> str:
        """URI from which a version's files can be read."""

    @act("POST", "mlflow/model-versions/set-tag", rule=_EDIT)
    @abstractmethod
    def set_model_version_tag(self, name: str, version: str, key: str, value: str) -> None:
        """Set a tag of a version."""

    @act("DELETE", "mlflow/model-versions/delete-tag", rule=_EDIT)
    @abstractmethod
    def delete_model_version_tag(self, name: str, version: str, key: str) -> None:
        """Remove a tag of a version."""

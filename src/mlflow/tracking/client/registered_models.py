"""Registered models: names under which versions are kept."""

from __future__ import annotations

from typing import Any

from mlflow.contracts.limits import SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT
from mlflow.entities import ModelVersion, PagedList, RegisteredModel, RegisteredModelTag
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.values import pairs


class RegisteredModelCalls(ClientBase):
    """What a client does with registered models."""

    def create_registered_model(
        self,
        name: str,
        tags: dict[str, Any] | None = None,
        description: str | None = None,
        deployment_job_id: str | None = None,
    ) -> RegisteredModel:
        """Create a registered model without versions.

        Raises:
            ResourceAlreadyExists: The name is taken.
        """
        return self._registry.create_registered_model(
            name, pairs(RegisteredModelTag, tags), description, deployment_job_id
        )

    def get_registered_model(self, name: str) -> RegisteredModel:
        """Return a registered model with the newest version of each stage.

        Raises:
            ResourceDoesNotExist: There is none of that name.
        """
        return self._registry.get_registered_model(name)

    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        """Give a registered model, with all its versions, another name."""
        return self._registry.rename_registered_model(name, new_name)

    def update_registered_model(
        self, name: str, description: str | None = None, deployment_job_id: str | None = None
    ) -> RegisteredModel:
        """Change the description of a registered model."""
        return self._registry.update_registered_model(name, description, deployment_job_id)

    def delete_registered_model(self, name: str) -> None:
        """Delete a registered model and all its versions."""
        self._registry.delete_registered_model(name)

    def search_registered_models(
        self,
        filter_string: str | None = None,
        max_results: int = SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[RegisteredModel]:
        """List registered models that match a filter.

        Args:
            filter_string: Such as ``"name LIKE 'wine%' AND tags.team = 'cellar'"``.
            max_results: At most so many per page.
            order_by: Such as ``["last_updated_timestamp DESC"]``; by name where None.
            page_token: ``token`` of the page before.
        """
        return self._registry.search_registered_models(filter_string, max_results, order_by, page_token)

    def list_registered_models(
        self, max_results: int = SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT, page_token: str | None = None
    ) -> PagedList[RegisteredModel]:
        """List registered models; MLflow 1's name for :meth:`search_registered_models`."""
        return self.search_registered_models(None, max_results, None, page_token)

    def get_latest_versions(self, name: str, stages: list[str] | None = None) -> list[ModelVersion]:
        """The newest version of each stage, or of the stages given."""
        return self._registry.get_latest_versions(name, stages)

    def set_registered_model_tag(self, name: str, key: str, value: Any) -> None:
        """Set a tag of a registered model; the value is kept as text."""
        self._registry.set_registered_model_tag(name, key, str(value))

    def delete_registered_model_tag(self, name: str, key: str) -> None:
        """Remove a tag of a registered model."""
        self._registry.delete_registered_model_tag(name, key)

    def set_registered_model_alias(self, name: str, alias: str, version: str | int) -> None:
        """Let an alias point at a version; it points at one only."""
        self._registry.set_registered_model_alias(name, alias, str(version))

    def delete_registered_model_alias(self, name: str, alias: str) -> None:
        """Remove an alias."""
        self._registry.delete_registered_model_alias(name, alias)

    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """The version an alias points at."""
        return self._registry.get_model_version_by_alias(name, alias)

"""Versions of registered models."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from mlflow.contracts.limits import SEARCH_MODEL_VERSION_MAX_RESULTS_DEFAULT
from mlflow.entities import ModelVersion, ModelVersionTag, PagedList
from mlflow.entities.model_registry.stages import ALL_STAGES
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceAlreadyExists
from mlflow.tracking.client.base import ClientBase
from mlflow.tracking.places import version_of
from mlflow.tracking.values import pairs
from mlflow.uris import parse_models_uri

_PENDING = "PENDING_REGISTRATION"


class ModelVersionCalls(ClientBase):
    """What a client does with versions of registered models."""

    def create_model_version(
        self,
        name: str,
        source: str,
        run_id: str | None = None,
        tags: dict[str, Any] | None = None,
        run_link: str | None = None,
        description: str | None = None,
        await_creation_for: int | None = 300,
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
            await_creation_for: Seconds to wait for a version that is not ready at once; None or 0 not to wait.
            model_id: The logged model it is made from.

        Raises:
            ResourceDoesNotExist: There is no such registered model.
        """
        made = self._registry.create_model_version(
            name, str(source), run_id, pairs(ModelVersionTag, tags), run_link, description, model_id
        )
        return self._awaited(made, await_creation_for) if await_creation_for else made

    def _awaited(self, version: ModelVersion, seconds: float) -> ModelVersion:
        end = time.monotonic() + seconds
        while version.status == _PENDING:
            if time.monotonic() > end:
                raise MlflowException(
                    f"Version {version.version} of {version.name!r} was not ready within {seconds} seconds."
                )
            time.sleep(0.5)
            version = self._registry.get_model_version(version.name, str(version.version))
        if version.status != "READY":
            raise MlflowException(
                f"Version {version.version} of {version.name!r} could not be made: {version.status_message}"
            )
        return version

    def copy_model_version(self, src_model_uri: str, dst_name: str) -> ModelVersion:
        """Register a version under another name too; the name is made where it is missing.

        Args:
            src_model_uri: ``models:/<name>/<version>`` or ``models:/<name>@<alias>``.
            dst_name: The other registered model.
        """
        uri = parse_models_uri(src_model_uri)
        if uri is None or uri.name is None:
            raise InvalidParameterValue(f"{src_model_uri!r} names no version; give models:/<name>/<version>.")
        source = version_of(uri, self._registry)
        with contextlib.suppress(ResourceAlreadyExists):
            self._registry.create_registered_model(dst_name)
        return self.create_model_version(
            dst_name,
            f"models:/{source.name}/{source.version}",
            source.run_id,
            dict(source.tags),
            source.run_link,
            source.description,
            model_id=source.model_id,
        )

    def update_model_version(self, name: str, version: str | int, description: str | None = None) -> ModelVersion:
        """Change the description of a version."""
        return self._registry.update_model_version(name, str(version), description)

    def transition_model_version_stage(
        self, name: str, version: str | int, stage: str, archive_existing_versions: bool = False
    ) -> ModelVersion:
        """Move a version to a stage.

        Args:
            name: The registered model.
            version: The version's number.
            stage: ``None``, ``Staging``, ``Production`` or ``Archived``.
            archive_existing_versions: Move the versions that are in that stage to ``Archived``.
        """
        return self._registry.transition_model_version_stage(name, str(version), stage, archive_existing_versions)

    def delete_model_version(self, name: str, version: str | int) -> None:
        """Delete a version; its number is not used again."""
        self._registry.delete_model_version(name, str(version))

    def get_model_version(self, name: str, version: str | int) -> ModelVersion:
        """Return a version.

        Raises:
            ResourceDoesNotExist: There is no such version.
        """
        return self._registry.get_model_version(name, str(version))

    def get_model_version_download_uri(self, name: str, version: str | int) -> str:
        """URI from which a version's files can be read."""
        return self._registry.get_model_version_download_uri(name, str(version))

    def get_model_version_stages(self, name: str, version: str | int) -> list[str]:
        """The stages there are."""
        return list(ALL_STAGES)

    def search_model_versions(
        self,
        filter_string: str | None = None,
        max_results: int = SEARCH_MODEL_VERSION_MAX_RESULTS_DEFAULT,
        order_by: list[str] | None = None,
        page_token: str | None = None,
    ) -> PagedList[ModelVersion]:
        """List versions that match a filter.

        Args:
            filter_string: Such as ``"name = 'wine' AND tags.checked = 'yes'"``.
            max_results: At most so many per page.
            order_by: Such as ``["version_number DESC"]``; the last updated first where None.
            page_token: ``token`` of the page before.
        """
        return self._registry.search_model_versions(filter_string, max_results, order_by, page_token)

    def set_model_version_tag(
        self,
        name: str,
        version: str | int | None = None,
        key: str | None = None,
        value: Any = None,
        stage: str | None = None,
    ) -> None:
        """Set a tag of a version, or of the newest version in a stage; the value is kept as text."""
        self._registry.set_model_version_tag(name, self._number(name, version, stage), _needed(key), str(value))

    def delete_model_version_tag(
        self, name: str, version: str | int | None = None, key: str | None = None, stage: str | None = None
    ) -> None:
        """Remove a tag of a version, or of the newest version in a stage."""
        self._registry.delete_model_version_tag(name, self._number(name, version, stage), _needed(key))

    def _number(self, name: str, version: str | int | None, stage: str | None) -> str:
        if (version is None) == (stage is None):
            raise InvalidParameterValue("Give either the version or a stage.")
        if stage is None:
            return str(version)
        newest = self._registry.get_latest_versions(name, [stage])
        if not newest:
            raise InvalidParameterValue(f"No version of {name!r} is in the stage {stage!r}.")
        return str(newest[0].version)


def _needed(key: str | None) -> str:
    if key is None:
        raise InvalidParameterValue("A tag needs a key.")
    return key

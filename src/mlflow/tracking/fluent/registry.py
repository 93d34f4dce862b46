"""Registered models and versions, without a client."""

from __future__ import annotations

from typing import Any

from mlflow.contracts.limits import (
    SEARCH_MODEL_VERSION_MAX_RESULTS_DEFAULT,
    SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT,
)
from mlflow.entities import ModelVersion, RegisteredModel
from mlflow.tracking.fluent.current import current_client
from mlflow.tracking.pages import all_pages


def search_registered_models(
    max_results: int | None = None, filter_string: str | None = None, order_by: list[str] | None = None
) -> list[RegisteredModel]:
    """List registered models that match a filter.

    Args:
        max_results: At most so many; all where None.
        filter_string: Such as ``"name LIKE 'wine%' AND tags.team = 'cellar'"``.
        order_by: Such as ``["last_updated_timestamp DESC"]``; by name where None.
    """
    client = current_client()
    return all_pages(
        lambda size, token: client.search_registered_models(filter_string, size, order_by, token),
        SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT,
        max_results,
    )


def search_model_versions(
    max_results: int | None = None, filter_string: str | None = None, order_by: list[str] | None = None
) -> list[ModelVersion]:
    """List versions that match a filter.

    Args:
        max_results: At most so many; all where None.
        filter_string: Such as ``"name = 'wine' AND tags.checked = 'yes'"``.
        order_by: Such as ``["version_number DESC"]``; the last updated first where None.
    """
    client = current_client()
    return all_pages(
        lambda size, token: client.search_model_versions(filter_string, size, order_by, token),
        SEARCH_MODEL_VERSION_MAX_RESULTS_DEFAULT,
        max_results,
    )


def set_model_version_tag(
    name: str, version: str | int | None = None, key: str | None = None, value: Any = None
) -> None:
    """Set a tag of a version; the value is kept as text."""
    current_client().set_model_version_tag(name, version, key, value)

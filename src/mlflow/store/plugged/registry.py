"""What a package that keeps registered models must offer: MLflow's base class of registry stores."""

from __future__ import annotations

from typing import Any

from mlflow.exceptions import MlflowNotImplementedException

_ACTS = (
    "copy_model_version create_model_version create_registered_model delete_model_version delete_model_version_tag "
    "delete_registered_model delete_registered_model_alias delete_registered_model_tag get_latest_versions "
    "get_model_version get_model_version_by_alias get_model_version_download_uri get_registered_model "
    "rename_registered_model search_model_versions search_registered_models set_model_version_tag "
    "set_registered_model_alias set_registered_model_tag transition_model_version_stage update_model_version "
    "update_registered_model"
)


class AbstractStore:
    """The base class of registry stores of plug-ins; methods that one leaves out say so when they are called.

    A plug-in of the group ``mlflow.model_registry_store`` is a function of ``(store_uri, tracking_uri)`` that returns
    one.

    Args:
        store_uri: The address that was set.
        tracking_uri: Where runs are kept.
    """

    def __init__(self, store_uri: str | None = None, tracking_uri: str | None = None) -> None:
        self.store_uri = store_uri
        self.tracking_uri = tracking_uri

    def __getattr__(self, name: str) -> Any:
        if name in _ACTS.split():
            raise MlflowNotImplementedException(f"The registry {type(self).__qualname__} of a plug-in has no {name}().")
        raise AttributeError(name)

"""Which function makes the store of which address, as code for MLflow asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mlflow.exceptions import MlflowException
from mlflow.plugins import plugins
from mlflow.uris import scheme_of

#: Makes the store of an address.
Builder = Callable[..., Any]


class UnsupportedModelRegistryStoreURIException(MlflowException):
    """No store is known for an address.

    Args:
        unsupported_uri: The address.
        supported_uri_schemes: Schemes for which there is one.
    """

    def __init__(self, unsupported_uri: str, supported_uri_schemes: list[str]) -> None:
        super().__init__(
            f"No store is known for {unsupported_uri!r}. Schemes with one: {', '.join(sorted(supported_uri_schemes))}.",
            error_code="INVALID_PARAMETER_VALUE",
        )
        self.supported_uri_schemes = supported_uri_schemes


class StoreRegistry:
    """Functions that make stores, by the scheme of their addresses.

    Args:
        group_name: The group in which installed packages announce theirs.
    """

    def __init__(self, group_name: str) -> None:
        self.group_name = group_name
        self._registry: dict[str, Builder] = {}

    def register(self, scheme: str, store_builder: Builder) -> None:
        """Let a function make the stores of a scheme.

        Args:
            scheme: Such as ``"postgresql"``.
            store_builder: A function of the address.
        """
        self._registry[scheme] = store_builder

    def register_entrypoints(self) -> None:
        """Register what installed packages announce; each is imported when it is asked for."""
        for plugin in plugins(self.group_name):
            self._registry[plugin.name] = lambda *given, _of=plugin, **named: _of.load()(*given, **named)

    def get_store_builder(self, store_uri: str) -> Builder:
        """The function that makes the store of an address.

        Raises:
            UnsupportedModelRegistryStoreURIException: There is none.
        """
        scheme = store_uri if store_uri in ("databricks", "databricks-uc") else scheme_of(store_uri).split("+")[0]
        found = self._registry.get(scheme)
        if found is None:
            raise UnsupportedModelRegistryStoreURIException(store_uri, list(self._registry))
        return found

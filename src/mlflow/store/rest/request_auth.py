"""Plug-ins that sign requests, chosen by name with ``MLFLOW_TRACKING_AUTH``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from mlflow.exceptions import InvalidParameterValue
from mlflow.plugins import REQUEST_AUTH, loaded

REQUEST_AUTH_PROVIDER_ENTRYPOINT = REQUEST_AUTH


class RequestAuthProvider(ABC):
    """Gives what signs requests; the base class of plug-ins."""

    @abstractmethod
    def get_name(self) -> str:
        """What ``MLFLOW_TRACKING_AUTH`` calls it."""

    @abstractmethod
    def get_auth(self) -> Any:
        """A callable that is given each request and sets its ``headers``, or a pair ``(name, password)``."""


class RequestAuthProviderRegistry:
    """The providers there are."""

    def __init__(self) -> None:
        self._registry: list[RequestAuthProvider] = []

    def register(self, request_auth_provider: type[RequestAuthProvider]) -> None:
        """Add a provider, by its class."""
        self._registry.append(request_auth_provider())

    def register_entrypoints(self) -> None:
        """Add those that installed packages announce in the group ``mlflow.request_auth_provider``."""
        for _, provider in loaded(REQUEST_AUTH_PROVIDER_ENTRYPOINT):
            self.register(provider)

    def __iter__(self) -> Iterator[RequestAuthProvider]:
        return iter(self._registry)


_request_auth_provider_registry = RequestAuthProviderRegistry()
_asked_others = False


def fetch_auth(request_auth: str) -> Any:
    """What the provider of a name signs with.

    Raises:
        InvalidParameterValue: There is no such provider.
    """
    global _asked_others
    if not _asked_others:
        _asked_others = True
        _request_auth_provider_registry.register_entrypoints()
    for provider in _request_auth_provider_registry:
        if provider.get_name() == request_auth:
            return provider.get_auth()
    known = sorted(provider.get_name() for provider in _request_auth_provider_registry)
    raise InvalidParameterValue(
        f"MLFLOW_TRACKING_AUTH is {request_auth!r}, and no installed plug-in has that name"
        + (f"; there are {', '.join(known)}." if known else ". Install the package that has it, or unset the variable.")
    )

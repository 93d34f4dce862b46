"""Headers that every request carries, also those that other packages add."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from mlflow.plugins import REQUEST_HEADER, loaded
from mlflow.version import PENSTOCK_VERSION, VERSION

_log = logging.getLogger(__name__)
_USER_AGENT = f"mlflow-python-client/{VERSION} penstock/{PENSTOCK_VERSION}"


class RequestHeaderProvider(ABC):
    """Adds headers to every request to a tracking server; the base class of plug-ins."""

    @abstractmethod
    def in_context(self) -> bool:
        """Whether there is something to add now."""

    @abstractmethod
    def request_headers(self) -> Mapping[str, str]:
        """Headers by name."""


class DefaultRequestHeaderProvider(RequestHeaderProvider):
    """Says which client asks."""

    def in_context(self) -> bool:
        return True

    def request_headers(self) -> dict[str, str]:
        return {"User-Agent": _USER_AGENT}


class RequestHeaderProviderRegistry:
    """The providers that are asked, in order."""

    def __init__(self) -> None:
        self._registry: list[RequestHeaderProvider] = []

    def register(self, request_header_provider: type[RequestHeaderProvider]) -> None:
        """Add a provider, by its class."""
        self._registry.append(request_header_provider())

    def register_entrypoints(self) -> None:
        """Add those that installed packages announce in the group ``mlflow.request_header_provider``."""
        for plugin, provider in loaded(REQUEST_HEADER):
            try:
                self.register(provider)
            except Exception as error:
                _log.warning("The plug-in %r of %s cannot be used: %s", plugin.name, plugin.package, error)

    def __iter__(self) -> Iterator[RequestHeaderProvider]:
        return iter(self._registry)


_request_header_provider_registry = RequestHeaderProviderRegistry()
_request_header_provider_registry.register(DefaultRequestHeaderProvider)
_asked_others = False


def plain_headers(request_headers: Mapping[str, str] | None = None) -> dict[str, str]:
    """Headers for a server that is not to know who asks: what plug-ins add may be just that.

    Args:
        request_headers: Headers that win.
    """
    return {**DefaultRequestHeaderProvider().request_headers(), **(request_headers or {})}


def resolve_request_headers(request_headers: Mapping[str, str] | None = None) -> dict[str, str]:
    """All headers that the providers add; what several give is joined with a blank.

    Args:
        request_headers: Headers that win.
    """
    global _asked_others
    if not _asked_others:
        _asked_others = True
        _request_header_provider_registry.register_entrypoints()
    headers: dict[str, str] = {}
    for provider in _request_header_provider_registry:
        try:
            if provider.in_context():
                for name, value in provider.request_headers().items():
                    headers[name] = f"{headers[name]} {value}" if name in headers else value
        except Exception as error:  # a plug-in must not keep anybody from logging
            _log.warning("%s gave no headers: %s", type(provider).__name__, error)
    return {**headers, **(request_headers or {})}

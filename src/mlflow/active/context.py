"""Tags that say where a run comes from, by the providers that are asked for them."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

from mlflow import plugins
from mlflow.active.origin import commit_of, source_name, tags_of_environment, user
from mlflow.entities import SourceType, tag_names
from mlflow.environment_variables import MLFLOW_RUN_CONTEXT

_log = logging.getLogger(__name__)

#: Name of the variable that adds tags.
MLFLOW_RUN_CONTEXT_ENV_VAR = MLFLOW_RUN_CONTEXT.name


class RunContextProvider(ABC):
    """Adds tags to new runs; the base class of plug-ins."""

    @abstractmethod
    def in_context(self) -> bool:
        """Whether it has tags to add now."""

    @abstractmethod
    def tags(self) -> Mapping[str, Any]:
        """The tags; values are kept as text."""


class DefaultRunContext(RunContextProvider):
    """Who runs which script."""

    def in_context(self) -> bool:
        return True

    def tags(self) -> dict[str, str]:
        return {
            tag_names.MLFLOW_USER: user(),
            tag_names.MLFLOW_SOURCE_NAME: source_name(),
            tag_names.MLFLOW_SOURCE_TYPE: SourceType.to_string(SourceType.LOCAL),
        }


class GitRunContext(RunContextProvider):
    """The commit that is checked out where the script lies."""

    def __init__(self) -> None:
        self._commit = commit_of(source_name())

    def in_context(self) -> bool:
        return self._commit is not None

    def tags(self) -> dict[str, str]:
        return {tag_names.MLFLOW_GIT_COMMIT: self._commit} if self._commit is not None else {}


class SystemEnvironmentContext(RunContextProvider):
    """The tags of ``MLFLOW_RUN_CONTEXT``."""

    def in_context(self) -> bool:
        return MLFLOW_RUN_CONTEXT.is_set()

    def tags(self) -> dict[str, str]:
        return tags_of_environment()


class RunContextProviderRegistry:
    """The providers that are asked, each anew for every run; of those that give the same tag the last wins."""

    def __init__(self) -> None:
        self._registry: list[type[RunContextProvider]] = []

    def register(self, run_context_provider_cls: type[RunContextProvider]) -> None:
        """Add a provider, by its class."""
        self._registry.append(run_context_provider_cls)

    def register_entrypoints(self) -> None:
        """Add those that installed packages bring, in the group ``mlflow.run_context_provider``."""
        for _, provider in plugins.loaded(plugins.RUN_CONTEXT):
            self.register(provider)

    def __iter__(self) -> Iterator[RunContextProvider]:
        for provider in self._registry:
            try:
                yield provider()
            except Exception as error:  # of foreign code, which must not keep a run from starting
                _log.warning("%s cannot be asked for tags: %s", _name(provider), error)


_run_context_provider_registry = RunContextProviderRegistry()
for _provider in (DefaultRunContext, GitRunContext, SystemEnvironmentContext):
    _run_context_provider_registry.register(_provider)
_asked_others = False


def resolve_tags(
    tags: Mapping[str, Any] | None = None, ignore: list[type[RunContextProvider]] | None = None
) -> dict[str, Any]:
    """All tags that the providers give.

    Args:
        tags: Tags that win.
        ignore: Classes of providers that are not asked.
    """
    global _asked_others
    if not _asked_others:
        _asked_others = True
        _run_context_provider_registry.register_entrypoints()
    found: dict[str, Any] = {}
    for provider in _run_context_provider_registry:
        if any(isinstance(provider, each) for each in ignore or ()):
            continue
        try:
            if provider.in_context():
                found.update({key: str(value) for key, value in provider.tags().items()})
        except Exception as error:
            _log.warning("%s gives no tags: %s", _name(type(provider)), error)
    return {**found, **(tags or {})}


def _name(provider: Any) -> str:
    return str(getattr(provider, "__qualname__", provider))


def context_tags() -> dict[str, str]:
    """The tags that every new run has."""
    return resolve_tags()

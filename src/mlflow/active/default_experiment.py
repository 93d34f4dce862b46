"""The experiment that plug-ins choose where neither the program nor the environment does."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator

from mlflow import plugins

_log = logging.getLogger(__name__)

#: The experiment of runs for which none is chosen at all.
DEFAULT_EXPERIMENT_ID = "0"


class DefaultExperimentProvider(ABC):
    """Chooses the experiment of new runs; the base class of plug-ins."""

    @abstractmethod
    def in_context(self) -> bool:
        """Whether it has one to choose now."""

    @abstractmethod
    def get_experiment_id(self) -> str:
        """Its id."""


class DefaultExperimentProviderRegistry:
    """The providers that are asked; the first that has an experiment counts."""

    def __init__(self) -> None:
        self._registry: list[DefaultExperimentProvider] = []

    def register(self, default_experiment_provider_cls: type[DefaultExperimentProvider]) -> None:
        """Add a provider, by its class."""
        self._registry.append(default_experiment_provider_cls())

    def register_entrypoints(self) -> None:
        """Add those that installed packages bring, in the group ``mlflow.default_experiment_provider``."""
        for plugin, provider in plugins.loaded(plugins.DEFAULT_EXPERIMENT):
            try:
                self.register(provider)
            except Exception as error:  # of foreign code, which must not keep a run from starting
                _log.warning("The plug-in %r of %s cannot be used: %s", plugin.name, plugin.package, error)

    def __iter__(self) -> Iterator[DefaultExperimentProvider]:
        return iter(self._registry)


_default_experiment_provider_registry = DefaultExperimentProviderRegistry()
_asked_others = False


def get_experiment_id() -> str:
    """The experiment that a provider chooses, else ``"0"``."""
    global _asked_others
    if not _asked_others:
        _asked_others = True
        _default_experiment_provider_registry.register_entrypoints()
    for provider in _default_experiment_provider_registry:
        try:
            if provider.in_context():
                return str(provider.get_experiment_id())
        except Exception as error:
            _log.warning("%s chooses no experiment: %s", type(provider).__qualname__, error)
    return DEFAULT_EXPERIMENT_ID

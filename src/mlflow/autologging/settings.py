"""What is to be logged of each library, and whether at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from mlflow.environment_variables import MLFLOW_AUTOLOGGING_TESTING

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """How one library is logged; the fields are the arguments that all ``autolog`` functions share.

    Attributes:
        options: Arguments of this library alone.
        by_user: Whether the library's own function set this; ``mlflow.autolog`` then leaves it.
    """

    log_input_examples: bool = False
    log_model_signatures: bool = True
    log_models: bool = True
    log_datasets: bool = True
    disable: bool = False
    exclusive: bool = False
    disable_for_unsupported_versions: bool = False
    silent: bool = False
    extra_tags: Mapping[str, str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    by_user: bool = True

    def option(self, name: str, default: Any = None) -> Any:
        """An argument of this library alone."""
        return self.options.get(name, default)


_settings: dict[str, Settings] = {}
_unsupported: set[str] = set()
_told: set[tuple[str, str, type]] = set()


def configure(library: str, settings: Settings) -> bool:
    """Set how a library is logged; returns whether that took effect.

    What the library's own function said stays when ``mlflow.autolog`` speaks for all libraries.
    """
    before = _settings.get(library)
    if before is not None and before.by_user and not settings.by_user:
        return False
    _settings[library] = settings
    return True


def configured(library: str) -> Settings | None:
    """What was set for a library, None when nothing was."""
    return _settings.get(library)


def enabled(library: str) -> Settings | None:
    """The settings of a library that is to be logged; None when it is not."""
    settings = _settings.get(library)
    if settings is None or settings.disable:
        return None
    if library in _unsupported and settings.disable_for_unsupported_versions:
        return None
    return settings


def mark_unsupported(library: str, version: str, supported: str) -> None:
    """Remember that the installed version of a library is outside those that are known to work."""
    _unsupported.add(library)
    settings = _settings.get(library)
    if settings is not None and not settings.silent and not settings.disable:
        ends = "is off for it" if settings.disable_for_unsupported_versions else "may fail; training is not touched"
        _log.warning("Autologging is known to work with %s %s; with %s it %s.", library, supported, version, ends)


@contextmanager
def suspended(*libraries: str) -> Iterator[None]:
    """Log none of these libraries within the block; all that are set when none is named."""
    before = {name: _settings[name] for name in libraries or tuple(_settings) if name in _settings}
    _settings.update({name: replace(each, disable=True) for name, each in before.items()})
    try:
        yield
    finally:
        _settings.update(before)


@contextmanager
def harmless(library: str, what: str) -> Iterator[None]:
    """Keep an error of logging from the training around it; said once per kind.

    With ``MLFLOW_AUTOLOGGING_TESTING`` set the error is raised, so that tests see it.
    """
    try:
        yield
    except Exception as error:
        if MLFLOW_AUTOLOGGING_TESTING.get():
            raise
        settings = _settings.get(library)
        kind = (library, what, type(error))
        if kind not in _told and not (settings is not None and settings.silent):
            _told.add(kind)
            _log.warning("Autologging of %s could not %s; training goes on. %s: %s",
                         library, what, type(error).__name__, error)  # fmt: skip
        _log.debug("Autologging of %s could not %s", library, what, exc_info=True)

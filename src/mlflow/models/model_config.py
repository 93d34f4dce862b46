"""Settings of a model written as code: one set while it is developed, another where it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from mlflow.exceptions import InvalidParameterValue
from mlflow.yaml_files import read_yaml

_config: ContextVar[Mapping[str, Any] | None] = ContextVar("mlflow_model_config", default=None)


class MissingSetting(InvalidParameterValue, KeyError):
    """A setting that the configuration lacks; a ``KeyError`` as well, as of a dictionary."""

    __str__ = Exception.__str__  # that of KeyError shows a repr


def read_config(given: str | Path | Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Settings that a user gave as a dictionary or as the path of a YAML file.

    Raises:
        InvalidParameterValue: It is neither.
    """
    if given is None:
        return None
    if isinstance(given, str | Path):
        if not Path(given).is_file():
            raise InvalidParameterValue(f"There is no configuration file {str(given)!r}.")
        given = read_yaml(Path(given))
    if not isinstance(given, Mapping):
        raise InvalidParameterValue("A model's configuration is a dictionary, or a YAML file that holds one.")
    return dict(given)


@contextmanager
def configured(settings: Mapping[str, Any] | None) -> Iterator[None]:
    """Let :class:`ModelConfig` give these settings while a model's code runs."""
    token = _config.set(settings)
    try:
        yield
    finally:
        _config.reset(token)


class ModelConfig:
    """The settings of a model written as code.

    Args:
        development_config: What holds while the code is run by itself: a dictionary or the path of a YAML file. When
            the model is loaded, the settings it was logged or loaded with hold instead.
    """

    def __init__(self, *, development_config: str | dict[str, Any] | None = None) -> None:
        settings = _config.get()
        self._settings = dict(settings) if settings is not None else read_config(development_config)

    def get(self, key: str) -> Any:
        """The value of a setting.

        Raises:
            MissingSetting: There is no such setting.
            InvalidParameterValue: There are none.
        """
        settings = self.to_dict()
        if key not in settings:
            raise MissingSetting(f"The configuration has no {key!r}; it has {sorted(settings)}.")
        return settings[key]

    def to_dict(self) -> dict[str, Any]:
        """All settings.

        Raises:
            InvalidParameterValue: There are none.
        """
        if self._settings is None:
            raise InvalidParameterValue(
                "The model has no configuration: give development_config, or model_config when logging or loading it."
            )
        return dict(self._settings)

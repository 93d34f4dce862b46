"""Which evaluators there are, and which of them a call of ``mlflow.evaluate`` asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mlflow import plugins
from mlflow.evaluation.built_in import (
    BuiltInEvaluator,
    ClassifierEvaluator,
    DefaultEvaluator,
    RegressorEvaluator,
    ShapEvaluator,
)
from mlflow.evaluation.evaluators import EvaluatorBundle, ModelEvaluator
from mlflow.exceptions import InvalidParameterValue

_BUILT_IN: tuple[type[BuiltInEvaluator], ...] = (
    DefaultEvaluator,
    ClassifierEvaluator,
    RegressorEvaluator,
    ShapEvaluator,
)
#: The name that stands for whatever is built in and fits the model's type.
_DEFAULT = DefaultEvaluator.name


class ModelEvaluatorRegistry:
    """Evaluators by name: those built in, those registered, and those of plug-ins, looked for on first use."""

    def __init__(self) -> None:
        self._known: dict[str, type[ModelEvaluator]] = {}
        self._built_in: set[str] = set()
        self._looked = False

    def register(self, scheme: str, evaluator: type[ModelEvaluator]) -> None:
        """Make an evaluator known by a name."""
        self._known[scheme] = evaluator

    def register_builtin(self, scheme: str, evaluator: type[ModelEvaluator]) -> None:
        """As :meth:`register`, for one that is part of MLflow."""
        self.register(scheme, evaluator)
        self._built_in.add(scheme)

    def register_entrypoints(self) -> None:
        """Register the evaluators of plug-ins (entry points ``mlflow.model_evaluator``); names that are taken stay."""
        self._looked = True
        for plugin, evaluator in plugins.loaded(plugins.EVALUATOR):
            self._known.setdefault(plugin.name, evaluator)

    def is_registered(self, name: str) -> bool:
        """Whether there is an evaluator of this name."""
        return name in self.names()

    def is_builtin(self, name: str) -> bool:
        """Whether the evaluator of this name is part of MLflow."""
        return name in self._built_in

    def names(self) -> list[str]:
        """Names of all evaluators, the built-in ones first."""
        if not self._looked:
            self.register_entrypoints()
        return list(self._known)

    def kind(self, name: str) -> type[ModelEvaluator]:
        """The class of the evaluator of this name.

        Raises:
            InvalidParameterValue: There is none.
        """
        if name not in self.names():
            raise InvalidParameterValue(f"There is no evaluator {name!r}; there are {self.names()}.")
        return self._known[name]

    def get_evaluator(self, evaluator_name: str) -> ModelEvaluator:
        """The evaluator of this name.

        Raises:
            InvalidParameterValue: There is none.
        """
        return self.kind(evaluator_name)()


_registry = _model_evaluation_registry = ModelEvaluatorRegistry()


def register_evaluators(module: Any) -> None:
    """Register what is built in and what plug-ins bring with a registry.

    Args:
        module: A registry, or a module that has one as ``_model_evaluation_registry``.
    """
    registry = getattr(module, "_model_evaluation_registry", module)
    for kind in _BUILT_IN:
        registry.register_builtin(kind.name, kind)
    registry.register_entrypoints()


for _kind in _BUILT_IN:
    _registry.register_builtin(_kind.name, _kind)


def list_evaluators() -> list[str]:
    """Names of all evaluators."""
    return _registry.names()


def resolve_evaluators_and_configs(
    evaluators: str | list[str] | None, evaluator_config: dict[str, Any] | None, model_type: str | None = None
) -> list[EvaluatorBundle]:
    """The evaluators that are asked, each with its configuration.

    Args:
        evaluators: One name, several, or None for all that know the model's type; ``default`` stands for those built
            in that do.
        evaluator_config: The configuration of a single one, or of each by its name.
        model_type: What the user said the model is.

    Raises:
        InvalidParameterValue: A name is not known, or the configuration does not fit the names.
    """
    if evaluator_config is not None and not isinstance(evaluator_config, dict):
        raise InvalidParameterValue(f"evaluator_config must be a dictionary, not {type(evaluator_config).__name__}.")
    config = evaluator_config or {}
    names = list_evaluators()
    if isinstance(evaluators, str):
        # One evaluator's configuration may stand under its name too.
        own = config[evaluators] if config.keys() == {evaluators} and isinstance(config[evaluators], dict) else config
        return list(_named(evaluators, own, model_type))
    by_name = bool(config) and config.keys() <= set(names) and all(isinstance(each, dict) for each in config.values())
    if evaluators is None:
        return list(_all(config, by_name, model_type))
    if config and not (by_name and config.keys() <= set(evaluators)):
        raise InvalidParameterValue(
            f"With several evaluators, evaluator_config has a dictionary for each by its name, among {evaluators}; "
            f"it has {sorted(map(str, config))}."
        )
    return [bundle for name in evaluators for bundle in _named(name, config.get(name, {}), model_type)]


def _all(config: dict[str, Any], by_name: bool, model_type: str | None) -> Iterator[EvaluatorBundle]:
    def own(name: str) -> dict[str, Any]:
        if not by_name:
            return config
        shared = config.get(_DEFAULT, {}) if _registry.is_builtin(name) else {}
        return config.get(name, shared)

    for kind in _fitting(own, model_type):
        yield EvaluatorBundle(kind.name, kind(), dict(own(kind.name)))
    for name in list_evaluators():
        kind_of_plugin = _registry.kind(name)
        if not _registry.is_builtin(name) and kind_of_plugin.can_evaluate(
            model_type=model_type, evaluator_config=own(name)
        ):
            yield EvaluatorBundle(name, kind_of_plugin(), dict(own(name)))


def _named(name: str, config: dict[str, Any], model_type: str | None) -> Iterator[EvaluatorBundle]:
    if name == _DEFAULT:
        for kind in _fitting(lambda _: config, model_type):
            yield EvaluatorBundle(kind.name, kind(), dict(config))
    else:
        yield EvaluatorBundle(name, _registry.get_evaluator(name), dict(config))


def _fitting(config_of: Callable[[str], dict[str, Any]], model_type: str | None) -> list[type[BuiltInEvaluator]]:
    """Those built in that know the model's type; the general one where no special one does."""
    able = [
        kind for kind in _BUILT_IN if kind.can_evaluate(model_type=model_type, evaluator_config=config_of(kind.name))
    ]
    return [kind for kind in able if kind is not DefaultEvaluator] or able

"""Who evaluates: the evaluators that are built in, and those that plug-ins bring."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from mlflow import plugins
from mlflow.exceptions import InvalidParameterValue

#: Names of MLflow's own; here they are one.
BUILT_IN = ("default", "classifier", "regressor", "shap")


class ModelEvaluator(ABC):
    """An evaluator of a plug-in."""

    @classmethod
    @abstractmethod
    def can_evaluate(cls, *, model_type: str | None, evaluator_config: dict[str, Any] | None, **kwargs: Any) -> bool:
        """Whether it knows models of this type.

        Args:
            model_type: What the user said the model is.
            evaluator_config: Its configuration.
            **kwargs: For what later versions add.
        """

    @abstractmethod
    def evaluate(
        self,
        *,
        model_type: str | None,
        dataset: Any,
        run_id: str,
        evaluator_config: dict[str, Any],
        model: Any = None,
        extra_metrics: Any = None,
        custom_artifacts: Any = None,
        predictions: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Evaluate, log what is found to the run, and return it as an :class:`~mlflow.evaluation.EvaluationResult`.

        Args:
            model_type: What the user said the model is.
            dataset: The data.
            run_id: Where to log.
            evaluator_config: Its configuration.
            model: The model, or None when predictions are part of the data.
            extra_metrics: Further metrics.
            custom_artifacts: Functions that make artifacts.
            predictions: Name of the column of predictions.
            **kwargs: For what later versions add.
        """


@dataclass
class EvaluatorBundle:
    """An evaluator with its configuration."""

    name: str
    evaluator: ModelEvaluator
    config: dict[str, Any]


_registered: dict[str, type[ModelEvaluator]] = {}
_looked = False


def register(name: str, evaluator: type[ModelEvaluator]) -> None:
    """Make an evaluator known by a name."""
    _registered[name] = evaluator


def _plugins() -> dict[str, type[ModelEvaluator]]:
    global _looked
    if not _looked:
        _looked = True
        for plugin, evaluator in plugins.loaded(plugins.EVALUATOR):
            _registered.setdefault(plugin.name, evaluator)
    return _registered


def list_evaluators() -> list[str]:
    """Names of all evaluators."""
    return [*BUILT_IN, *_plugins()]


def chosen(
    names: str | list[str] | None, config: dict[str, Any] | None, model_type: str | None
) -> tuple[dict[str, Any] | None, list[EvaluatorBundle]]:
    """The configuration of what is built in, None if it is not wanted, and the evaluators of plug-ins.

    Args:
        names: What the user named; None for all that can.
        config: One evaluator's configuration, or several by name.
        model_type: What the user said the model is.

    Raises:
        InvalidParameterValue: A name is not known, or the configuration is no dictionary.
    """
    if config is not None and not isinstance(config, dict):
        raise InvalidParameterValue(f"evaluator_config must be a dictionary, not {type(config).__name__}.")
    given = config or {}
    wanted = [names] if isinstance(names, str) else names
    unknown = sorted(set(wanted or ()) - set(list_evaluators()))
    if unknown:
        raise InvalidParameterValue(f"There is no evaluator {unknown}; there are {list_evaluators()}.")
    by_name = (
        bool(given) and given.keys() <= set(list_evaluators()) and all(isinstance(v, dict) for v in given.values())
    )

    def config_of(name: str) -> dict[str, Any]:
        return dict(given.get(name, {})) if by_name else dict(given)

    built_in: dict[str, Any] | None = None
    if wanted is None or set(wanted) & set(BUILT_IN):
        built_in = {}
        for name in BUILT_IN:
            built_in |= config_of(name)
    bundles = []
    for name, kind in _plugins().items():
        if wanted is not None and name not in wanted:
            continue
        mine = config_of(name)
        if kind.can_evaluate(model_type=model_type, evaluator_config=mine):
            bundles.append(EvaluatorBundle(name, kind(), mine))
    return built_in, bundles

"""What evaluates: the interface of evaluators, and one with its configuration."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any


class ModelEvaluator(ABC):
    """An evaluator: one of those built in, or of a plug-in."""

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

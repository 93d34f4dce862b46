"""The evaluators that are built in."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from mlflow.data.evaluation_rows import EvaluationDataset
from mlflow.evaluation import explanation
from mlflow.evaluation.evaluators import ModelEvaluator
from mlflow.evaluation.judgement import Judgement, Wishes, judge
from mlflow.evaluation.logs import log_judgement
from mlflow.evaluation.result import EvaluationResult
from mlflow.evaluation.rows import Rows, rows_of
from mlflow.evaluation.subjects import Subject, subject_of
from mlflow.metrics.metric import EvaluationMetric

MODEL_TYPES = ("classifier", "regressor", "question-answering", "text-summarization", "text", "retriever")


class BuiltInEvaluator(ModelEvaluator):
    """What the evaluators that are built in share: they judge a model, and log what they find."""

    #: What it is called among ``evaluators``.
    name: ClassVar[str]
    #: The types of models it knows.
    model_types: ClassVar[Sequence[str | None]]

    @classmethod
    def can_evaluate(cls, *, model_type: str | None, evaluator_config: dict[str, Any] | None, **kwargs: Any) -> bool:
        return model_type in cls.model_types

    def evaluate(
        self,
        *,
        model_type: str | None,
        dataset: EvaluationDataset,
        run_id: str,
        evaluator_config: dict[str, Any],
        model: Any = None,
        extra_metrics: Sequence[EvaluationMetric] | None = None,
        custom_artifacts: Sequence[Callable[..., Any]] | None = None,
        predictions: str | None = None,
        model_id: str | None = None,
        **kwargs: Any,
    ) -> EvaluationResult:
        wishes = Wishes(model_type, evaluator_config or {}, extra_metrics or (), (), custom_artifacts or ())
        subject = subject_of(model, model_id=model_id)
        return self.judge_and_log(subject, rows_of(dataset, predictions), wishes, run_id)

    def judge_and_log(self, subject: Subject, rows: Rows, wishes: Wishes, run_id: str) -> EvaluationResult:
        """Judge a model and log what is found to a run."""
        return log_judgement(self.judge(subject, rows, wishes), wishes.prefix, run_id, rows, subject)

    @abstractmethod
    def judge(self, subject: Subject, rows: Rows, wishes: Wishes, with_artifacts: bool = True) -> Judgement:
        """What is found about a model.

        Args:
            subject: The model.
            rows: The data.
            wishes: What is to be found out.
            with_artifacts: Whether to make pictures and tables too.
        """


class DefaultEvaluator(BuiltInEvaluator):
    """Judges models of texts and documents, and computes metrics of the user's own."""

    name = "default"
    model_types = (*MODEL_TYPES, None)

    def judge(self, subject: Subject, rows: Rows, wishes: Wishes, with_artifacts: bool = True) -> Judgement:
        return judge(subject, rows, wishes, wishes.model_type, with_artifacts)


class ClassifierEvaluator(BuiltInEvaluator):
    """Judges classifiers."""

    name = "classifier"
    model_types = ("classifier",)

    def judge(self, subject: Subject, rows: Rows, wishes: Wishes, with_artifacts: bool = True) -> Judgement:
        return judge(subject, rows, wishes, "classifier", with_artifacts)


class RegressorEvaluator(BuiltInEvaluator):
    """Judges regressors."""

    name = "regressor"
    model_types = ("regressor",)

    def judge(self, subject: Subject, rows: Rows, wishes: Wishes, with_artifacts: bool = True) -> Judgement:
        return judge(subject, rows, wishes, "regressor", with_artifacts)


class ShapEvaluator(BuiltInEvaluator):
    """Explains predictions of classifiers and regressors with SHAP, unless ``log_model_explainability`` is false."""

    name = "shap"
    model_types = ("classifier", "regressor")

    @classmethod
    def can_evaluate(cls, *, model_type: str | None, evaluator_config: dict[str, Any] | None, **kwargs: Any) -> bool:
        return model_type in cls.model_types and (evaluator_config or {}).get("log_model_explainability", True)

    def judge(self, subject: Subject, rows: Rows, wishes: Wishes, with_artifacts: bool = True) -> Judgement:
        return explanation.explain(subject, rows, wishes) if with_artifacts else Judgement()

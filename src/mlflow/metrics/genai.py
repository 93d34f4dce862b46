"""Metrics for which a language model judges: MLflow's names, which say that they are not here."""

from __future__ import annotations

from mlflow.metrics.absent import absent

_WHY = "asks a language model to judge"

EvaluationExample = absent("mlflow.metrics.genai.EvaluationExample", _WHY)
answer_correctness = absent("mlflow.metrics.genai.answer_correctness", _WHY)
answer_relevance = absent("mlflow.metrics.genai.answer_relevance", _WHY)
answer_similarity = absent("mlflow.metrics.genai.answer_similarity", _WHY)
faithfulness = absent("mlflow.metrics.genai.faithfulness", _WHY)
make_genai_metric = absent("mlflow.metrics.genai.make_genai_metric", _WHY)
make_genai_metric_from_prompt = absent("mlflow.metrics.genai.make_genai_metric_from_prompt", _WHY)
relevance = absent("mlflow.metrics.genai.relevance", _WHY)
retrieve_custom_metrics = absent("mlflow.metrics.genai.retrieve_custom_metrics", _WHY)

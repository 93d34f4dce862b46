"""Metrics of MLflow that need packages or downloads and are not here yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from mlflow.exceptions import MlflowNotImplementedException


def _absent(name: str) -> Callable[..., NoReturn]:
    def metric(*args: object, **kwargs: object) -> NoReturn:
        raise MlflowNotImplementedException(
            f"mlflow.metrics.{name} is not there yet. Make your own with mlflow.metrics.make_metric."
        )

    return metric


ari_grade_level = _absent("ari_grade_level")
bleu = _absent("bleu")
flesch_kincaid_grade_level = _absent("flesch_kincaid_grade_level")
rouge1 = _absent("rouge1")
rouge2 = _absent("rouge2")
rougeL = _absent("rougeL")
rougeLsum = _absent("rougeLsum")
token_count = _absent("token_count")
toxicity = _absent("toxicity")

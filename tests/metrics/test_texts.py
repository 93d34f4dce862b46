"""Metrics of texts and documents: numbers that rouge_score 0.1.2, sacrebleu, textstat 0.7 and MLflow 3.6.0 gave."""

from __future__ import annotations

import importlib.util

import pandas as pd
import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException, MlflowNotImplementedException

PAIRS = [
    ("The cat sat on the mat.", "A cat sat on a mat!"),
    ("It was the best of times.\nIt was the worst of times.", "It was the worst of times,\nit was the best of times"),
    ("A pipe, e.g. of 3.14 m, feeds it.", "A pipe (of 3.14 m) feeds it."),
    ("x", "y"),
]
FOUND, WANTED = pd.Series([pair[0] for pair in PAIRS]), pd.Series([pair[1] for pair in PAIRS])
#: What was found, what was wanted.
DOCUMENTS = [
    (["x", "q"], ["x"]), (["z", "w", "y", "y"], ["y", "z"]), (["x", "x", "x"], ["x", "y", "z"]), ([], []),
    (["y", "x"], ["x", "x"]), ([], ["w"]), (["a"], []), (["a", "a", "b"], ["b"]), (["a", "a", "b"], ["a", "b"]),
    (["b", "a", "c", "d"], ["d", "c"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rouge1", [0.666667, 1.0, 0.888889, 0.0]),
        ("rouge2", [0.4, 1.0, 0.75, 0.0]),
        ("rougeL", [0.666667, 0.833333, 0.888889, 0.0]),
        ("rougeLsum", [0.666667, 1.0, 0.888889, 0.0]),
        ("bleu", [0.0, 0.616261, 0.0, 0.0]),
    ],
)
def test_texts_beside_targets(name: str, expected: list[float]) -> None:
    metric = getattr(mlflow.metrics, name)()
    value = metric.eval_fn(FOUND, WANTED)
    assert value.scores == pytest.approx(expected, abs=1e-6)
    assert (metric.name, metric.version, metric.greater_is_better) == (name, "v1", True)
    assert value.aggregate_results["mean"] == pytest.approx(sum(expected) / 4, abs=1e-6)
    assert metric.eval_fn(FOUND, None) is None


def test_readability() -> None:
    texts = ["It was the best of times. It was the worst of times!", "Hello", "", "..."]
    ari = mlflow.metrics.ari_grade_level().eval_fn(pd.Series(texts)).scores
    assert ari == pytest.approx([-2.3375, 2.62, 0.0, 0.0], abs=1e-6)
    easy, hard = (
        mlflow.metrics.flesch_kincaid_grade_level()
        .eval_fn(pd.Series(["The cat sat on the mat.", "Extraordinary considerations necessitate deliberation."]))
        .scores
    )
    assert easy == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59) and hard > 20


def test_what_is_no_text_is_refused_by_row() -> None:
    with pytest.raises(InvalidParameterValue, match="row 1 the predictions hold a float"):
        mlflow.metrics.rouge1().eval_fn(pd.Series(["a", 1.5]), pd.Series(["a", "b"]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("precision_at_k", [0.5, 0.75, 1.0, 0, 0.5, 0, 0.0, 0.3333, 1.0, 0.5]),
        ("recall_at_k", [1.0, 1.0, 0.3333, 1, 1.0, 0.0, 0, 1.0, 1.0, 1.0]),
        ("ndcg_at_k", [1.0, 0.906, 1.0, 1, 0.6309, 0, 0, 0.5, 1.0, 0.5706]),
    ],
)
def test_documents(name: str, expected: list[float]) -> None:
    metric = getattr(mlflow.metrics, name)(4)
    scores = metric.eval_fn(
        pd.Series([pair[0] for pair in DOCUMENTS]), pd.Series([pair[1] for pair in DOCUMENTS])
    ).scores
    assert scores == pytest.approx(expected, abs=5e-5) and metric.name == name.replace("k", "4")


def test_token_count_says_what_it_lacks() -> None:
    if importlib.util.find_spec("tiktoken") is None:
        with pytest.raises(MlflowException, match="pip install tiktoken"):
            mlflow.metrics.token_count().eval_fn(FOUND)
    else:
        with pytest.raises(MlflowException, match="no-such-encoding"):
            mlflow.metrics.token_count("no-such-encoding").eval_fn(FOUND)


@pytest.mark.parametrize("name", ["toxicity", "genai.answer_correctness", "genai.make_genai_metric", "genai.relevance"])
def test_metrics_by_models_of_others_are_not_here(name: str) -> None:
    metric = mlflow.metrics
    for part in name.split("."):
        metric = getattr(metric, part)
    with pytest.raises(MlflowNotImplementedException, match=name):
        metric()  # type: ignore[operator]  # a function, by its name

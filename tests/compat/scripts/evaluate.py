"""Evaluates models of each kind on data of each kind; reports keys, values, artifacts and files, or the error."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.svm import LinearSVC

import mlflow
import mlflow.sklearn
from mlflow.exceptions import MlflowException
from mlflow.metrics import MetricValue, make_metric

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
mlflow.set_tracking_uri("sqlite:///runs.db")

COLUMNS = list("abcd")
PLAIN = {"log_model_explainability": False}


def table(load: Callable[..., Any]) -> pd.DataFrame:
    data, target = load(return_X_y=True)
    return pd.DataFrame(data[:, :4], columns=COLUMNS).assign(label=target)


CANCER, WINE, DIABETES = table(load_breast_cancer), table(load_wine), table(load_diabetes)
WORDS = CANCER.assign(label=np.where(CANCER.label == 1, "yes", "no"))
BOOLS = CANCER.assign(label=CANCER.label == 1)
MANY = DIABETES.assign(label=(DIABETES.label // 30).astype(int))
ZEROS = DIABETES.assign(label=np.where(np.arange(len(DIABETES)) % 7, DIABETES.label, 0.0))
WEIGHTS = np.linspace(1, 2, len(CANCER))
RETRIEVED = pd.DataFrame(
    {
        "q": list("abcdef"),
        "wanted": [["x"], ["y", "z"], ["x", "y", "z"], [], ["x", "x"], ["w"]],
        "found": [["x", "q"], ["z", "w", "y", "y"], ["x", "x", "x"], [], ["y", "x"], []],
    }
)
TEXTS = pd.DataFrame(
    {
        "inputs": ["What is a penstock?", "What feeds a turbine?", "Who?"],
        "truth": ["A pipe that feeds a turbine.", "A penstock", "Nobody"],
        "answer": ["A pipe that feeds a turbine.", "Water", "Nobody"],
    }
)


def saved(name: str, model: Any, data: pd.DataFrame, **more: Any) -> str:
    fitted = model.fit(data[COLUMNS], data.label)
    # To find the requirements out takes MLflow half a minute a model.
    mlflow.sklearn.save_model(fitted, name, input_example=data[COLUMNS][:2], pip_requirements=["scikit-learn"], **more)
    return name


def logistic() -> LogisticRegression:
    return LogisticRegression(max_iter=3000)


BINARY = saved("binary", logistic(), CANCER)
OF_WORDS = saved("words", logistic(), WORDS)
OF_BOOLS = saved("bools", logistic(), BOOLS)
SEVERAL = saved("several", logistic(), WINE)
SUPPORT = saved("support", LinearSVC(random_state=0), CANCER)
SUPPORTS = saved("supports", LinearSVC(random_state=0), WINE)
OF_MANY = saved("many", logistic(), MANY)
NUMBERS = saved("numbers", LinearRegression(), DIABETES)
CHANCES = saved("chances", logistic(), CANCER, pyfunc_predict_fn="predict_proba")
PREDICTED = mlflow.pyfunc.load_model(BINARY).predict(CANCER[COLUMNS])
STATIC = CANCER.assign(p=PREDICTED)


def answers(data: pd.DataFrame) -> Any:
    return (data["a"] < 15).astype(int)


def mean(predictions: Any, targets: Any) -> float:
    return float(np.mean(predictions))


def by_row(predictions: Any, targets: Any) -> MetricValue:
    return MetricValue(scores=[float(x) for x in predictions - targets], justifications=["j"] * len(predictions))


def with_column(predictions: Any, targets: Any, metrics: Any, a: Any) -> MetricValue:
    return MetricValue(aggregate_results={"sum": float(a.sum()), "known": float("r2_score" in metrics)})


def of_texts(predictions: Any, targets: Any) -> MetricValue:
    return MetricValue(scores=["yes", "no", "yes"])


def custom(function: Any, **more: Any) -> Any:
    return make_metric(eval_fn=function, greater_is_better=True, **more)


def make_artifacts(eval_df: Any, builtin_metrics: Any, artifacts_dir: str) -> dict[str, Any]:
    shared = builtin_metrics.keys() - {"matthews_corrcoef"}  # which MLflow has not
    return {"head": eval_df.head(2), "array": np.array([1, 2]), "facts": {"a": 1, "n": len(shared)}}


def classifier(model: Any = BINARY, data: Any = CANCER, config: Any = None, **more: Any) -> Any:
    options = {"targets": "label", "model_type": "classifier", **more}
    return mlflow.evaluate(model, data, evaluator_config={**PLAIN, **(config or {})}, **options)


def regressor(model: Any = NUMBERS, data: Any = DIABETES, config: Any = None, **more: Any) -> Any:
    options = {"targets": "label", "model_type": "regressor", **more}
    return mlflow.evaluate(model, data, evaluator_config={**PLAIN, **(config or {})}, **options)


def static(model_type: str | None, data: Any, config: Any = None, **more: Any) -> Any:
    return mlflow.evaluate(data=data, model_type=model_type, evaluator_config=config, **more)


FEATURES, LABELS = CANCER[COLUMNS], CANCER.label
CASES: dict[str, Callable[[], Any]] = {
    "two classes": classifier,
    "two classes, words": lambda: classifier(OF_WORDS, WORDS),
    "two classes, words, pos_label": lambda: classifier(OF_WORDS, WORDS, {"pos_label": "no"}),
    "two classes, booleans": lambda: classifier(OF_BOOLS, BOOLS),
    "two classes, floats": lambda: classifier(data=CANCER.assign(label=CANCER.label.astype(float))),
    "two classes, pos_label": lambda: classifier(config={"pos_label": 0}),
    "two classes, label_list": lambda: classifier(config={"label_list": [0, 1]}),
    "two classes, label_list turned": lambda: classifier(config={"label_list": [1, 0]}),
    "two classes, label_list and pos_label": lambda: classifier(config={"label_list": [1, 0], "pos_label": 1}),
    "two classes, pos_label unknown": lambda: classifier(config={"pos_label": 7}),
    "two classes, macro": lambda: classifier(config={"average": "macro"}),
    "two classes, weights": lambda: classifier(config={"sample_weights": WEIGHTS}),
    "two classes, weights as list": lambda: classifier(config={"sample_weights": WEIGHTS.tolist()}),
    "two classes, weights too short": lambda: classifier(config={"sample_weights": WEIGHTS[:5]}),
    "two classes, prefix": lambda: classifier(config={"metric_prefix": "val_"}),
    "two classes, probabilities as predictions": lambda: classifier(CHANCES),
    "two classes, no probabilities": lambda: classifier(SUPPORT),
    "two classes, function": lambda: classifier(answers),
    "two classes, static": lambda: classifier(None, STATIC, predictions="p"),
    "two classes, static dataset": lambda: classifier(
        None, mlflow.data.from_pandas(STATIC, targets="label", predictions="p"), targets=None
    ),
    "two classes, unseen prediction": lambda: classifier(
        None, STATIC.assign(p=np.where(np.arange(569) % 50, STATIC.p, 2)), predictions="p"
    ),
    "one class in targets": lambda: classifier(data=CANCER[CANCER.label == 1]),
    "one class in targets, static": lambda: classifier(None, STATIC[STATIC.label == 1], predictions="p"),
    "one class everywhere, static": lambda: classifier(
        None, STATIC[(STATIC.label == 1) & (STATIC.p == 1)], predictions="p"
    ),
    "one row": lambda: classifier(data=CANCER[:1]),
    "array": lambda: classifier(data=FEATURES.to_numpy(), targets=LABELS.to_numpy(), feature_names=COLUMNS),
    "feature_names": lambda: classifier(data=CANCER.assign(more=1), feature_names=COLUMNS),
    "series as targets": lambda: classifier(data=FEATURES, targets=LABELS.to_numpy()),
    "dataset": lambda: classifier(data=mlflow.data.from_pandas(CANCER, targets="label", name="mine"), targets=None),
    "dataset_path": lambda: classifier(dataset_path="/data/cancer.csv"),
    "evaluator by name": lambda: mlflow.evaluate(
        BINARY, CANCER, targets="label", model_type="classifier", evaluators="classifier", evaluator_config=PLAIN
    ),
    "evaluator default": lambda: mlflow.evaluate(
        BINARY, CANCER, targets="label", model_type="classifier", evaluators="default", evaluator_config=PLAIN
    ),
    "evaluators by name": lambda: mlflow.evaluate(
        BINARY, CANCER, targets="label", model_type="classifier", evaluators=["classifier", "default"],
        evaluator_config={"classifier": {"metric_prefix": "c_"}, "default": {"metric_prefix": "d_"}},
    ),
    "several": lambda: classifier(SEVERAL, WINE),
    "several, macro": lambda: classifier(SEVERAL, WINE, {"average": "macro"}),
    "several, micro": lambda: classifier(SEVERAL, WINE, {"average": "micro"}),
    "several, weights": lambda: classifier(SEVERAL, WINE, {"sample_weights": WEIGHTS[:178]}),
    "several, label_list": lambda: classifier(SEVERAL, WINE, {"label_list": [0, 1, 2]}),
    "several, label_list shorter": lambda: classifier(SEVERAL, WINE, {"label_list": [0, 1]}),
    "several, label_list longer": lambda: classifier(SEVERAL, WINE, {"label_list": [0, 1, 2, 3]}),
    "several, pos_label": lambda: classifier(SEVERAL, WINE, {"pos_label": 1}),
    "several, prefix": lambda: classifier(SEVERAL, WINE, {"metric_prefix": "val_"}),
    "several, no probabilities": lambda: classifier(SUPPORTS, WINE),
    "several, static": lambda: classifier(
        None, WINE.assign(p=np.arange(178) % 3), predictions="p"
    ),
    "several, class missing": lambda: classifier(SEVERAL, WINE[WINE.label < 2]),
    "many classes": lambda: classifier(OF_MANY, MANY),
    "many classes, more drawn": lambda: classifier(OF_MANY, MANY, {"max_classes_for_multiclass_roc_pr": 20}),
    "several, fewer drawn": lambda: classifier(SEVERAL, WINE, {"max_classes_for_multiclass_roc_pr": 2}),
    "numbers": regressor,
    "numbers, weights": lambda: regressor(config={"sample_weights": WEIGHTS[:442]}),
    "numbers, prefix": lambda: regressor(config={"metric_prefix": "val_"}),
    "numbers, zeros": lambda: regressor(data=ZEROS),
    "numbers, one row": lambda: regressor(data=DIABETES[:1]),
    "numbers, static": lambda: regressor(None, DIABETES.assign(p=DIABETES.label + 1), predictions="p"),
    "numbers, integers": lambda: regressor(None, DIABETES.assign(p=1, label=2), predictions="p"),
    "numbers, missing target": lambda: regressor(data=DIABETES.assign(label=[np.nan, *DIABETES.label[1:]])),
    "numbers, no rows": lambda: regressor(data=DIABETES[:0]),
    "classes, no rows": lambda: classifier(data=CANCER[:0]),
    "classes, missing target": lambda: classifier(data=CANCER.assign(label=[np.nan, *CANCER.label[1:]])),
    "no targets": lambda: classifier(targets=None),
    "targets not there": lambda: classifier(targets="nowhere"),
    "targets too short": lambda: classifier(data=FEATURES, targets=LABELS.to_numpy()[:5]),
    "no data": lambda: classifier(data=None),
    "no type": lambda: classifier(model_type=None),
    "unknown type": lambda: classifier(model_type="oracle"),
    "unknown evaluator": lambda: classifier(evaluators="nobody"),
    "retriever": lambda: static("retriever", RETRIEVED, targets="wanted", predictions="found"),
    "retriever, k": lambda: static("retriever", RETRIEVED, {"retriever_k": 1}, targets="wanted", predictions="found"),
    "retriever, metrics": lambda: static(
        None, RETRIEVED, targets="wanted", predictions="found",
        extra_metrics=[getattr(mlflow.metrics, f"{each}_at_k")(k) for k in (1, 2, 4)
                       for each in ("precision", "recall", "ndcg")],
    ),
    "exact match": lambda: static(
        None, TEXTS, targets="truth", predictions="answer", extra_metrics=[mlflow.metrics.exact_match()]
    ),
    "built-in metrics": lambda: static(
        None, STATIC[["label", "p"]], targets="label", predictions="p",
        extra_metrics=[getattr(mlflow.metrics, name)() for name in (
            "mae", "mse", "rmse", "r2_score", "max_error", "mape", "precision_score", "recall_score", "f1_score")],
    ),
    "extra metrics": lambda: regressor(
        extra_metrics=[custom(mean), custom(mean, name="named", version="v2"), custom(by_row), custom(with_column)]
    ),
    "extra metrics, prefix": lambda: regressor(
        config={"metric_prefix": "val_"}, extra_metrics=[custom(mean), custom(by_row), custom(with_column)]
    ),
    "extra metrics alone": lambda: static(
        None, DIABETES.assign(p=1.0), targets="label", predictions="p", extra_metrics=[custom(mean), custom(by_row)]
    ),
    "scores that are texts": lambda: static(
        None, TEXTS, targets="truth", predictions="answer", extra_metrics=[custom(of_texts)]
    ),
    "artifacts": lambda: classifier(custom_artifacts=[make_artifacts]),
    "artifacts, prefix": lambda: classifier(config={"metric_prefix": "val_"}, custom_artifacts=[make_artifacts]),
}  # fmt: skip


def content(artifact: Any) -> Any:
    """What an artifact says, where that is no picture."""
    kind = type(artifact).__name__
    if kind == "CsvEvaluationArtifact":
        return artifact.content.to_dict(orient="list")
    if kind == "JsonEvaluationArtifact":
        return artifact.content
    return artifact.content.tolist() if kind == "NumpyEvaluationArtifact" else None


def told(result: Any) -> dict[str, Any]:
    client = mlflow.MlflowClient()
    run = client.get_run(result.run_id)
    described = json.loads(run.data.tags.get("mlflow.datasets", "[]"))
    return {
        "metrics": result.metrics,
        "logged": run.data.metrics,
        "artifacts": {
            name: [type(each).__name__, each.uri.rpartition("/")[2], content(each)]
            for name, each in sorted(result.artifacts.items())
        },
        "files": sorted(file.path for file in client.list_artifacts(result.run_id)),
        "tables": {name: list(frame.columns) for name, frame in result.tables.items()},
        "tags": sorted(key for key in run.data.tags if key not in (
            "mlflow.runName", "mlflow.user", "mlflow.source.name", "mlflow.source.type", "mlflow.source.git.commit")),
        "datasets": [sorted(each) for each in described],
        "inputs": [
            [each.dataset.name, each.dataset.source_type, each.dataset.digest,
             sorted((tag.key, tag.value) for tag in each.tags)]
            for each in run.inputs.dataset_inputs
        ],
    }  # fmt: skip


def plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)


facts = {}
for name, case in CASES.items():
    try:
        facts[name] = told(case())
    except MlflowException as error:
        facts[name] = {"code": error.error_code}
    except Exception as error:
        facts[name] = {"error": type(error).__name__}
print()
print(json.dumps(facts, default=plain))

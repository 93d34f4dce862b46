"""Evaluation of functions, arrays, static predictions, datasets; metrics of one's own; saving the result."""

import json
import os

import matplotlib

matplotlib.use("Agg")
import mlflow
import numpy as np
import pandas as pd
from mlflow.models import MetricThreshold, make_metric
from mlflow.models.evaluation import EvaluationResult
from mlflow.models.evaluation.validation import ModelValidationFailedException
from sklearn.linear_model import LinearRegression

frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 1.0, 5.0, 0.0], "y": [1.0, 2.0, 3.0, 5.0]})
model = LinearRegression().fit(frame[["a", "b"]].to_numpy(), frame["y"])


def squared(eval_df, builtin_metrics):
    return float(np.sum((eval_df["prediction"] - eval_df["target"]) ** 2))


def doubled(predictions, targets, metrics):
    return 2 * metrics["mean_absolute_error"].aggregate_results["mean_absolute_error"]


def table(eval_df, builtin_metrics, artifacts_dir):
    path = os.path.join(artifacts_dir, "rows.csv")
    eval_df.to_csv(path, index=False)
    return {"rows": path, "note": {"n": len(eval_df)}}


def broken(eval_df, builtin_metrics):
    raise ValueError("broken")


def predict(data):
    return model.predict(data[["a", "b"]].to_numpy())


with mlflow.start_run() as run:
    result = mlflow.evaluate(
        predict, frame, targets="y", model_type="regressor", evaluators=["default"],
        extra_metrics=[make_metric(eval_fn=squared, greater_is_better=False),
                       make_metric(eval_fn=doubled, greater_is_better=False, name="twice")],
        custom_artifacts=[table],
    )  # fmt: skip
error = result.metrics["mean_absolute_error"]
assert abs(result.metrics["twice"] - 2 * error) < 1e-9 and result.metrics["squared"] >= 0
assert result.artifacts["note"].content == {"n": 4} and len(result.artifacts["rows"].content) == 4
assert mlflow.get_run(run.info.run_id).data.metrics["twice"] == result.metrics["twice"]
result.save("kept")
assert EvaluationResult.load("kept").metrics["mean_absolute_error"] == error
assert json.load(open("kept/metrics.json"))["mean_absolute_error"] == error

seen = []


def by_table(data):
    seen.append(list(data.columns))
    return model.predict(data.to_numpy())


arrays = frame[["a", "b"]].to_numpy(), frame["y"].to_numpy()
assert (
    mlflow.evaluate(by_table, arrays[0], targets=arrays[1], model_type="regressor").metrics["mean_absolute_error"]
    == error
)
assert seen[0] == ["feature_1", "feature_2"]
static = mlflow.data.from_pandas(frame.assign(p=predict(frame)), targets="y", predictions="p", name="static")
assert mlflow.evaluate(data=static, model_type="regressor").metrics["mean_absolute_error"] == error
texts = pd.DataFrame({"wanted": ["x", "y"], "p": ["x", "z"]})
exact = mlflow.evaluate(
    data=texts, predictions="p", extra_metrics=[mlflow.metrics.exact_match()],
    evaluator_config={"col_mapping": {"targets": "wanted"}},
)  # fmt: skip
assert exact.metrics["exact_match/v1"] == 0.5
assert (
    mlflow.metrics.mse()(predictions=pd.Series([1.0]), targets=pd.Series([3.0])).aggregate_results["mean_squared_error"]
    == 4
)
for refused, act in [
    (ModelValidationFailedException, lambda: mlflow.validate_evaluation_results(
        {"mean_absolute_error": MetricThreshold(threshold=1e-6, greater_is_better=False)}, result)),
    (mlflow.exceptions.MlflowException, lambda: mlflow.evaluate(
        predict, frame, targets="y", model_type="regressor",
        extra_metrics=[make_metric(eval_fn=broken, greater_is_better=True)])),
]:  # fmt: skip
    try:
        act()
    except refused:
        continue
    raise AssertionError(refused)

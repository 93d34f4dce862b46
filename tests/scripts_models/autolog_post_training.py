"""scikit-learn's autologging as its documentation shows it: pipelines, metrics after training, searches, options."""

import matplotlib

matplotlib.use("Agg")
import mlflow
import numpy as np
from mlflow.tracking import MlflowClient
from sklearn import metrics as sk_metrics
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X = np.array([[1.0, 1], [1, 2], [2, 2], [2, 3], [3, 1], [4, 0]])
y = X @ np.array([1, 2]) + 3
X_new, y_new = X + 1, y + 2


def logged(run):
    data = mlflow.get_run(run.info.run_id).data
    return data.params, data.metrics


mlflow.sklearn.autolog()
with mlflow.start_run() as run:
    model = make_pipeline(StandardScaler(), LinearRegression()).fit(X, y)
    guesses = model.predict(X_new)
    sk_metrics.mean_absolute_error(y_new, guesses)
    model.score(X_new, y_new)
params, metrics = logged(run)
assert params["linearregression__fit_intercept"] == "True" and metrics["training_r2_score"] > 0.99
assert "mean_absolute_error_X_new" in metrics and any("score_X_new" in key for key in metrics)
assert mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model").predict(X).shape == (6,)
mlflow.sklearn.autolog(max_tuning_runs=2, log_models=False)
with mlflow.start_run() as run:
    GridSearchCV(Ridge(), {"alpha": [0.1, 1.0, 10.0]}, cv=2).fit(X, y)
children = MlflowClient().search_runs(["0"], f"tags.mlflow.parentRunId = '{run.info.run_id}'")
assert len(children) == 2 and "best_alpha" in logged(run)[0]
assert "cv_results.csv" in [f.path for f in MlflowClient().list_artifacts(run.info.run_id)]
Ridge(alpha=7).fit(X, y)
assert mlflow.active_run() is None and mlflow.last_active_run().data.params["alpha"] == "7"
mlflow.sklearn.autolog(disable=True)
with mlflow.start_run() as run:
    Ridge().fit(X, y)
assert logged(run) == ({}, {})

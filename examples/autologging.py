"""Automatic logging of scikit-learn: a fit, and a search with a child run for each candidate."""

from __future__ import annotations

from sklearn.datasets import load_wine
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier

import mlflow

features, target = load_wine(return_X_y=True, as_frame=True)
mlflow.sklearn.autolog()

with mlflow.start_run(run_name="one tree") as one:
    DecisionTreeClassifier(max_depth=2, random_state=0).fit(features, target)
logged = mlflow.get_run(one.info.run_id).data
assert logged.params["max_depth"] == "2"
assert logged.metrics["training_accuracy_score"] > 0.8

with mlflow.start_run(run_name="search") as search:
    GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2, 4]}, cv=3).fit(features, target)
children = mlflow.search_runs(filter_string=f"tags.mlflow.parentRunId = '{search.info.run_id}'")
assert set(children["params.max_depth"]) == {"1", "2", "4"}
assert mlflow.get_run(search.info.run_id).data.metrics["best_cv_score"] > 0.8

mlflow.sklearn.autolog(disable=True)
DecisionTreeClassifier().fit(features, target)
assert len(mlflow.search_runs()) == 2 + len(children)
print(f"{len(children)} candidates, logged without a line of ours")

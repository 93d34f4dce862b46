"""Autologging of scikit-learn: the laws of all libraries, and what MLflow 3.6.0 was seen to log."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sklearn.metrics
from sklearn.cluster import KMeans
from sklearn.datasets import make_classification, make_regression
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

import mlflow
from mlflow.entities import Run
from mlflow.exceptions import InvalidParameterValue
from mlflow.testing.autologging import AutologContract

X, y = make_classification(120, 5, random_state=0)
FRAME = pd.DataFrame(X, columns=list("abcde"))
CLASSES = {"accuracy_score", "f1_score", "log_loss", "precision_score", "recall_score", "roc_auc", "score"}
NUMBERS = {"mean_absolute_error", "mean_squared_error", "r2_score", "root_mean_squared_error", "score"}
CANDIDATE = {"mean_fit_time", "mean_score_time", "mean_test_score", "rank_test_score", "std_fit_time",
             "std_score_time", "std_test_score"}  # fmt: skip
CURVES = {"training_roc_curve.png", "training_precision_recall_curve.png"}


class TestContract(AutologContract):
    """The laws of autologging."""

    library = "sklearn"
    autolog = staticmethod(mlflow.sklearn.autolog)
    params = frozenset({"C", "max_iter", "solver"})
    metrics = frozenset(f"training_{name}" for name in CLASSES)

    def train(self) -> Any:
        return LogisticRegression().fit(X, y)

    def train_wrongly(self) -> None:
        LogisticRegression().fit(X, y[:5])


@pytest.fixture
def logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[Run]]]:
    """The runs of a store of the test's own, the first one first; errors of logging are raised."""
    monkeypatch.setenv("MLFLOW_AUTOLOGGING_TESTING", "true")
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path}/runs.db")
    yield lambda: list(mlflow.MlflowClient().search_runs(["0"], order_by=["start_time ASC"]))
    mlflow.sklearn.autolog(disable=True)
    mlflow.set_tracking_uri("")


def files(run: Run) -> set[str]:
    """Names of a run's artifacts."""
    return {file.path for file in mlflow.MlflowClient().list_artifacts(run.info.run_id)}


@pytest.mark.parametrize(
    ("train", "name", "metrics", "artifacts"),
    [
        (lambda: LogisticRegression(max_iter=50).fit(FRAME, y), "LogisticRegression", CLASSES,
         {"training_confusion_matrix.png", *CURVES}),
        (lambda: LogisticRegression().fit(X, np.arange(120) % 3), "LogisticRegression", CLASSES,
         {"training_confusion_matrix.png"}),
        (lambda: LinearRegression().fit(*make_regression(50, 3)), "LinearRegression", NUMBERS, set()),
        (lambda: KMeans(2, n_init=1).fit(X), "KMeans", set(), set()),
        (lambda: KMeans(2, n_init=1).fit_predict(X), "KMeans", set(), set()),
        (lambda: Pipeline([("sc", StandardScaler()), ("lr", LogisticRegression())]).fit(X, y), "Pipeline", CLASSES,
         {"training_confusion_matrix.png", *CURVES}),
    ],
)  # fmt: skip
def test_what_an_estimator_logs(
    train: Callable[[], Any], name: str, metrics: set[str], artifacts: set[str], logged: Callable[[], list[Run]]
) -> None:
    mlflow.sklearn.autolog()
    train()
    (run,) = logged()
    assert run.data.metrics.keys() == {f"training_{metric}" for metric in metrics}
    assert files(run) == {"estimator.html", *artifacts}
    assert run.data.tags["estimator_name"] == name
    assert run.data.tags["estimator_class"].startswith("sklearn.")
    assert run.data.tags["estimator_class"].endswith(f".{name}")


def test_params_of_a_pipeline_are_deep(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog()
    Pipeline([("sc", StandardScaler()), ("lr", LogisticRegression())]).fit(X, y)
    params = logged()[0].data.params
    assert params["steps"] == "[('sc', StandardScaler()), ('lr', LogisticRegression())]"
    assert params["lr__C"] == "1.0" and params["sc__with_mean"] == "True"


def test_preparing_data_is_no_training(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog()
    StandardScaler().fit_transform(X)
    assert logged() == []


def test_a_search_logs_its_best_candidates_as_children(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog()
    search = GridSearchCV(
        RandomForestClassifier(n_estimators=3, random_state=0), {"max_depth": [1, 2, 3, 4, 5, 6, 7]}, cv=2
    )
    search.fit(X, y)
    runs = logged()
    (parent,) = [run for run in runs if "mlflow.parentRunId" not in run.data.tags]
    children = [run for run in runs if run is not parent]
    assert len(children) == 5 and all(run.info.status == "FINISHED" for run in runs)
    assert {run.data.tags["mlflow.parentRunId"] for run in children} == {parent.info.run_id}
    assert all(run.data.metrics.keys() == CANDIDATE for run in children)
    assert max(run.data.metrics["mean_test_score"] for run in children) == search.best_score_
    assert parent.data.metrics["best_cv_score"] == search.best_score_
    assert parent.data.params["best_max_depth"] == str(search.best_params_["max_depth"])
    assert "estimator__max_depth" not in parent.data.params
    assert files(parent) >= {"cv_results.csv", "estimator.html", "training_confusion_matrix.png"}
    models = {model.name for model in mlflow.search_logged_models(output_format="list")}
    assert models == {"model", "best_estimator"}
    table = Path(mlflow.artifacts.download_artifacts(run_id=parent.info.run_id, artifact_path="cv_results.csv"))
    assert len(list(csv.DictReader(table.read_text().splitlines()))) == 7


@pytest.mark.parametrize(("most", "children"), [(2, 2), (0, 0), (None, 3)])
def test_max_tuning_runs(most: int | None, children: int, logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog(max_tuning_runs=most)
    RandomizedSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]}, n_iter=3, cv=2).fit(X, y)
    assert len(logged()) == 1 + children


def test_a_search_of_several_scores_ranks_by_the_one_that_chose(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog(max_tuning_runs=1)
    GridSearchCV(LogisticRegression(), {"C": [1e-6, 1.0]}, cv=2, scoring=["accuracy", "f1"], refit="f1").fit(X, y)
    (child,) = [run for run in logged() if "mlflow.parentRunId" in run.data.tags]
    assert child.data.metrics["rank_test_f1"] == 1


def test_later_metrics_are_named_after_the_data(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog()
    X_test, y_test = X[:30], y[:30]
    with mlflow.start_run():
        model = LogisticRegression().fit(X[30:], y[30:])
        predicted = model.predict(X_test)
        accuracy = sklearn.metrics.accuracy_score(y_test, predicted)
        sklearn.metrics.accuracy_score(y_test, predicted)
        sklearn.metrics.roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
        sklearn.metrics.f1_score(y_test, model.predict(X[:30]), average="macro")
        sklearn.metrics.accuracy_score(y_test, y_test)  # not a prediction
        sklearn.metrics.confusion_matrix(y_test, predicted)  # not a number
        score = model.score(X_test, y_test)
    (run,) = logged()
    later = {name: value for name, value in run.data.metrics.items() if not name.startswith("training_")}
    assert later.keys() == {
        "accuracy_score_X_test", "accuracy_score-2_X_test", "roc_auc_score_X_test", "f1_score_unknown_dataset",
        "LogisticRegression_score_X_test",
    }  # fmt: skip
    assert later["accuracy_score_X_test"] == accuracy and later["LogisticRegression_score_X_test"] == score
    file = Path(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="metric_info.json"))
    commands = json.loads(file.read_text())
    assert commands["accuracy_score_X_test"] == "accuracy_score(y_true=y_test, y_pred=predicted)"
    assert commands["f1_score_unknown_dataset"] == "f1_score(y_true=y_test, y_pred=<ndarray>, average='macro')"
    contexts = sorted(each.tags[0].value for each in run.inputs.dataset_inputs)
    assert set(contexts) == {"eval", "train"}


def test_later_metrics_can_be_left_out(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog(log_post_training_metrics=False)
    model = LogisticRegression().fit(X, y)
    sklearn.metrics.accuracy_score(y, model.predict(X))
    assert all(name.startswith("training_") for name in logged()[0].data.metrics)


def test_cross_validation_is_no_training(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog()
    cross_val_score(LogisticRegression(), X, y, cv=2)
    assert logged() == []


def test_a_search_in_threads_has_no_runs_for_its_fits(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog(max_tuning_runs=0)
    from_threads = RandomForestClassifier(n_estimators=4, n_jobs=2)
    from_threads.fit(X, y)
    assert len(logged()) == 1


def test_trainings_in_threads_of_the_user_have_a_run_each(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog(log_models=False)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda c: LogisticRegression(C=c).fit(X, y), [0.5, 2.0]))
    assert sorted(run.data.params["C"] for run in logged()) == ["0.5", "2.0"]


def test_the_logged_model_predicts(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog(log_input_examples=True, registered_model_name="Auto")
    model = LogisticRegression().fit(FRAME, y)
    loaded = mlflow.pyfunc.load_model(f"runs:/{logged()[0].info.run_id}/model")
    assert loaded.predict(FRAME).tolist() == model.predict(FRAME).tolist()
    assert loaded.metadata.signature.inputs.input_names() == list("abcde")
    assert len(loaded.input_example) == 5
    assert mlflow.MlflowClient().get_model_version("Auto", "1").run_id == logged()[0].info.run_id


def test_pos_label(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog(pos_label=1)
    model = LogisticRegression().fit(X, y)
    expected = sklearn.metrics.precision_score(y, model.predict(X))
    assert logged()[0].data.metrics["training_precision_score"] == pytest.approx(expected)


def test_a_second_training_in_a_run_keeps_the_first_params(logged: Callable[[], list[Run]]) -> None:
    mlflow.sklearn.autolog()
    with mlflow.start_run():
        LogisticRegression(C=1.0).fit(X, y)
        KMeans(2, n_init=1).fit(X)
        LogisticRegression(C=2.0).fit(X, y)
    (run,) = logged()
    assert run.data.params["C"] == "1.0" and run.data.params["n_clusters"] == "2"


@pytest.mark.parametrize("wrong", [{"max_tuning_runs": -1}, {"serialization_format": "json"}])
def test_wrong_arguments_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameterValue):
        mlflow.sklearn.autolog(**wrong)


def test_mlflow_autolog_waits_for_the_import(tmp_path: Path) -> None:
    """What is not imported costs nothing; what is imported later is logged."""
    script = (
        "import sys, mlflow\n"
        "mlflow.autolog()\n"
        "assert not any(name.partition('.')[0] in ('sklearn', 'pandas') for name in sys.modules)\n"
        "from sklearn.linear_model import LinearRegression\n"
        "LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])\n"
        "run = mlflow.last_active_run()\n"
        "assert run.data.tags['mlflow.autologging'] == 'sklearn', run\n"
        "assert run.data.metrics['training_r2_score'] == 1.0\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_excluded_flavors(logged: Callable[[], list[Run]]) -> None:
    with pytest.raises(InvalidParameterValue):
        mlflow.autolog(exclude_flavors=["no-such-library"])
    mlflow.autolog(exclude_flavors=["sklearn", "xgboost"])
    LogisticRegression().fit(X, y)
    assert logged() == []

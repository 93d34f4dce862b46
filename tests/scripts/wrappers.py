"""Loggers, decorators and searches over children as blogs show them."""

from __future__ import annotations

import functools

import mlflow


class Logger:
    def __init__(self, name):
        self.client = mlflow.tracking.MlflowClient()
        known = self.client.get_experiment_by_name(name)
        self.experiment_id = known.experiment_id if known else self.client.create_experiment(name)
        self.run_id = self.client.create_run(self.experiment_id, tags={"mlflow.runName": "wrapped"}).info.run_id

    def log(self, values, step):
        for key, value in values.items():
            self.client.log_metric(self.run_id, key, value, step=step)


first, second = Logger("wrap"), Logger("wrap")
assert first.experiment_id == second.experiment_id
for step in range(3):
    first.log({"loss": 1 / (step + 1)}, step)
first.client.set_terminated(first.run_id)
assert first.client.get_run(first.run_id).info.run_name == "wrapped"


def tracked(function):
    @functools.wraps(function)
    def inside(**params):
        with mlflow.start_run(nested=True, run_name=function.__name__):
            mlflow.log_params(params)
            mlflow.log_metric("loss", function(**params))

    return inside


@tracked
def objective(x):
    return (x - 2) ** 2


with mlflow.start_run(run_name="search") as parent:
    for x in (1, 2, 3):
        objective(x=x)
found = mlflow.search_runs(
    filter_string=f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'", order_by=["metrics.loss ASC"]
)
assert found["params.x"].tolist()[0] == "2" and set(found["tags.mlflow.runName"]) == {"objective"}
# One run after the other, however fast: the newest comes first.
assert mlflow.search_runs(max_results=1)["params.x"].tolist() == ["3"]

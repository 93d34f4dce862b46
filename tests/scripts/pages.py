"""Searches page by page, and the columns of a table of runs."""

from __future__ import annotations

from mlflow.store.entities import PagedList

import mlflow
from mlflow.entities import ViewType

client = mlflow.MlflowClient()
experiment_id = client.create_experiment("paged")
for number in range(25):
    run = client.create_run(experiment_id, run_name=f"r{number:02d}", start_time=1000 + number)
    client.log_batch(
        run.info.run_id,
        metrics=[mlflow.entities.Metric("m", number % 5, 1, 0)],
        params=[mlflow.entities.Param(f"p{i}", "1") for i in range(120)],  # more than a batch of a server
    )
order = ["metrics.m DESC", "attributes.start_time ASC"]
page = client.search_runs([experiment_id], max_results=7, order_by=order)
assert isinstance(page, PagedList) and len(page) == 7
names = [run.info.run_name for run in page]
while page.token:
    page = client.search_runs([experiment_id], max_results=7, order_by=order, page_token=page.token)
    names += [run.info.run_name for run in page]
assert names == sorted((f"r{n:02d}" for n in range(25)), key=lambda name: (-(int(name[1:]) % 5), name))
table = mlflow.search_runs([experiment_id], filter_string="metrics.m >= 3", order_by=["start_time DESC"])
assert table.shape[0] == 10 and table.loc[0, "tags.mlflow.runName"] == "r24" and table["metrics.m"].dtype == float
assert list(table.columns[:6]) == ["run_id", "experiment_id", "status", "artifact_uri", "start_time", "end_time"]
client.delete_run(run.info.run_id)
views = [ViewType.ACTIVE_ONLY, ViewType.DELETED_ONLY, ViewType.ALL]
assert [len(client.search_runs([experiment_id], run_view_type=view)) for view in views] == [24, 1, 25]
assert client.search_runs([experiment_id], "metrics.m > 100") == []

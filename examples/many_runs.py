"""The client: many runs in batches, filters, ordering and paging."""

from __future__ import annotations

import time

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

client = MlflowClient()
experiment = client.create_experiment("walks", tags={"place": "shore"})
now = int(time.time() * 1000)
for index in range(40):
    run = client.create_run(experiment, run_name=f"walk {index}", start_time=now + index)
    client.log_batch(
        run.info.run_id,
        metrics=[Metric("distance", index * step / 10, now + step, step) for step in range(100)],
        params=[Param("index", str(index)), Param("shoes", "yes" if index % 2 else "no")],
        tags=[RunTag("week", str(index // 7))],
    )
    client.set_terminated(run.info.run_id, status="KILLED" if index == 13 else "FINISHED")


def names(filter_string: str, order_by: list[str], **options: object) -> list[str]:
    found = client.search_runs([experiment], filter_string, order_by=order_by, **options)
    return [run.info.run_name for run in found]


assert names("params.shoes = 'yes' and metrics.distance > 350", ["metrics.distance DESC"]) == ["walk 39", "walk 37"]
assert names("attributes.status = 'KILLED'", []) == ["walk 13"]
assert names("tags.week = '5' and attributes.run_name LIKE '%9'", []) == ["walk 39"]

seen, token = [], None
while True:  # a page at a time
    page = client.search_runs([experiment], order_by=["attributes.start_time ASC"], max_results=15, page_token=token)
    seen += [run.info.run_name for run in page]
    token = page.token
    if not token:
        break
assert seen == [f"walk {index}" for index in range(40)]

history = client.get_metric_history(run.info.run_id, "distance")
assert len(history) == 100
assert history[-1].value == 39 * 99 / 10

client.delete_run(run.info.run_id)
assert names("params.index = '39'", []) == []
assert names("params.index = '39'", [], run_view_type=ViewType.DELETED_ONLY) == ["walk 39"]
client.restore_run(run.info.run_id)

try:
    client.log_param(run.info.run_id, "shoes", "sandals")  # a parameter is set once
except MlflowException as error:
    assert error.error_code == "INVALID_PARAMETER_VALUE"
else:
    raise AssertionError("a changed parameter was accepted")
print(f"{len(seen)} walks")

"""The quickstart of MLflow 1: module-level functions, no run started by hand."""

from __future__ import annotations

import os
from random import random

from mlflow import active_run, end_run, get_artifact_uri, log_artifact, log_artifacts, log_metric, log_param
from mlflow.tracking import MlflowClient

log_param("param1", 5)
for _ in range(3):
    log_metric("foo", random())
os.makedirs("outputs")
with open("outputs/test.txt", "w") as file:
    file.write("hello world!")
log_artifacts("outputs")
log_artifact("outputs/test.txt", "copies")
run_id = active_run().info.run_id
assert get_artifact_uri().startswith("file://")
end_run()

client = MlflowClient()
run = client.get_run(run_id)
assert run.to_dictionary()["data"]["params"] == {"param1": "5"}
assert dict(run.info)["status"] == "FINISHED"
history = client.get_metric_history(run_id, "foo")
assert [dict(m)["step"] for m in history] == [0, 0, 0] and history[0].to_dictionary()["key"] == "foo"
# Two ways in which scripts get from the URI to the folder.
assert os.path.exists(os.path.join(run.info.artifact_uri[7:], "test.txt"))
assert os.path.exists(run.info.artifact_uri.replace("file://", "") + "/copies/test.txt")
assert os.listdir(client.download_artifacts(run_id, "copies")) == ["test.txt"]

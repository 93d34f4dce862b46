"""Runs within runs, resumed, renamed and ended in each way."""

from __future__ import annotations

import mlflow

mlflow.set_experiment("nested")
with mlflow.start_run(run_name="parent", description="why", tags={"n": 1}) as parent:
    with mlflow.start_run(nested=True) as child, mlflow.start_run(nested=True, run_name="grandchild") as third:
        assert mlflow.active_run().info.run_id == third.info.run_id
    assert mlflow.get_parent_run(third.info.run_id).info.run_id == child.info.run_id
    try:
        mlflow.start_run()
        raise SystemExit("a second run without nested")
    except Exception:
        assert mlflow.active_run().info.run_id == parent.info.run_id
assert mlflow.active_run() is None and mlflow.get_parent_run(parent.info.run_id) is None
with mlflow.start_run(run_id=parent.info.run_id, run_name="again", tags={"more": "x"}) as again:
    assert again.info.status == "RUNNING"
    mlflow.log_metric("resumed", 1)
got = mlflow.get_run(parent.info.run_id)
assert (got.info.run_name, got.info.status, got.data.tags["mlflow.note.content"]) == ("again", "FINISHED", "why")
assert got.data.tags["more"] == "x" and got.data.tags["n"] == "1" and got.data.metrics == {"resumed": 1}
mlflow.start_run(run_name="argument", tags={"mlflow.runName": "tag"})
assert mlflow.active_run().info.run_name == "argument"
mlflow.end_run(status="KILLED")
assert mlflow.last_active_run().info.status == "KILLED"
try:
    with mlflow.start_run() as interrupted:
        raise KeyboardInterrupt
except KeyboardInterrupt:
    assert mlflow.get_run(interrupted.info.run_id).info.status == "FAILED"
mlflow.delete_run(parent.info.run_id)
try:
    mlflow.start_run(run_id=parent.info.run_id)
    raise SystemExit("a deleted run was resumed")
except mlflow.MlflowException:
    assert mlflow.active_run() is None

"""Folders in the layout of MLflow's file store, made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FIRST = "100000000000000001"
GONE = "100000000000000002"
RUN = "a" * 32
DELETED = "b" * 32
BINNED = "c" * 32
MODEL = "m-" + "d" * 32
DATASET = "e" * 32


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def meta(folder: Path, **fields: Any) -> None:
    write(folder / "meta.yaml", yaml.safe_dump(fields, default_flow_style=False))


def experiment(root: Path, experiment_id: str, name: str, **fields: Any) -> Path:
    folder = root / experiment_id
    known = {
        "artifact_location": folder.as_uri(), "creation_time": 1000, "experiment_id": experiment_id,
        "last_update_time": 2000, "lifecycle_stage": "active", "name": name,
    }  # fmt: skip
    meta(folder, **{**known, **fields})
    return folder


def run(experiment: Path, run_id: str, **fields: Any) -> Path:
    folder = experiment / run_id
    known = {
        "artifact_uri": (folder / "artifacts").as_uri(), "end_time": 1500, "entry_point_name": "",
        "experiment_id": experiment.name, "lifecycle_stage": "active", "run_id": run_id, "run_name": "first try",
        "source_name": "", "source_type": 4, "source_version": "", "start_time": 1200, "status": 3, "tags": [],
        "user_id": "ann",
    }  # fmt: skip
    meta(folder, **{**known, **fields})
    for name in ("params", "metrics", "tags", "artifacts"):
        (folder / name).mkdir(exist_ok=True)
    return folder


def whole(root: Path) -> Path:
    """A folder with something of everything."""
    experiment(root, "0", "Default", creation_time=10, last_update_time=20)
    first = experiment(root, FIRST, "wine")
    write(first / "tags" / "team", "cellar")
    write(first / "tags" / "a" / "b", "ü\r\n")
    done = run(first, RUN)
    write(done / "params" / "alpha", "0.5")
    write(done / "params" / "deep" / "er", "")
    write(done / "tags" / "mlflow.runName", "first try")
    write(done / "tags" / "note", "two\nlines\n")
    write(done / "metrics" / "loss", "1000 3.0 0\n1001 nan 1\n1002 inf 2\n1003 1e-09 -5\n")
    write(done / "metrics" / "old", "1000 2.5\n")
    write(done / "metrics" / "val" / "acc", "1000 0.5 1 wine data d1\n1001 0.75 2 wine data d1\n")
    write(done / "artifacts" / "model.txt", "weights")
    meta(done / "inputs" / "1", destination_id=DATASET, destination_type="RUN", source_id=DATASET,
         source_type="DATASET", tags={"mlflow.data.context": "train"})  # fmt: skip
    meta(done / "inputs" / "2", destination_id=MODEL, destination_type="RUN", source_id=MODEL, source_type="MODEL",
         tags={})  # fmt: skip
    meta(done / "outputs" / MODEL, destination_id=MODEL, destination_type="MODEL_OUTPUT", source_id=MODEL,
         source_type="RUN_OUTPUT", step=3, tags={})  # fmt: skip
    meta(first / "datasets" / DATASET, digest="d1", name="wine data", profile="{}", schema="{}", source="{}",
         source_type="local")  # fmt: skip
    run(first, DELETED, lifecycle_stage="deleted", deleted_time=1600, end_time=None, status=1)
    model = first / "models" / MODEL
    meta(model, artifact_location=(model / "artifacts").as_uri(), creation_timestamp=1300, experiment_id=FIRST,
         last_updated_timestamp=1400, model_id=MODEL, model_type="sk", name="forest", source_run_id=RUN, status=2,
         status_message=None)  # fmt: skip
    write(model / "params" / "depth", "3")
    write(model / "tags" / "t", "x")
    write(model / "metrics" / "val" / "acc", f"1000 0.5 1 {RUN} wine data d1\n1001 0.75 2 {RUN} wine data d1\n")
    gone = experiment(root / ".trash", GONE, "gone", lifecycle_stage="deleted", artifact_location=str(root / GONE))
    run(
        gone, BINNED, lifecycle_stage="deleted", deleted_time=2001, artifact_uri=str(root / GONE / BINNED / "artifacts")
    )
    registered = root / "models" / "taster"
    meta(registered, aliases={"champion": "10"}, creation_timestamp=3000, deployment_job_id=None,
         deployment_job_state=None, description="tells wines apart", last_updated_timestamp=3100,
         name="taster")  # fmt: skip
    write(registered / "aliases" / "champion", "10")
    write(registered / "tags" / "owner", "ann")
    for number, stage in ((1, "Archived"), (9, "Production"), (10, "Production"), (11, "Deleted_Internal")):
        folder = registered / f"version-{number}"
        meta(folder, creation_timestamp=3000 + number, current_stage=stage, deployment_job_state=None,
             description=None, last_updated_timestamp=3050, model_id=MODEL if number == 9 else None, name="taster",
             run_id=RUN, run_link=None, source=f"models:/{MODEL}" if number == 9 else f"runs:/{RUN}/model",
             status="READY", status_message=None, storage_location="", user_id=None, version=number)  # fmt: skip
    write(registered / "version-10" / "tags" / "checked", "yes")
    return root

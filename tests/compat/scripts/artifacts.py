"""Artifacts up, listed and down through either client; reports what it saw."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import mlflow
from mlflow import MlflowClient

mlflow.set_experiment(sys.argv[1])
client = MlflowClient()
here = Path("up")
(here / "deep" / "er").mkdir(parents=True)
(here / "a.txt").write_text("dry")
(here / "deep" / "er" / "odd name 1.txt").write_text("odd name")
(here / "deep" / "empty.bin").write_bytes(b"")
large = os.urandom(1 << 20) * 6
(here / "deep" / "large.bin").write_bytes(large)
facts: dict[str, object] = {}
with mlflow.start_run() as run:
    mlflow.log_artifact(str(here / "a.txt"))
    mlflow.log_artifact(str(here / "a.txt"), artifact_path="texts/en")
    mlflow.log_artifacts(str(here), artifact_path="all")
    mlflow.log_dict({"k": [1, 2]}, "conf.json")
    mlflow.log_text("hello", "greeting.txt")


def listing(path=None):
    return sorted((f.path, f.is_dir, f.file_size or 0) for f in client.list_artifacts(run.info.run_id, path))


facts["root"], facts["all"], facts["deep"] = listing(), listing("all"), listing("all/deep")
facts["one file"] = listing("greeting.txt")
Path("down").mkdir()
down = Path(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="all", dst_path="down"))
facts["down"] = sorted(p.relative_to(down).as_posix() for p in down.rglob("*") if p.is_file())
assert hashlib.sha256((down / "deep" / "large.bin").read_bytes()).digest() == hashlib.sha256(large).digest()
facts["texts"] = [
    mlflow.artifacts.load_text(run.info.artifact_uri + "/greeting.txt"),
    mlflow.artifacts.load_dict(f"runs:/{run.info.run_id}/conf.json"),
    (down / "deep" / "er" / "odd name 1.txt").read_text(),
]
facts["scheme"] = run.info.artifact_uri.split(":")[0]
print(json.dumps(facts))

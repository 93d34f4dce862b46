"""Logs files that are large by the settings below, as parts and as a stream, and reports what comes back."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

os.environ["MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD"] = sys.argv[1]
os.environ["MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE"] = "1000"
os.environ["MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE"] = str(5 << 20)

import mlflow

facts = {}
with mlflow.start_run() as run:
    for name, size in (("a.bin", 11 << 20), ("b c.bin", 5 << 20), ("é.bin", (10 << 20) + 1), ("small.txt", 10)):
        content = (name * size).encode()[:size]
        Path(name).write_bytes(content)
        mlflow.log_artifact(name, "some/folder")
        got = mlflow.artifacts.download_artifacts(
            run_id=run.info.run_id, artifact_path=f"some/folder/{name}", dst_path="down"
        )
        facts[name] = hashlib.sha256(Path(got).read_bytes()).hexdigest() == hashlib.sha256(content).hexdigest()
    facts["listed"] = [
        [f.path, f.file_size] for f in mlflow.MlflowClient().list_artifacts(run.info.run_id, "some/folder")
    ]
print(json.dumps(facts))

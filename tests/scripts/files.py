"""Files of a run: logged, listed and fetched in each way."""

from __future__ import annotations

import os
import pathlib

import numpy as np
from PIL import Image

import mlflow

os.makedirs("data/sub")
pathlib.Path("data/a.csv").write_text("1")
pathlib.Path("data/sub/b.csv").write_text("22")
with mlflow.start_run() as run:
    mlflow.log_text("<b>", "deep/er/page.html")
    mlflow.log_dict({"ü": [1, 2]}, "d.json")
    mlflow.log_image(np.zeros((4, 5, 3), dtype=np.uint8), "zero.png")
    mlflow.log_image(Image.new("RGB", (10, 20)), "pil.png")
    mlflow.log_artifacts("data", "into")
    mlflow.log_artifact(pathlib.Path("data/a.csv"), "one")
    mlflow.log_artifact("data", "folder")
    mlflow.log_table({"q": ["a", "b"], "r": [1, 2]}, "table.json")
    mlflow.log_table({"q": ["c"], "r": [3]}, "table.json")
run_id, fetch = run.info.run_id, mlflow.artifacts.download_artifacts
top = {info.path: info.is_dir for info in mlflow.artifacts.list_artifacts(run_id=run_id)}
assert top == {
    "d.json": False, "deep": True, "folder": True, "into": True, "one": True, "pil.png": False, "table.json": False,
    "zero.png": False,
}  # fmt: skip
assert [f.path for f in mlflow.artifacts.list_artifacts(f"runs:/{run_id}/into")] == ["into/a.csv", "into/sub"]
assert mlflow.artifacts.load_dict(f"runs:/{run_id}/d.json") == {"ü": [1, 2]}
assert mlflow.artifacts.load_image(f"runs:/{run_id}/pil.png").size == (10, 20)
assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/deep/er/page.html") == "<b>"
local = fetch(run_id=run_id, artifact_path="into", dst_path="downloaded")
assert local == os.path.abspath("downloaded/into") and sorted(os.listdir(local)) == ["a.csv", "sub"]
assert pathlib.Path(fetch(f"runs:/{run_id}/folder/data/sub/b.csv")).read_text() == "22"
assert mlflow.load_table("table.json", run_ids=[run_id])["r"].tolist() == [1, 2, 3]

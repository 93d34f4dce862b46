"""A large file, and many small ones, to a server and back."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import mlflow

MEGABYTES, FILES = int(sys.argv[1]), int(sys.argv[2])
now = time.perf_counter
facts: dict[str, float] = {}
block = os.urandom(1 << 20)
with open("large.bin", "wb") as file:
    for number in range(MEGABYTES):
        file.write(number.to_bytes(8, "big") + block[8:])
os.mkdir("small")
for number in range(FILES):
    Path("small", f"{number}.bin").write_bytes(os.urandom(10_000))
os.sync()
client = mlflow.MlflowClient()
run_id = client.create_run("0").info.run_id
client.log_text(run_id, "warm", "warm.txt")

start = now()
client.log_artifact(run_id, "large.bin")
facts["large_upload_mb_s"] = MEGABYTES * 1.048576 / (now() - start)
os.mkdir("down")
start = now()
down = client.download_artifacts(run_id, "large.bin", "down")
facts["large_download_mb_s"] = MEGABYTES * 1.048576 / (now() - start)
assert os.path.getsize(down) == MEGABYTES << 20
os.unlink(down)

start = now()
client.log_artifacts(run_id, "small", "small")
facts["small_upload_files_s"] = FILES / (now() - start)
start = now()
down = client.download_artifacts(run_id, "small", "down")
facts["small_download_files_s"] = FILES / (now() - start)
assert len(os.listdir(down)) == FILES
print(json.dumps(facts))

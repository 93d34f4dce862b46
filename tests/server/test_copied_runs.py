"""A server whose folder runs are copied into while it runs."""

from __future__ import annotations

import json
import shutil
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from mlflow.entities import Metric
from mlflow.store.sql.store import close_all, open_store
from mlflow.uris import StoreUri
from tests.processes import server


def asked(address: str, path: str, **body: Any) -> Any:
    request = urllib.request.Request(
        f"{address}/api/2.0/mlflow/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


@pytest.mark.slow
def test_a_run_copied_from_another_machine_appears_and_one_that_ends_here_is_written(tmp_path: Path) -> None:
    elsewhere = open_store(StoreUri("directory", str(tmp_path / "cluster")))
    experiment = elsewhere.create_experiment("wine")
    run = elsewhere.create_run(experiment, run_name="far away").info.run_id
    elsewhere.log_batch(run, [Metric("loss", 1.0 / (s + 1), 5 + s, s) for s in range(10)])
    elsewhere.update_run(run, "FINISHED", 99)
    close_all()
    root = tmp_path / "here" / "mlruns"
    root.mkdir(parents=True)
    with server(Path(sys.executable), root.parent, 30, "--backend-store-uri", str(root)) as address:
        own = asked(address, "runs/create", experiment_id="0", start_time=1)["run"]["info"]["run_id"]
        shutil.copytree(tmp_path / "cluster" / experiment, root / experiment)
        end = time.monotonic() + 30
        while not (found := asked(address, "runs/search", experiment_ids=[experiment]).get("runs")):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert found[0]["info"]["run_name"] == "far away"
        assert found[0]["data"]["metrics"] == [{"key": "loss", "value": 0.1, "timestamp": 14, "step": 9}]
        asked(address, "runs/update", run_id=own, status="FINISHED", end_time=2)
        while not (root / "0" / own / "meta.yaml").is_file():
            assert time.monotonic() < end
            time.sleep(0.02)
        asked(address, "runs/set-tag", run_id=run, key="seen", value="here")  # of the one that was copied
        while not (root / experiment / run / "tags" / "seen").is_file():
            assert time.monotonic() < end
            time.sleep(0.02)
        assert (root / experiment / run / "metrics" / "loss").read_text().count("\n") == 10

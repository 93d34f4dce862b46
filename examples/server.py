"""A tracking server in a process of its own, and a script that logs to it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request

import mlflow

with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"

port = address.rpartition(":")[2]
server = subprocess.Popen([sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", port])
try:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)

    mlflow.set_tracking_uri(address)
    mlflow.set_experiment("remote")
    with mlflow.start_run() as run:
        mlflow.log_param("where", "elsewhere")
        for step in range(5):
            mlflow.log_metric("distance", step * 1.5, step=step)
        mlflow.log_text("uploaded through the server", "note.txt")

    seen = mlflow.get_run(run.info.run_id)
    assert seen.data.params == {"where": "elsewhere"}
    assert seen.data.metrics == {"distance": 6.0}
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/note.txt") == "uploaded through the server"
    print(f"logged to {address}")
finally:
    server.terminate()
    server.wait(timeout=20)

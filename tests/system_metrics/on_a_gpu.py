"""By hand, on a machine with an NVIDIA GPU: a run records what nvidia-smi says.

python -m pip install --target .cache/gpu msgspec typing-extensions PyYAML psutil nvidia-ml-py
PYTHONPATH=src:.cache/gpu python tests/system_metrics/on_a_gpu.py
"""

from __future__ import annotations

import subprocess
import tempfile
import time

import pynvml

import mlflow
from mlflow.system_metrics.metrics.gpu_monitor import GPUMonitor

FIELDS = "utilization.gpu,memory.used,memory.total,power.draw,enforced.power.limit"


def said_by_the_driver() -> list[float]:
    command = ["nvidia-smi", "-i", "0", f"--query-gpu={FIELDS}", "--format=csv,noheader,nounits"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [float(part) if part.strip()[:1].isdigit() else -1.0 for part in answer.split(",")]


def main() -> None:
    monitor = GPUMonitor()
    begin = time.perf_counter()
    for _ in range(100):
        monitor.collect_metrics()
    print(f"{monitor.num_gpus} GPU(s), NVML {pynvml.nvmlSystemGetDriverVersion()}")
    print(f"a sample takes {(time.perf_counter() - begin) * 10:.3f} ms")

    mlflow.set_tracking_uri(tempfile.mkdtemp())
    mlflow.set_system_metrics_sampling_interval(0.5)
    with mlflow.start_run(log_system_metrics=True) as run:
        time.sleep(3)
        use, used, total, power, limit = said_by_the_driver()
    found = mlflow.get_run(run.info.run_id).data.metrics
    for key in sorted(key for key in found if "gpu" in key):
        print(f"{key:45} {found[key]}")
    print(f"nvidia-smi: {use} %, {used} of {total} MiB, {power} of {limit} W")

    first = "system/gpu_0_"
    assert abs(found[f"{first}memory_usage_megabytes"] - used * 1.048576) < 2000, "memory"
    assert abs(found[f"{first}memory_usage_percentage"] - used / total * 100) < 3, "share of memory"
    assert 0 <= found[f"{first}utilization_percentage"] <= 100, "use"
    if power >= 0:
        assert abs(found[f"{first}power_usage_watts"] - power) < 100, "power"
        assert abs(found[f"{first}power_usage_percentage"] - power / limit * 100) < 30, "share of power"
    history = mlflow.MlflowClient().get_metric_history(run.info.run_id, f"{first}utilization_percentage")
    assert [point.step for point in history] == list(range(len(history))) and len(history) >= 4, "steps"
    print("as nvidia-smi says")


if __name__ == "__main__":
    main()

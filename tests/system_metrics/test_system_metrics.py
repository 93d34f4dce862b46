"""The load of the machine is recorded with runs, and never stands in the way of what they do."""

from __future__ import annotations

import logging
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

import mlflow
from mlflow.environment_variables import (
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING,
    MLFLOW_SYSTEM_METRICS_NODE_ID,
    MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING,
    MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL,
)
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.system_metrics.metrics.base_metrics_monitor import BaseMetricsMonitor
from mlflow.system_metrics.system_metrics_monitor import SystemMetricsMonitor
from tests.processes import clean_environment

NAMES = {
    "cpu_utilization_percentage",
    "disk_available_megabytes",
    "disk_usage_megabytes",
    "disk_usage_percentage",
    "network_receive_megabytes",
    "network_transmit_megabytes",
    "system_memory_usage_megabytes",
    "system_memory_usage_percentage",
}


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (
        MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING, MLFLOW_SYSTEM_METRICS_NODE_ID,
        MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING, MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL,
    ):  # fmt: skip
        monkeypatch.setenv(variable.name, "")  # so that what a test sets is undone
        monkeypatch.delenv(variable.name)
    mlflow.set_system_metrics_sampling_interval(0.05)


def system_metrics(run_id: str) -> dict[str, float]:
    return {key: value for key, value in mlflow.get_run(run_id).data.metrics.items() if key.startswith("system/")}


def steps(run_id: str, key: str) -> list[int]:
    return [point.step for point in mlflow.MlflowClient().get_metric_history(run_id, key)]


def wait_for(run_id: str, points: int, key: str = "system/disk_usage_percentage") -> None:
    end = time.monotonic() + 20
    while len(steps(run_id, key)) < points:
        assert time.monotonic() < end, "no points come"
        time.sleep(0.02)


def monitors() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "SystemMetricsMonitor"]


def test_settings() -> None:
    mlflow.enable_system_metrics_logging()
    assert MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.get()
    mlflow.config.disable_system_metrics_logging()
    assert not MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING.get()
    for variable, keep in (
        (MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL, mlflow.set_system_metrics_sampling_interval),
        (MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING, mlflow.set_system_metrics_samples_before_logging),
        (MLFLOW_SYSTEM_METRICS_NODE_ID, mlflow.system_metrics.set_system_metrics_node_id),
    ):
        keep(3)  # type: ignore[arg-type]
        assert variable.get() in (3, "3")
        keep(None)
        assert not variable.is_set()


@pytest.mark.parametrize("wrong", [0, -1, "x", float("nan")])
def test_settings_that_make_no_sense(wrong: object) -> None:
    with pytest.raises(InvalidParameterValue):
        mlflow.set_system_metrics_sampling_interval(wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidParameterValue):
        mlflow.set_system_metrics_samples_before_logging(wrong)  # type: ignore[arg-type]


def test_a_run_has_them() -> None:
    with mlflow.start_run(log_system_metrics=True) as run:
        assert len(monitors()) == 1 and monitors()[0].daemon
        wait_for(run.info.run_id, 3)
    assert not monitors()
    found = system_metrics(run.info.run_id)
    assert {f"system/{name}" for name in NAMES} <= found.keys()
    assert 0 < found["system/system_memory_usage_percentage"] < 100
    assert steps(run.info.run_id, "system/cpu_utilization_percentage")[:3] == [0, 1, 2]
    with mlflow.start_run() as silent:
        assert not monitors()
    assert not system_metrics(silent.info.run_id)


def test_what_is_switched_on_for_all_runs() -> None:
    mlflow.enable_system_metrics_logging()
    with mlflow.start_run() as outer, mlflow.start_run(nested=True) as inner:
        assert len(monitors()) == 2
        wait_for(outer.info.run_id, 1)
        wait_for(inner.info.run_id, 1)
        with mlflow.start_run(nested=True, log_system_metrics=False):
            assert len(monitors()) == 2
    assert not monitors()


def test_steps_go_on_in_a_resumed_run() -> None:
    with mlflow.start_run(log_system_metrics=True) as run:
        wait_for(run.info.run_id, 2)
    before = steps(run.info.run_id, "system/disk_usage_percentage")
    with mlflow.start_run(run.info.run_id, log_system_metrics=True):
        wait_for(run.info.run_id, len(before) + 2)
    now = steps(run.info.run_id, "system/disk_usage_percentage")
    assert now == list(range(len(now)))
    mlflow.set_system_metrics_node_id("n0")
    with mlflow.start_run(run.info.run_id, log_system_metrics=True):
        wait_for(run.info.run_id, 1, "system/n0/disk_usage_percentage")
    assert steps(run.info.run_id, "system/n0/disk_usage_percentage")[0] == len(now)


def test_points_are_means_of_samples() -> None:
    class Counting(BaseMetricsMonitor):
        count = 0

        def collect_metrics(self) -> None:
            self.count += 1
            self._metrics["count"].append(self.count)

        def aggregate_metrics(self) -> dict[str, float]:
            return self._means()

    with mlflow.start_run() as run:
        monitor = SystemMetricsMonitor(run.info.run_id, 0.01, 4)
        monitor.monitors = [Counting()]
        monitor.start()
        wait_for(run.info.run_id, 2, "system/count")
        monitor.finish()
        values = [p.value for p in mlflow.MlflowClient().get_metric_history(run.info.run_id, "system/count")]
    assert values[:2] == [2.5, 6.5]


def test_a_broken_device_or_store_costs_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(BaseMetricsMonitor):
        def collect_metrics(self) -> None:
            raise OSError("the sensor is gone")

        def aggregate_metrics(self) -> dict[str, float]:
            return {"x": 1.0}

    with mlflow.start_run() as run:
        monitor = SystemMetricsMonitor(run.info.run_id, 0.01)
        monitor.monitors.append(Broken())
        monitor.start()
        wait_for(run.info.run_id, 3)
        mlflow.MlflowClient().delete_run(run.info.run_id)
        time.sleep(0.1)
        assert monitors()
        monitor.finish()
        mlflow.MlflowClient().restore_run(run.info.run_id)
    assert caplog.text.count("training goes on") == 1 and "sensor is gone" in caplog.text


def test_the_end_of_a_run_waits_for_no_interval() -> None:
    mlflow.set_system_metrics_sampling_interval(60)
    begin = time.monotonic()
    with mlflow.start_run(log_system_metrics=True):
        assert monitors()
    assert time.monotonic() - begin < 5


def test_nonsense_in_the_environment_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL.name, "often")
    with mlflow.start_run(log_system_metrics=True):
        mlflow.log_metric("m", 1)
    assert "MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL" in caplog.text


def _child_ends(run_id: str) -> None:
    from mlflow.system_metrics.running import stop_monitoring

    stop_monitoring(run_id)
    mlflow.log_metric("child", 1, run_id=run_id)
    mlflow.flush_async_logging()
    os._exit(0 if not monitors() and mlflow.get_run(run_id).data.metrics["child"] == 1 else 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # forking with threads is what is tried
def test_a_forked_child_has_no_monitor_and_its_parent_goes_on() -> None:
    with mlflow.start_run(log_system_metrics=True) as run:
        wait_for(run.info.run_id, 1)
        child = multiprocessing.get_context("fork").Process(target=_child_ends, args=(run.info.run_id,))
        child.start()
        child.join(20)
        assert child.exitcode == 0 and monitors()
        wait_for(run.info.run_id, len(steps(run.info.run_id, "system/disk_usage_percentage")) + 2)
    assert mlflow.get_run(run.info.run_id).data.metrics["child"] == 1


def test_a_process_that_forgets_its_run_ends_at_once(tmp_path: Path) -> None:
    script = "import mlflow, time; mlflow.start_run(log_system_metrics=True); time.sleep(0.5)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=tmp_path, text=True, capture_output=True, timeout=30,
        env=clean_environment(MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL="0.1"), check=False,
    )  # fmt: skip
    assert done.returncode == 0 and done.stderr == ""
    mlflow.set_tracking_uri(tmp_path / "mlruns")
    (run,) = mlflow.search_runs(output_format="list")
    assert run.info.status == "FINISHED" and system_metrics(run.info.run_id)


# GPUs: the drivers' libraries, as they would answer


def test_without_a_driver_there_are_no_gpus(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), mlflow.start_run() as run:
        kinds = [type(monitor).__name__ for monitor in SystemMetricsMonitor(run.info.run_id).monitors]
    if "GPUMonitor" not in kinds:
        assert kinds == ["CPUMonitor", "DiskMonitor", "NetworkMonitor"] and "no GPU" in caplog.text


def test_gpus_of_nvidia(monkeypatch: pytest.MonkeyPatch) -> None:
    import pynvml

    from mlflow.system_metrics.metrics.gpu_monitor import GPUMonitor

    def no_power(gpu: int) -> int:
        if gpu == 1:  # as virtual devices answer
            raise pynvml.NVMLError(pynvml.NVML_ERROR_NOT_SUPPORTED)
        return 123_456

    for name, answer in {
        "nvmlInit": lambda: None,
        "nvmlDeviceGetCount": lambda: 2,
        "nvmlDeviceGetHandleByIndex": lambda at: at,
        "nvmlDeviceGetMemoryInfo": lambda gpu: SimpleNamespace(total=80 * 2**30, used=(10 + gpu) * 2**30 + 500_000_000),
        "nvmlDeviceGetUtilizationRates": lambda gpu: SimpleNamespace(gpu=37 + gpu, memory=12),
        "nvmlDeviceGetPowerUsage": no_power,
        "nvmlDeviceGetEnforcedPowerLimit": lambda gpu: 300_000,
    }.items():
        monkeypatch.setattr(pynvml, name, answer)
    monitor = GPUMonitor()
    monitor.collect_metrics()
    monitor.collect_metrics()
    assert monitor.aggregate_metrics() == {
        "gpu_0_memory_usage_percentage": 13.1,
        "gpu_0_memory_usage_megabytes": 11237.4,
        "gpu_0_utilization_percentage": 37.0,
        "gpu_0_power_usage_watts": 123.5,
        "gpu_0_power_usage_percentage": 41.2,
        "gpu_1_memory_usage_percentage": 14.3,
        "gpu_1_memory_usage_megabytes": 12311.2,
        "gpu_1_utilization_percentage": 38.0,
    }
    monitor.clear_metrics()
    assert not monitor.aggregate_metrics()
    monkeypatch.setattr(pynvml, "nvmlDeviceGetCount", lambda: 0)
    with pytest.raises(MlflowException, match="no GPU"):
        GPUMonitor()


def test_gpus_of_amd(monkeypatch: pytest.MonkeyPatch) -> None:
    library = SimpleNamespace(
        smi_initialize=lambda: None,
        smi_get_device_count=lambda: 1,
        smi_get_device_memory_total=lambda at: 64 * 2**30,
        smi_get_device_memory_used=lambda at: 10 * 2**30,
        smi_get_device_utilization=lambda at: 40,
        smi_get_device_average_power=lambda at: 123.456,
    )
    monkeypatch.setitem(sys.modules, "pyrsmi", SimpleNamespace(rocml=library))  # type: ignore[arg-type]
    from mlflow.system_metrics.metrics.rocm_monitor import ROCMMonitor

    monitor = ROCMMonitor()
    monitor.collect_metrics()
    assert monitor.aggregate_metrics() == {
        "gpu_0_memory_usage_percentage": 15.6,
        "gpu_0_memory_usage_gigabytes": 10.7,
        "gpu_0_utilization_percentage": 40.0,
        "gpu_0_power_usage_watts": 123.5,
        "gpu_0_power_usage_percentage": 24.7,
    }
    library.smi_initialize = lambda: print("Exception caught: no driver")
    with pytest.raises(MlflowException, match="no driver"):
        ROCMMonitor()

"""Load of NVIDIA's GPUs, by their management library."""

from __future__ import annotations

import logging

import pynvml

from mlflow.exceptions import MlflowException
from mlflow.system_metrics.metrics.base_metrics_monitor import BaseMetricsMonitor

_log = logging.getLogger(__name__)


class GPUMonitor(BaseMetricsMonitor):
    """Memory, use and power of every GPU that the driver shows.

    Raises:
        MlflowException: There is no driver or no GPU.
    """

    def __init__(self) -> None:
        super().__init__()
        try:
            pynvml.nvmlInit()
            self.num_gpus = int(pynvml.nvmlDeviceGetCount())
            self.gpu_handles = [pynvml.nvmlDeviceGetHandleByIndex(at) for at in range(self.num_gpus)]
        except pynvml.NVMLError as error:
            raise MlflowException(f"NVIDIA's driver shows no GPU: {error}") from error
        if not self.gpu_handles:
            raise MlflowException("NVIDIA's driver shows no GPU.")

    def collect_metrics(self) -> None:
        for at, gpu in enumerate(self.gpu_handles):
            # What a device does not tell, as virtual ones tell no power, is left out; the rest is recorded.
            for measure in (self._memory, self._use, self._power):
                try:
                    measure(f"gpu_{at}", gpu)
                except pynvml.NVMLError as error:
                    _log.debug("GPU %d tells nothing of its %s: %s", at, measure.__name__, error)

    def _memory(self, name: str, gpu: object) -> None:
        memory = pynvml.nvmlDeviceGetMemoryInfo(gpu)
        self._metrics[f"{name}_memory_usage_percentage"].append(round(memory.used / memory.total * 100, 1))
        self._metrics[f"{name}_memory_usage_megabytes"].append(memory.used / 1e6)

    def _use(self, name: str, gpu: object) -> None:
        self._metrics[f"{name}_utilization_percentage"].append(pynvml.nvmlDeviceGetUtilizationRates(gpu).gpu)

    def _power(self, name: str, gpu: object) -> None:
        power = pynvml.nvmlDeviceGetPowerUsage(gpu) / 1000
        self._metrics[f"{name}_power_usage_watts"].append(power)
        limit = pynvml.nvmlDeviceGetEnforcedPowerLimit(gpu) / 1000
        if limit:
            self._metrics[f"{name}_power_usage_percentage"].append(power / limit * 100)

    def aggregate_metrics(self) -> dict[str, float]:
        return self._means()

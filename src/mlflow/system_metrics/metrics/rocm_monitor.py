"""Load of AMD's GPUs, by the Python side of their management library."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Callable
from typing import Any

from pyrsmi import rocml

from mlflow.exceptions import MlflowException
from mlflow.system_metrics.metrics.base_metrics_monitor import BaseMetricsMonitor

_log = logging.getLogger(__name__)

#: Watts that 100 % of a GPU's power stands for: the library does not tell its limit. MLflow takes the same.
_FULL_POWER = 500


class ROCMMonitor(BaseMetricsMonitor):
    """Memory, use and power of every GPU that the driver shows.

    Raises:
        MlflowException: There is no driver or no GPU.
    """

    def __init__(self) -> None:
        super().__init__()
        try:
            self.raise_error(rocml.smi_initialize)
            self.num_gpus = int(rocml.smi_get_device_count())
        except Exception as error:  # the library's errors have no class of their own
            raise MlflowException(f"AMD's driver shows no GPU: {error}") from error
        if self.num_gpus < 1:
            raise MlflowException("AMD's driver shows no GPU.")

    @staticmethod
    def raise_error(func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a function of the library, which prints its errors instead of raising them.

        Raises:
            RuntimeError: It printed one.
        """
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            found = func(*args, **kwargs)
        if "Exception" in printed.getvalue() or "Error" in printed.getvalue():
            raise RuntimeError(printed.getvalue().strip())
        return found

    def collect_metrics(self) -> None:
        for at in range(self.num_gpus):
            try:
                used, total = rocml.smi_get_device_memory_used(at), rocml.smi_get_device_memory_total(at)
                self._metrics[f"gpu_{at}_memory_usage_percentage"].append(round(used / total * 100, 1))
                self._metrics[f"gpu_{at}_memory_usage_gigabytes"].append(used / 1e9)
                self._metrics[f"gpu_{at}_utilization_percentage"].append(rocml.smi_get_device_utilization(at))
                power = rocml.smi_get_device_average_power(at)
                self._metrics[f"gpu_{at}_power_usage_watts"].append(power)
                self._metrics[f"gpu_{at}_power_usage_percentage"].append(power / _FULL_POWER * 100)
            except Exception as error:  # the library's errors have no class of their own
                _log.debug("GPU %d cannot be measured: %s", at, error)

    def aggregate_metrics(self) -> dict[str, float]:
        return self._means()

"""What went over the network."""

from __future__ import annotations

import psutil

from mlflow.system_metrics.metrics.base_metrics_monitor import BaseMetricsMonitor


class NetworkMonitor(BaseMetricsMonitor):
    """Received and sent since the monitor began, by all interfaces; of the samples the last counts."""

    def __init__(self) -> None:
        super().__init__()
        self._begin = psutil.net_io_counters()

    def collect_metrics(self) -> None:
        now, begin = psutil.net_io_counters(), self._begin
        if now is None or begin is None:  # a machine without interfaces
            return
        self._metrics["network_receive_megabytes"].append((now.bytes_recv - begin.bytes_recv) / 1e6)
        self._metrics["network_transmit_megabytes"].append((now.bytes_sent - begin.bytes_sent) / 1e6)

    def aggregate_metrics(self) -> dict[str, float]:
        return {name: round(values[-1], 1) for name, values in self._metrics.items() if values}

"""What ``import mlflow`` costs."""

from __future__ import annotations

import json
import sys
import time

before = len(sys.modules)
start = time.perf_counter()
import mlflow  # noqa: E402, F401 - what is measured

seconds = time.perf_counter() - start
with open("/proc/self/status") as status:  # the peak of getrusage would be inherited from the driver
    (peak,) = (int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
print(json.dumps({"import_s": seconds, "import_modules": len(sys.modules) - before, "import_mb": peak}))

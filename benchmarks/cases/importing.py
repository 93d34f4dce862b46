"""What ``import mlflow`` costs."""

from __future__ import annotations

import json
import resource
import sys
import time

before = len(sys.modules)
start = time.perf_counter()
import mlflow  # noqa: E402, F401 - what is measured

seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"import_s": seconds, "import_modules": len(sys.modules) - before, "import_mb": peak}))

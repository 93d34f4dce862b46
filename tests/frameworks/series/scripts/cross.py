"""Saves every sample into ``genuine/<name>`` and tells what it and ``ours/<name>`` answer, and how they are described.

One process for all of them: starting one and importing the frameworks takes most of the time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import mlflow

sys.path.append(str(Path(__file__).parents[1]))
import samples


def told(folder: str, asked: Any) -> dict[str, Any]:
    loaded = mlflow.pyfunc.load_model(folder)
    answer = loaded.predict(asked).to_numpy(dtype=object).tolist()
    return {"answer": answer, "flavors": loaded.metadata.flavors}


facts: dict[str, Any] = {"file": mlflow.__file__}
for name, (flavor, make, asked) in samples.SAMPLES.items():
    getattr(mlflow, flavor).save_model(make(), f"genuine/{name}", pip_requirements=[])
    facts[name] = {folder: told(f"{folder}/{name}", asked) for folder in ("genuine", "ours")}
print()
print(json.dumps(facts, default=str))

"""A name that NumPy dropped in 1.24 and took up again in 2.0, without which MXNet 1.9, its last, cannot be imported."""

from __future__ import annotations

import numpy as np

if "bool" not in vars(np):
    vars(np)["bool"] = np.bool_

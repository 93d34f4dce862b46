"""Paddle is imported here, as it warns of a compiler, and warnings are errors where tests are collected."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import paddle  # noqa: F401

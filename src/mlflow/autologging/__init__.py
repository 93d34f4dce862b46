"""Training watched: the mechanism that all libraries share, and one room per library."""

from __future__ import annotations

from mlflow.autologging.libraries import autolog

__all__ = ["autolog"]

"""Autologging of scikit-learn; the switch does not import it."""

from __future__ import annotations

from mlflow.autologging.sklearn.switch import autolog

__all__ = ["autolog"]

"""The logged model that metrics are linked to."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from mlflow.environment_variables import MLFLOW_ACTIVE_MODEL_ID

_UNSET = ""


@dataclass(frozen=True)
class ActiveModelContext:
    """An active model as MLflow describes it.

    Args:
        model_id: Its id; None where no model is active.
        set_by_user: Whether a user chose it.
    """

    model_id: str | None = None
    set_by_user: bool = False


_model: ContextVar[str] = ContextVar("mlflow_active_model", default=_UNSET)
_last: ContextVar[str | None] = ContextVar("mlflow_last_model", default=None)
#: Of the environment, read once: metrics are logged too often to look each time.
_from_environment: str | None = MLFLOW_ACTIVE_MODEL_ID.get()
_cleared = False


def active_model_id() -> str | None:
    """Id of the active model: what was set, else ``MLFLOW_ACTIVE_MODEL_ID``."""
    return _model.get() or (None if _cleared else _from_environment)


def activate_model(model_id: str | None) -> None:
    """Make a logged model the active one; None for none."""
    global _cleared
    _model.set(model_id or _UNSET)
    _cleared = model_id is None


def last_model_id() -> str | None:
    """Id of the model that was made last in this context."""
    return _last.get()


def note_model(model_id: str) -> None:
    """Remember a model as the one made last."""
    _last.set(model_id)

"""Arguments that travel by another name than they have in Python."""

from __future__ import annotations

from typing import Annotated

from mlflow.contracts.acts import Translated
from mlflow.entities.logged_models import status_from_wire, status_to_wire
from mlflow.entities.states import LoggedModelStatus, RunStatus, ViewType
from mlflow.exceptions import InvalidParameterValue


def _view_from_wire(value: str | int) -> int | None:
    try:
        return int(value) if int(value) in (1, 2, 3) else None
    except ValueError:
        pass
    try:
        return ViewType.from_string(str(value))
    except InvalidParameterValue:
        return None  # MLflow's servers take the default for a name they do not know


def _run_status_from_wire(value: str | int) -> str | None:
    try:
        return RunStatus.to_string(int(value))
    except InvalidParameterValue:
        return None
    except ValueError:
        return str(value) if str(value) in RunStatus._numbers else None


def _model_status_from_wire(value: str | int) -> LoggedModelStatus:
    try:
        return LoggedModelStatus.from_int(int(value))
    except (ValueError, IndexError):
        return status_from_wire(str(value))


#: A :class:`~mlflow.entities.ViewType` number; a name such as ``ACTIVE_ONLY`` in JSON.
View = Annotated[int, Translated(str | int, _view_from_wire, lambda v: ViewType.to_string(v).upper())]
#: A name of :class:`~mlflow.entities.RunStatus`; unknown names read as absent.
Status = Annotated[str, Translated(str | int, _run_status_from_wire, str)]
#: A :class:`~mlflow.entities.LoggedModelStatus`; ``LOGGED_MODEL_READY`` and so on in JSON.
ModelStatus = Annotated[
    LoggedModelStatus, Translated(str | int, _model_status_from_wire, lambda s: status_to_wire(LoggedModelStatus(s)))
]

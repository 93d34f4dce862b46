"""Errors of a database server as ours."""

from __future__ import annotations

from typing import Final

from mlflow.environment_variables import PENSTOCK_SERVER_READ_TIMEOUT
from mlflow.exceptions import (
    BadRequest,
    InvalidParameterValue,
    MlflowException,
    PermissionDenied,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.store.sql.dialects.server import Fault, Kind, ServerDialect

_SHORTEST_SECRET: Final = 4


class Interrupted(MlflowException):
    """A transaction that is undone, maybe through no fault of its own; the act may be run anew."""


class Contended(Interrupted, TemporarilyUnavailable):
    """Other transactions came between."""


class Contradicted(Interrupted, BadRequest):
    """It contradicts what others have written, maybe a moment ago: another look may tell more."""


class Lost(Interrupted, TemporarilyUnavailable):
    """The connection is dead."""


def told(
    error: BaseException, drivers: type[Exception], dialect: ServerDialect, where: str, dead: bool, secret: str
) -> BaseException:
    """An error that ended a transaction, as one of ours, where there is something to say.

    Args:
        error: The error.
        drivers: What the driver's errors are.
        dialect: The database's.
        where: Its address, without a password.
        dead: Whether the connection is known to be dead.
        secret: The password, which no message holds.
    """
    if isinstance(error, MlflowException) or not isinstance(error, Exception):
        return error
    if isinstance(error, UnicodeEncodeError):
        return InvalidParameterValue(f"A text that is no valid Unicode cannot be stored ({error.reason}).")
    if type(error).__module__.startswith("sqlalchemy"):
        return TemporarilyUnavailable(
            f"All connections to {where} are in use. Allow more with MLFLOW_SQLALCHEMYSTORE_POOL_SIZE and "
            "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW."
        )
    if not isinstance(error, drivers):
        return error
    fault = dialect.fault(error)
    text = fault.text.replace(secret, "***") if len(secret) >= _SHORTEST_SECRET else fault.text
    return _as_ours(Fault(Kind.LOST if dead else fault.kind, text), dialect.name, where)


def _as_ours(fault: Fault, name: str, where: str) -> MlflowException:
    text = fault.text
    if fault.kind is Kind.CONTENDED:
        return Contended(f"Other transactions at {where} came between again and again ({text}). Try again.")
    if fault.kind is Kind.CONTRADICTED:
        return Contradicted(f"{where} refused what contradicts other records ({text}).")
    if fault.kind is Kind.LOST:
        return Lost(f"{where} cannot be reached ({text}). Check that {name} runs there and takes connections.")
    if fault.kind is Kind.UNAVAILABLE:
        return TemporarilyUnavailable(f"{where} cannot be used just now ({text}).")
    if fault.kind is Kind.TOO_LONG:
        return InvalidParameterValue(
            "The search takes longer than this server allows; narrow its filter, or search fewer experiments. "
            f"Whoever runs the server can allow more seconds with {PENSTOCK_SERVER_READ_TIMEOUT.name}."
        )
    if fault.kind is Kind.UNFIT:
        return InvalidParameterValue(f"{name} cannot store this text or number ({text}).")
    if fault.kind is Kind.DENIED:
        return PermissionDenied(f"{where} refuses the user or the password of its URL ({text}).")
    if fault.kind is Kind.ABSENT:
        return ResourceDoesNotExist(
            f"There is no database at {where} ({text}). Create it there first; it may be empty."
        )
    return MlflowException(f"The database {where} failed: {text}.")

"""Errors of a database server as ours."""

from __future__ import annotations

import logging
from typing import Final

from sqlalchemy.exc import TimeoutError as NoneIsFree

from mlflow.environment_variables import (
    MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW,
    MLFLOW_SQLALCHEMYSTORE_POOL_SIZE,
    PENSTOCK_SERVER_READ_TIMEOUT,
)
from mlflow.exceptions import (
    BadRequest,
    InvalidParameterValue,
    MlflowException,
    PermissionDenied,
    ResourceDoesNotExist,
    TemporarilyUnavailable,
)
from mlflow.store.sql.dialects.server import Kind, ServerDialect

_log = logging.getLogger(__name__)
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
    error: BaseException, drivers: type[Exception], dialect: ServerDialect, where: str | None, dead: bool, secret: str
) -> BaseException:
    """An error that ended a transaction, as one of ours, where there is something to say.

    Args:
        error: The error.
        drivers: What the driver's errors are.
        dialect: The database's.
        where: Its address, without a password, while it is being opened.
        dead: Whether the connection is known to be dead.
        secret: The password, which no message holds.
    """
    if isinstance(error, MlflowException) or not isinstance(error, Exception):
        return error
    if isinstance(error, UnicodeEncodeError):
        return InvalidParameterValue(f"A text that is no valid Unicode cannot be stored ({error.reason}).")
    if isinstance(error, NoneIsFree):
        return TemporarilyUnavailable(
            "All connections to the database are in use. Whoever runs the server can allow more with "
            f"{MLFLOW_SQLALCHEMYSTORE_POOL_SIZE.name} and {MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW.name}."
        )
    if not isinstance(error, drivers):
        return error
    fault = dialect.fault(error)
    text = fault.text.replace(secret, "***") if len(secret) >= _SHORTEST_SECRET else fault.text
    kind = Kind.LOST if dead else fault.kind
    if kind in (Kind.LOST, Kind.UNAVAILABLE, Kind.DENIED, Kind.ABSENT):
        return _away(kind, text, dialect.name, where)
    if kind is Kind.CONTENDED:
        return Contended(f"Other transactions came between again and again ({text}). Try again.")
    if kind is Kind.CONTRADICTED:
        return Contradicted(f"The database refused what contradicts other records ({text}).")
    if kind is Kind.TOO_LONG:
        return InvalidParameterValue(
            "The search takes longer than this server allows; narrow its filter, or search fewer experiments. "
            f"Whoever runs the server can allow more seconds with {PENSTOCK_SERVER_READ_TIMEOUT.name}."
        )
    if kind is Kind.UNFIT:
        return InvalidParameterValue(f"{dialect.name} cannot store this text or number ({text}).")
    return MlflowException(f"The database failed: {text}.")


def _away(kind: Kind, text: str, name: str, where: str | None) -> MlflowException:
    """The error for a database that takes no statements; one that did before will again."""
    if where is None:
        # Callers of a server need not know where its database is, nor who reads it; who runs it does.
        _log.warning("The database is away: %s", text)
        away = Lost if kind is Kind.LOST else TemporarilyUnavailable
        return away("The database cannot be reached just now. Whoever runs the server finds the reason in its log.")
    if kind is Kind.LOST:
        return Lost(f"{where} cannot be reached ({text}). Check that {name} runs there and takes connections.")
    if kind is Kind.DENIED:
        return PermissionDenied(f"{where} refuses the user or the password of its URL ({text}).")
    if kind is Kind.ABSENT:
        return ResourceDoesNotExist(
            f"There is no database at {where} ({text}). Create it there first; it may be empty."
        )
    return TemporarilyUnavailable(f"{where} cannot be used just now ({text}).")

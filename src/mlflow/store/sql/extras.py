"""What must be installed for a database on a server, told by the name of the extra that brings it."""

from __future__ import annotations

from typing import Any, Final

from mlflow._door import resolve
from mlflow.exceptions import MlflowException

#: Extras that are not called as the scheme of the URL is.
_EXTRAS: Final = {"postgres": "postgresql", "mariadb": "mysql"}


def extra_of(address: str) -> str:
    """The extra for a database, by its URL or the scheme of it."""
    scheme = address.partition(":")[0].partition("+")[0]
    return _EXTRAS.get(scheme, scheme)


def no_driver(extra: str, error: Exception) -> MlflowException:
    """The error for a driver that is not there, or not whole."""
    return MlflowException(
        f"The driver for this database is not installed ({error}). Install it with: pip install 'penstock[{extra}]'"
    )


def resolve_for(address: str, target: str) -> Any:
    """What a name names, as :func:`mlflow._door.resolve` has it, for a database on a server.

    Raises:
        MlflowException: A library that it needs is not installed.
    """
    try:
        return resolve(target)
    except ModuleNotFoundError as error:
        raise no_driver(extra_of(address), error) from error

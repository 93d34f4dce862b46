"""Which dialect and driver belong to the URL of a database."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.store.sql.dialects.server import ServerDialect
from mlflow.store.sql.extras import extra_of, no_driver
from mlflow.uris import without_password

#: By the scheme of a URL without its driver. Whatever driver a URL names, ours is taken: users of MLflow have others.
_DIALECTS: Final = {
    "postgresql": "mlflow.store.sql.dialects.postgresql:Postgresql",
    "postgres": "mlflow.store.sql.dialects.postgresql:Postgresql",
    "mysql": "mlflow.store.sql.dialects.mysql:Mysql",
    "mariadb": "mlflow.store.sql.dialects.mysql:Mysql",
    "mssql": "mlflow.store.sql.dialects.mssql:Mssql",
}


def read_url(address: str) -> URL:
    """The parts of a database's URL.

    Raises:
        InvalidParameterValue: It cannot be read; its text is not told, since a password may be in it.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise InvalidParameterValue(
            "The URL of the database cannot be read. Give for example postgresql://user:password@host/name, and write "
            "characters such as '@', '/' and ':' in the password as %40, %2F and %3A."
        ) from None
    if not url.database:
        raise InvalidParameterValue(
            f"{without_password(url.render_as_string(hide_password=True))} names no database; add one, as in "
            "postgresql://host/name."
        )
    return url


def dialect_of(url: URL) -> ServerDialect:
    """The dialect of a database.

    Raises:
        InvalidParameterValue: There is none for it.
        MlflowException: Its driver is not installed.
    """
    scheme = url.drivername.split("+")[0]
    place = _DIALECTS.get(scheme)
    if place is None:
        raise InvalidParameterValue(
            f"Databases of {scheme!r} are not supported; SQLite, PostgreSQL, MySQL, MariaDB and SQL Server are."
        )
    try:
        found: ServerDialect = resolve(place)()
    except ImportError as error:
        raise no_driver(extra_of(scheme), error) from error
    return found


def driver_of(url: URL, dialect: ServerDialect) -> Any:
    """SQLAlchemy's view of the driver: it connects, and knows a dead connection.

    Raises:
        MlflowException: It is not installed.
    """
    try:
        kind: Any = url.set(drivername=dialect.driver).get_dialect()
        return kind(dbapi=kind.import_dbapi())
    except (ImportError, NoSuchModuleError) as error:
        raise no_driver(dialect.extra, error) from error

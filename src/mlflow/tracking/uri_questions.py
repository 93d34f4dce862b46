"""What kind of URI a text is: questions that code for MLflow asks of ``mlflow.utils.uri``."""

from __future__ import annotations

import posixpath

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.uris import parse_location, relative_path, scheme_of, sqlite_file

MYSQL, MSSQL, SQLITE, POSTGRES = "mysql", "mssql", "sqlite", "postgresql"
DATABASE_ENGINES = [POSTGRES, MYSQL, SQLITE, MSSQL]


def get_uri_scheme(uri_or_path: str) -> str:
    """The scheme of a URI; ``""`` for a path; the database, without the driver, for its URL."""
    scheme = scheme_of(str(uri_or_path))
    return scheme.split("+")[0] if scheme.split("+")[0] in DATABASE_ENGINES else scheme


def is_local_uri(uri: str, is_tracking_or_registry_uri: bool = True) -> bool:
    """Whether it is a place of this machine: a path, or a ``file:`` URI without a host."""
    if is_tracking_or_registry_uri and str(uri) in ("databricks", "databricks-uc"):
        return False
    try:
        return parse_location(uri).is_local
    except InvalidParameterValue:
        return False


def is_file_uri(uri: str) -> bool:
    """Whether it is a ``file:`` URI."""
    return scheme_of(str(uri)) == "file"


def is_http_uri(uri: str) -> bool:
    """Whether it is an ``http:`` or ``https:`` URI."""
    return scheme_of(str(uri)) in ("http", "https")


def is_models_uri(uri: str) -> bool:
    """Whether it is a ``models:`` URI."""
    return scheme_of(str(uri)) == "models"


def is_databricks_uri(uri: str) -> bool:
    """Whether it is the address of a Databricks workspace."""
    return str(uri) == "databricks" or scheme_of(str(uri)) == "databricks"


def is_databricks_unity_catalog_uri(uri: str) -> bool:
    """Whether it is the address of a registry in Unity Catalog."""
    return str(uri) == "databricks-uc" or scheme_of(str(uri)) == "databricks-uc"


def append_to_uri_path(uri: str, *paths: str) -> str:
    """A URI or path with further paths below it.

    Raises:
        InvalidParameterValue: One of them would lead elsewhere.
    """
    joined = "/".join(path for path in (relative_path(path.strip("/")) for path in paths) if path)
    return posixpath.join(uri, joined) if joined else uri


def extract_db_type_from_uri(db_uri: str) -> str:
    """The database that a URL names: ``mysql``, ``mssql``, ``sqlite`` or ``postgresql``.

    Raises:
        MlflowException: It is none of them.
    """
    scheme = get_uri_scheme(db_uri)
    if scheme not in DATABASE_ENGINES:
        raise InvalidParameterValue(f"{scheme or db_uri!r} is no database; there are {', '.join(DATABASE_ENGINES)}.")
    return scheme


def resolve_uri_if_local(local_uri: str) -> str:
    """A place of this machine with an absolute path; anything else as it is."""
    if sqlite_file(local_uri):
        return f"sqlite:///{sqlite_file(local_uri)}"
    return str(parse_location(local_uri)) if is_local_uri(local_uri) else local_uri


def validate_path_is_safe(path: str) -> str:
    """A relative path, as it was given.

    Raises:
        MlflowException: It is not relative, or may lead elsewhere.
    """
    try:
        relative_path(path)
    except MlflowException as error:
        raise InvalidParameterValue(f"Invalid path. {error.message}") from None
    return path

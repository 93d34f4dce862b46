"""Whether a workspace of Databricks lets this user in."""

from __future__ import annotations

import logging

from mlflow._door import resolve
from mlflow.active.addresses import set_tracking_uri
from mlflow.active.stores import open_store
from mlflow.exceptions import InvalidParameterValue, MlflowException

_log = logging.getLogger(__name__)


def login(backend: str = "databricks", interactive: bool = True) -> None:
    """Look whether the credentials for Databricks work, and make it the tracking server if they do.

    They are those of the ``DATABRICKS_*`` environment variables or of ``~/.databrickscfg``. Nothing is asked at the
    terminal: a password is better not typed into a program that trains models.

    Args:
        backend: ``databricks``.
        interactive: Whether one might be asked; makes no difference.

    Raises:
        InvalidParameterValue: It is another backend, or no credentials are found; the message says where they go.
        MlflowException: The workspace refuses them, or cannot be reached.
    """
    if backend != "databricks":
        raise InvalidParameterValue(
            f"One can log in at 'databricks', not at {backend!r}. Another server is told who you are with "
            "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN."
        )
    host = resolve("mlflow.store.rest.databricks:workspace_of")(backend).host
    try:
        open_store(backend).search_experiments(max_results=1)
    except MlflowException as error:
        raise MlflowException(f"{host} does not let you in: {error.message}", error_code=error.error_code) from error
    set_tracking_uri(backend)
    _log.info("Runs are kept at %s from now on.", host)

"""What each worker process of the scoring server runs."""

from __future__ import annotations

from mlflow.environment_variables import (
    MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT,
    PENSTOCK_SCORING_MAX_BODY_BYTES,
    PENSTOCK_SCORING_THREADS,
    PENSTOCK_SERVED_MODEL,
)
from mlflow.exceptions import MissingConfigException
from mlflow.pyfunc import load_model
from mlflow.serving.app import ScoringServer, create_app


def application() -> ScoringServer:
    """The scoring server of the model that the environment names.

    Raises:
        MissingConfigException: ``PENSTOCK_SERVED_MODEL`` is not set.
    """
    uri = PENSTOCK_SERVED_MODEL.get()
    if uri is None:
        raise MissingConfigException(f"Set {PENSTOCK_SERVED_MODEL.name} to the URI of the model to serve.")
    return create_app(
        load_model(uri),
        timeout=MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT.get(),
        max_body=PENSTOCK_SCORING_MAX_BODY_BYTES.get(),
        threads=PENSTOCK_SCORING_THREADS.get(),
    )

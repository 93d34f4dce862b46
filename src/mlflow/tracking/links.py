"""Where a browser shows what was logged."""

from __future__ import annotations

from mlflow._door import resolve
from mlflow.uris import credentials_in, parse_store_uri

#: Loaded for Databricks only, since it brings an HTTP client.
_WORKSPACE = "mlflow.store.rest.databricks:workspace_of"


def run_link(tracking_uri: str, experiment_id: str, run_id: str) -> str | None:
    """The page of a run; None where runs are kept in a folder or database, which no server need show.

    Credentials that stand in the address of a server are left out.
    """
    experiment = experiment_link(tracking_uri, experiment_id)
    return f"{experiment}/runs/{run_id}" if experiment is not None else None


def experiment_link(tracking_uri: str, experiment_id: str) -> str | None:
    """The page of an experiment; None as for :func:`run_link`."""
    place = parse_store_uri(tracking_uri) if tracking_uri else None
    if place is not None and place.kind == "http":
        return f"{credentials_in(place.text)[1]}/#/experiments/{experiment_id}"
    if place is not None and place.kind == "databricks":
        return f"{resolve(_WORKSPACE)(place.text).host}/ml/experiments/{experiment_id}"
    return None

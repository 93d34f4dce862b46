"""Where a browser shows what was logged."""

from __future__ import annotations

import shlex

from mlflow._door import resolve
from mlflow.active.addresses import get_tracking_uri
from mlflow.entities.cards import Pages
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
    root = _root(tracking_uri)
    return f"{root}/experiments/{experiment_id}" if root is not None else None


def _root(tracking_uri: str) -> str | None:
    place = parse_store_uri(tracking_uri) if tracking_uri else None
    if place is not None and place.kind == "http":
        return f"{credentials_in(place.text)[1]}/#"
    if place is not None and place.kind == "databricks":
        return f"{resolve(_WORKSPACE)(place.text).host}/ml"
    return None


def pages() -> Pages:
    """The way to the pages of the tracking URI in force. One with a password is not written down in a notebook."""
    tracking_uri = get_tracking_uri()
    root = _root(tracking_uri)
    if root is not None or credentials_in(tracking_uri)[0] is not None:
        return Pages(root)
    return Pages(command=f"mlflow ui --backend-store-uri {shlex.quote(tracking_uri)}")

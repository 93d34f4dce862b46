"""What each worker process of the scoring server runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec

from mlflow.environment_variables import (
    MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT,
    PENSTOCK_SCORING_BATCH_MS,
    PENSTOCK_SCORING_BATCH_SIZE,
    PENSTOCK_SCORING_BATCHING,
    PENSTOCK_SCORING_MAX_BODY_BYTES,
    PENSTOCK_SCORING_QUEUE,
    PENSTOCK_SCORING_RELOAD_SECONDS,
    PENSTOCK_SCORING_STATE,
    PENSTOCK_SCORING_THREADS,
    PENSTOCK_SERVED_MODEL,
)
from mlflow.exceptions import InvalidParameterValue, MissingConfigException
from mlflow.server.listener import spare_from_collection
from mlflow.serving.app import ScoringServer, application_of
from mlflow.serving.batching import Batching
from mlflow.serving.catalog import Catalog
from mlflow.serving.figures import ServingFigures
from mlflow.serving.jobs import Jobs
from mlflow.serving.reloading import Reloading
from mlflow.serving.served import Limits
from mlflow.serving.sources import Source, fetched, loaded, source_of
from mlflow.serving.threads import Threads


def limits_of_environment() -> Limits:
    """What the environment says may be spent on requests.

    Raises:
        InvalidParameterValue: A variable is not understood.
    """
    mode = PENSTOCK_SCORING_BATCHING.get()
    if mode not in ("auto", "on", "off"):
        raise InvalidParameterValue(f"{PENSTOCK_SCORING_BATCHING.name} is auto, on or off, not {mode!r}.")
    return Limits(
        timeout=MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT.get(),
        max_body=PENSTOCK_SCORING_MAX_BODY_BYTES.get(),
        threads=PENSTOCK_SCORING_THREADS.get(),
        waiting=PENSTOCK_SCORING_QUEUE.get(),
        batching=Batching(
            mode=mode,  # type: ignore[arg-type]  # it is one of the three
            size=PENSTOCK_SCORING_BATCH_SIZE.get(),
            delay=PENSTOCK_SCORING_BATCH_MS.get() / 1000,
        ),
    )


def application() -> ScoringServer:
    """The scoring server of the models that the environment names.

    Raises:
        MissingConfigException: ``PENSTOCK_SERVED_MODEL`` is not set.
    """
    named = PENSTOCK_SERVED_MODEL.get()
    if not named:
        raise MissingConfigException(f"Set {PENSTOCK_SERVED_MODEL.name} to the URI of the model to serve.")
    sources = msgspec.json.decode(named, type=list[Source]) if named.startswith("[") else [fetched(source_of(named))]
    limits = limits_of_environment()
    state = PENSTOCK_SCORING_STATE.get()
    figures = ServingFigures(Path(state, "figures")) if state else None
    jobs = Jobs(Path(state, "jobs")) if state else None
    load = partial(loaded, limits=limits, figures=figures, threads=Threads(limits.threads, limits.waiting))
    catalog = Catalog(*(load(source) for source in sources))

    def told(name: str, well: bool) -> None:
        if figures is not None:
            figures.reloaded(name, well)
        if well:
            spare_from_collection()

    Reloading(catalog, sources, load, told, PENSTOCK_SCORING_RELOAD_SECONDS.get()).start()
    return application_of(catalog, limits, figures, jobs)

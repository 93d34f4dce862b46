"""Which models a server answers for: the name and URI of each, and what these mean at the moment."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import msgspec

from mlflow.exceptions import InvalidParameterValue
from mlflow.models.location import local_folder, place_of
from mlflow.pyfunc import load_model
from mlflow.serving.figures import ServingFigures
from mlflow.serving.requests import Format
from mlflow.serving.served import Limits, Served
from mlflow.serving.threads import Threads
from mlflow.uris import parse_models_uri

_NAMED = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]*)=(.+)", re.DOTALL)
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")
_OK = 200


class Source(msgspec.Struct, frozen=True):
    """A model to serve.

    Args:
        name: What it is called in addresses.
        uri: Where it is.
        folder: Where its files are on this machine, if they have been fetched.
        version: Version of the registered model, or id of the logged model; ``""`` where it is neither.
    """

    name: str
    uri: str
    folder: str = ""
    version: str = ""

    @property
    def moves(self) -> bool:
        """Whether the URI may mean another version later: an alias, a stage, or the latest."""
        uri = parse_models_uri(self.uri)
        return uri is not None and uri.name is not None and uri.version is None


def source_of(text: str) -> Source:
    """What ``URI`` or ``NAME=URI`` says.

    Raises:
        InvalidParameterValue: The URI is malformed.
    """
    named = _NAMED.fullmatch(text)
    if named is not None:
        parse_models_uri(named[2])
        return Source(named[1], named[2])
    uri = parse_models_uri(text)
    return Source(_UNFIT.sub("-", uri.name) if uri is not None and uri.name else "model", text)


def sources_of(texts: Sequence[str]) -> list[Source]:
    """What several say.

    Raises:
        InvalidParameterValue: Two are of one name.
    """
    sources = [source_of(text) for text in texts]
    names = [source.name for source in sources]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise InvalidParameterValue(f"Two models are called {twice[0]!r}; name them: -m NAME=URI.")
    return sources


def version_now(source: Source) -> str:
    """Which version the URI means at the moment, without fetching it."""
    place = place_of(source.uri)
    if place.version is not None:
        return str(place.version.version)
    return (place.model.model_id if place.model is not None else "") or ""


def fetched(source: Source) -> Source:
    """The source with its files on this machine, so that each worker reads them there."""
    folder, place = local_folder(source.uri)
    version = str(place.version.version) if place.version is not None else ""
    if not version and place.model is not None:
        version = place.model.model_id or ""
    return Source(source.name, source.uri, str(folder), version)


def loaded(source: Source, limits: Limits, figures: ServingFigures | None, threads: Threads | None) -> Served:
    """The model of a source that has been fetched, ready to answer."""
    began = time.perf_counter()
    uri = parse_models_uri(source.uri)
    registered = (uri.name or "") if uri is not None else ""
    model = load_model(source.folder or source.uri)
    served = Served(model, limits, source.name, source.version, figures, threads, registered)
    if figures is not None:
        figures.serves(source.name, source.version, time.perf_counter() - began)
    return served


def example_fails(served: Served, folder: str) -> str:
    """What a model answers to the example kept in its folder, where that is an error; ``""`` where it is none."""
    text = served.model.metadata.get_serving_input(folder)
    if not text:
        return ""
    status, answer = served.reply_now(text.encode(), Format.JSON)
    return "" if status == _OK else answer.decode(errors="replace")[:500]

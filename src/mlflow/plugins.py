"""What other installed packages add: entry points of MLflow's groups, found without importing anything.

A package says in its metadata, say, ``[mlflow.run_context_provider]`` ``unused = my_package:MyContext``. Such plug-ins
are asked for when a run starts, so looking for them must cost next to nothing: the folders of :data:`sys.path` are
listed once and the few lines that matter are read from the metadata, some milliseconds for hundreds of packages.
Python's own way through ``importlib.metadata`` costs as much as the rest of the first logging call.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlflow._door import resolve

_log = logging.getLogger(__name__)

RUN_CONTEXT = "mlflow.run_context_provider"
DEFAULT_EXPERIMENT = "mlflow.default_experiment_provider"
REQUEST_HEADER = "mlflow.request_header_provider"
REQUEST_AUTH = "mlflow.request_auth_provider"
TRACKING_STORE = "mlflow.tracking_store"
REGISTRY_STORE = "mlflow.model_registry_store"
ARTIFACTS = "mlflow.artifact_repository"
DATASET_SOURCE = "mlflow.dataset_source"
DATASET_CONSTRUCTOR = "mlflow.dataset_constructor"
PROJECT_BACKEND = "mlflow.project_backend"
DEPLOYMENTS = "mlflow.deployments"
EVALUATOR = "mlflow.model_evaluator"
APP = "mlflow.app"

_METADATA = (".dist-info", ".egg-info")
_FILE = "entry_points.txt"


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point.

    Attributes:
        group: What it adds to, such as ``mlflow.artifact_repository``.
        name: What it is called there: a scheme, or any word.
        target: ``"package.module:name"``.
        package: The distribution that brings it.
    """

    group: str
    name: str
    target: str
    package: str

    def load(self) -> Any:
        """What the entry point names, imported now."""
        module, _, name = self.target.partition(":")
        first, *rest = name.split(".") if name else [""]
        found = resolve(f"{module}:{first}" if first else module)
        for attribute in rest:
            found = getattr(found, attribute)
        return found


_found: dict[str, tuple[Plugin, ...]] = {}
_looked_at: tuple[str, ...] | None = None


def plugins(group: str) -> tuple[Plugin, ...]:
    """The entry points of a group, in the order of :data:`sys.path`; of a package that is there twice, the first."""
    global _looked_at
    path = tuple(sys.path)
    if path != _looked_at:
        _found.clear()
        for plugin in _search(path):
            _found[plugin.group] = (*_found.get(plugin.group, ()), plugin)
        _looked_at = path
    return _found.get(group, ())


def loaded(group: str) -> list[tuple[Plugin, Any]]:
    """The entry points of a group with what they name; one that cannot be imported is left out with a warning."""
    found = []
    for plugin in plugins(group):
        try:
            found.append((plugin, plugin.load()))
        except Exception as error:  # of foreign code; it must not take logging with it
            _log.warning(
                "The plug-in %r of %s (%s) cannot be loaded: %s", plugin.name, plugin.package, plugin.group, error
            )
    return found


def _search(path: tuple[str, ...]) -> Iterator[Plugin]:
    seen: set[str] = set()
    for root in path:
        for package, text in _metadata(root or "."):
            if package not in seen:
                seen.add(package)
                if "mlflow." in text:
                    yield from _entries(package, text)


def _metadata(root: str) -> Iterator[tuple[str, str]]:
    """Distributions in a folder or archive, with the text of their entry points."""
    try:
        names = os.listdir(root)
    except NotADirectoryError:
        yield from _of_archive(root)
        return
    except OSError:
        return
    for folder in names:
        if folder.endswith(_METADATA):
            try:
                with open(os.path.join(root, folder, _FILE), encoding="utf-8") as file:
                    text = file.read()
            except (OSError, ValueError):  # none, as most distributions have, or a file in place of the folder
                text = ""
            yield _distribution(folder), text


def _of_archive(root: str) -> Iterator[tuple[str, str]]:
    for found in resolve("importlib.metadata:distributions")(path=[root]):  # slow, and rarely needed
        yield re.sub(r"[-_.]+", "-", found.name).lower(), found.read_text(_FILE) or ""


def _distribution(folder: str) -> str:
    name = folder.rpartition(".")[0].partition("-")[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def _entries(package: str, text: str) -> Iterator[Plugin]:
    group = ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
        elif group.startswith("mlflow.") and "=" in line and line[0] not in "#;":
            name, _, value = line.partition("=")
            target = value.partition("[")[0].replace(" ", "")
            if name.strip() and target:
                yield Plugin(group, name.strip(), target, package)

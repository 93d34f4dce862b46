"""``mlflow.autolog``: every library that can be logged, now if it is imported, else when it will be."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from types import ModuleType
from typing import Any

from packaging.specifiers import SpecifierSet

from mlflow._door import resolve
from mlflow.autologging.importing import when_imported
from mlflow.autologging.settings import Settings, configure, harmless, mark_unsupported
from mlflow.exceptions import InvalidParameterValue


@dataclass(frozen=True)
class Library:
    """A library that can be logged.

    Attributes:
        name: As its module of ``mlflow`` is called.
        module: The import that brings it.
        distribution: What is installed.
        supported: Versions that are known to work.
        install: ``"package.module:function"`` that watches its functions; imported together with the library.
    """

    name: str
    module: str
    distribution: str
    supported: str
    install: str


LIBRARIES: dict[str, Library] = {
    each.name: each
    for each in [
        Library("sklearn", "sklearn", "scikit-learn", ">=1.3", "mlflow.autologging.sklearn.patches:install"),
    ]
}
#: Flavors of MLflow that have autologging there and do not have it here yet; naming them is no mistake.
_KNOWN_ELSEWHERE = frozenset(
    [
        "xgboost",
        "lightgbm",
        "catboost",
        "statsmodels",
        "pyspark",
        "pyspark.ml",
        "spark",
        "tensorflow",
        "keras",
        "pytorch",
        "pytorch_lightning",
        "fastai",
        "paddle",
        "gluon",
        "mxnet",
        "h2o",
        "transformers",
        "sentence_transformers",
        "setfit",
        "openai",
        "langchain",
        "llama_index",
    ]
)


@functools.cache
def _install(name: str) -> None:
    library = LIBRARIES[name]
    version = metadata.version(library.distribution)
    if not SpecifierSet(library.supported).contains(version, prereleases=True):
        mark_unsupported(name, version, library.supported)
    resolve(library.install)()


def enable(name: str, settings: Settings) -> None:
    """Log a library in some way from now on; nothing is done for it before it is imported.

    Args:
        name: Of :data:`LIBRARIES`.
        settings: What to log.
    """
    if not configure(name, settings) or settings.disable:
        return
    when_imported(LIBRARIES[name].module, functools.partial(_watch, name))


def _watch(name: str, module: ModuleType) -> None:
    with harmless(name, "watch its functions"):
        _install(name)


def autolog(
    log_input_examples: bool = False,
    log_model_signatures: bool = True,
    log_models: bool = True,
    log_datasets: bool = True,
    log_traces: bool = True,
    disable: bool = False,
    exclusive: bool = False,
    disable_for_unsupported_versions: bool = False,
    silent: bool = False,
    extra_tags: dict[str, str] | None = None,
    exclude_flavors: list[str] | None = None,
) -> None:
    """Log the training of every supported library that is imported, now or later.

    What a library's own function, say ``mlflow.sklearn.autolog``, has set stays as it is.

    Args:
        log_input_examples: Keep some rows of the training data with a model.
        log_model_signatures: Say with a model what goes in and out.
        log_models: Log trained models.
        log_datasets: Log which data were trained on.
        log_traces: Accepted; Penstock has no traces.
        disable: Log nothing from now on.
        exclusive: Log only to runs that autologging starts, never to one that is active.
        disable_for_unsupported_versions: Log nothing of a library in a version that is not known to work.
        silent: No warnings of autologging.
        extra_tags: Tags for each run that autologging starts.
        exclude_flavors: Libraries to leave alone, by name.

    Raises:
        InvalidParameterValue: An excluded library is not known.
    """
    excluded = _excluded(exclude_flavors or ())
    settings = Settings(
        log_input_examples=log_input_examples,
        log_model_signatures=log_model_signatures,
        log_models=log_models,
        log_datasets=log_datasets,
        disable=disable,
        exclusive=exclusive,
        disable_for_unsupported_versions=disable_for_unsupported_versions,
        silent=silent,
        extra_tags=extra_tags,
        by_user=False,
    )
    for name in LIBRARIES.keys() - excluded:
        enable(name, settings)


def _excluded(names: Iterable[Any]) -> set[str]:
    wanted = set(names)
    unknown = sorted(wanted - LIBRARIES.keys() - _KNOWN_ELSEWHERE)
    if unknown:
        raise InvalidParameterValue(f"exclude_flavors names {unknown}; there are {sorted(LIBRARIES)}.")
    return wanted

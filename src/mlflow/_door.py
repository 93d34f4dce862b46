"""How a front door opens: names resolve to their modules on first use.

A front door is a module that users import by MLflow's names and that holds no code of its own. It costs nothing until
a name is used: ``import mlflow`` must not import NumPy. Front doors are the only lazy places; elsewhere every import
stands at the top of its file.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

#: Libraries that not everybody needs → the extra that brings them.
_EXTRAS: Final = {
    "sklearn": "sklearn",
    "matplotlib": "plots",
    "PIL": "plots",
    "polars": "polars",
    "skops": "skops",
    "shap": "shap",
    "xgboost": "xgboost",
    "lightgbm": "lightgbm",
    "catboost": "catboost",
    "statsmodels": "statsmodels",
    "onnx": "onnx",
    "onnxruntime": "onnx",
    "torch": "pytorch",
    "tensorflow": "tensorflow",
    "keras": "tensorflow",
    "fastai": "fastai",
    "paddle": "paddle",
    "transformers": "transformers",
    "sentence_transformers": "sentence-transformers",
    "pyspark": "spark",
    "pyarrow": "parquet",
    "prophet": "prophet",
    "pmdarima": "pmdarima",
    "diviner": "diviner",
    "h2o": "h2o",
    "spacy": "spacy",
    "langchain": "langchain",
    "langchain_core": "langchain",
    "llama_index": "llama-index",
    "openai": "openai",
    "pydantic": "agents",
}
#: Front doors of integrations.
FLAVORS: Final = (
    "catboost",
    "diviner",
    "fastai",
    "gluon",
    "h2o",
    "keras",
    "langchain",
    "lightgbm",
    "llama_index",
    "onnx",
    "openai",
    "paddle",
    "pmdarima",
    "prophet",
    "pytorch",
    "rfunc",
    "sentence_transformers",
    "shap",
    "sklearn",
    "spacy",
    "spark",
    "statsmodels",
    "tensorflow",
    "transformers",
    "xgboost",
)
#: What the module of every flavor has.
_FLAVOR: Final = (
    "FLAVOR_NAME",
    "_load_pyfunc",
    "get_default_conda_env",
    "get_default_pip_requirements",
    "load_model",
    "log_model",
    "save_model",
)


def resolve(target: str) -> Any:
    """What ``"package.module"`` or ``"package.module:name"`` names, imported now.

    For tables that say which module serves what (a scheme, a flavor), so that only what is used is loaded.

    Raises:
        ModuleNotFoundError: It needs a library that is not installed; the message names the extra that brings it.
    """
    module, _, attribute = target.partition(":")
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        told = f"{error.name} is not installed: pip install 'penstock[{extra}]' brings it."
        raise ModuleNotFoundError(told, name=error.name) from error
    return getattr(found, attribute) if attribute else found


def door(
    namespace: dict[str, Any],
    names: Mapping[str, str],
    modules: Iterable[str] = (),
    left_out: Mapping[str, str] | None = None,
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``(__getattr__, __dir__)`` for a front door.

    Args:
        namespace: The door's ``globals()``; a resolved name is kept there, so each costs one look-up.
        names: Public name → ``"package.module"`` or ``"package.module:other_name"`` that defines it.
        modules: Submodules of the door that an attribute access imports.
        left_out: Names that somebody may look for here in vain → why they are not here.
    """
    package: str = namespace["__name__"]
    submodules = frozenset(modules)

    def __getattr__(name: str) -> Any:
        target = names.get(name)
        if target is not None:
            value = resolve(target if ":" in target else f"{target}:{name}")
        elif name in submodules:
            value = resolve(f"{package}.{name}")
        else:
            why = (left_out or {}).get(name)
            raise AttributeError(f"module {package!r} has no attribute {name!r}" + (f": {why}" if why else ""))
        namespace[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*namespace, *names, *submodules})

    return __getattr__, __dir__


def flavor_door(
    namespace: dict[str, Any], *own: str, autolog: bool = False
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``(__getattr__, __dir__)`` for the front door ``mlflow.<name>`` of ``mlflow.flavors.<name>``.

    Args:
        namespace: The door's ``globals()``.
        *own: Names of the flavor beside those that every flavor has.
        autolog: Whether ``mlflow.autologging.<name>`` has an ``autolog``.
    """
    name = namespace["__name__"].rpartition(".")[2]
    names = dict.fromkeys((*_FLAVOR, *own), f"mlflow.flavors.{name}")
    if autolog:
        return door(namespace, names | {"autolog": f"mlflow.autologging.{name}"})
    told = f"only scikit-learn logs by itself so far; mlflow.{name}.log_model keeps the model"
    return door(namespace, names, left_out={"autolog": told})

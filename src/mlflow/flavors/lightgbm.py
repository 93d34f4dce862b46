"""LightGBM models: boosters in LightGBM's text format, estimators of its scikit-learn API as pickles or by skops."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import lightgbm

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.categories import with_categories
from mlflow.models import pickles
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import (
    Common,
    Contents,
    FrameworkModel,
    Opened,
    check_choice,
    opened,
    opened_folder,
    reading,
    save,
)  # fmt: skip
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "lightgbm"
_BOOSTER = "lightgbm.basic.Booster"
#: The line after the last tree of a booster's text.
_END = b"end of trees"
_BOOSTER_FILE = "model.lgb"
_PICKLE_FILE = "model.pkl"
_SKOPS_FILE = "model.skops"
_FORMATS = ("cloudpickle", "pickle", "skops")
#: Types of LightGBM's own estimators, which hold a booster as text.
_KNOWN = (
    "collections.OrderedDict",
    "lightgbm.basic.Booster",
    "lightgbm.sklearn.LGBMClassifier",
    "lightgbm.sklearn.LGBMModel",
    "lightgbm.sklearn.LGBMRanker",
    "lightgbm.sklearn.LGBMRegressor",
)


def get_default_pip_requirements(include_cloudpickle: bool = False, include_skops: bool = False) -> list[str]:
    """What every LightGBM model needs."""
    more = (["cloudpickle"] if include_cloudpickle else []) + (["skops"] if include_skops else [])
    return [pinned(name) for name in ("lightgbm", *more)]


def get_default_conda_env(include_cloudpickle: bool = False, include_skops: bool = False) -> dict[str, Any]:
    """The conda environment that has what every LightGBM model needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements(include_cloudpickle, include_skops)])


def save_model(
    lgb_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    serialization_format: str | None = None,
    skops_trusted_types: list[str] | None = None,
) -> None:
    """Write the folder of a LightGBM model.

    Args:
        lgb_model: A ``Booster``, kept as text, or a fitted estimator such as ``LGBMClassifier``.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        serialization_format: How an estimator is kept: ``cloudpickle`` where None, ``pickle`` or ``skops``.
        skops_trusted_types: Names of types that skops is to trust beside its own and LightGBM's.

    Raises:
        InvalidParameterValue: An argument is wrong.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not hasattr(lgb_model, "predict"):
        raise InvalidParameterValue(f"A {name_of(lgb_model)} does not predict; log a Booster or a fitted estimator.")
    booster = isinstance(lgb_model, lightgbm.Booster)
    written = serialization_format or "cloudpickle"
    check_choice("serialization_format", written, _FORMATS)
    skops = written == "skops" and not booster
    file = _BOOSTER_FILE if booster else _SKOPS_FILE if skops else _PICKLE_FILE

    def write(folder: Path) -> None:
        if booster:
            lgb_model.save_model(str(folder / file))
        elif skops:
            resolve("mlflow.flavors.skops:dump")(lgb_model, folder / file, skops_trusted_types, _KNOWN)
        else:
            pickles.dump(lgb_model, folder / file, written == "cloudpickle")

    kept = {"serialization_format": written, "skops_trusted_types": [*_KNOWN, *(skops_trusted_types or ())]}
    contents = Contents(
        write=write,
        loader_module="mlflow.lightgbm",
        pyfunc={"data": file},
        flavor=FLAVOR_NAME,
        native={
            "data": file,
            "lgb_version": lightgbm.__version__,
            "model_class": _BOOSTER if booster else name_of(lgb_model),
            **(kept if skops else {}),
        },
        requirements=get_default_pip_requirements(not booster and written == "cloudpickle", skops),
        predict=lambda data, params: lgb_model.predict(data),
    )
    save(path, contents, common)


def log_model(
    lgb_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    await_registration_for: int | None = 300,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    model_type: str | None = None,
    step: int = 0,
    model_id: str | None = None,
    **kwargs: Any,
) -> ModelInfo:
    """Log a LightGBM model; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Any:
    """Load the booster or estimator of a model.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of LightGBM.
        InvalidParameterValue: It cannot be read here.
        PermissionDenied: It is a pickle, and pickles may not be loaded.
    """
    return _native(opened(model_uri, FLAVOR_NAME, dst_path))


def _native(found: Opened) -> Any:
    file = found.file("data", _BOOSTER_FILE)
    if found.block.get("model_class") in (None, _BOOSTER):
        with reading(file, lightgbm.basic.LightGBMError, ValueError):
            _check_whole(file)
            return lightgbm.Booster(model_file=str(file))
    if found.block.get("serialization_format") == "skops":
        return resolve("mlflow.flavors.skops:load")(file, found.block.get("skops_trusted_types"), _KNOWN)
    return pickles.load(file)


def _check_whole(file: Path) -> None:
    """Refuse a text that breaks off, for which LightGBM would end the process.

    Raises:
        ValueError: It does.
    """
    if _END not in file.read_bytes():
        raise ValueError("it breaks off before the end of its trees")


class _Boosted(FrameworkModel):
    """A LightGBM model as a python_function; it knows the categories it was trained with by their texts."""

    def predict(self, data: Any) -> Any:
        knows = isinstance(self._model, lightgbm.Booster | lightgbm.LGBMModel)  # and is no pipeline around such
        return self._model.predict(with_categories(data) if knows else data)


def _load_pyfunc(path: str) -> _Boosted:
    """Load a model as a python_function; ``path`` is its file, beside its ``MLmodel``."""
    return _Boosted(_native(opened_folder(Path(path).parent, FLAVOR_NAME)))

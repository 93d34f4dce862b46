"""Groups of forecasts by diviner, kept as the JSON that diviner writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from diviner import GroupedPmdarima, GroupedProphet
from diviner.exceptions import DivinerException

from mlflow.exceptions import InvalidParameterValue
from mlflow.flavors.asked import Asked
from mlflow.models import pickles
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, Opened, opened, opened_folder, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "diviner"
_FILE = "model.div"
_KINDS: dict[str, Any] = {"GroupedProphet": GroupedProphet, "GroupedPmdarima": GroupedPmdarima}


def get_default_pip_requirements() -> list[str]:
    """What every model of diviner needs."""
    return [pinned("diviner")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of diviner needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    diviner_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
    **kwargs: Any,
) -> None:
    """Write the folder of a model of diviner.

    Args:
        diviner_model: A fitted ``GroupedProphet`` or ``GroupedPmdarima``.
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.
        **kwargs: Without effect here.

    Raises:
        InvalidParameterValue: An argument is wrong, or the model is not fitted, or by Spark.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    kind = type(diviner_model).__name__
    if not isinstance(diviner_model, tuple(_KINDS.values())):
        raise InvalidParameterValue(f"A {name_of(diviner_model)} is no GroupedProphet or GroupedPmdarima of diviner.")
    if getattr(diviner_model, "_fit_with_spark", False):
        raise InvalidParameterValue("A model that Spark fitted cannot be saved here; fit it without Spark.")

    model: Any = diviner_model

    def write(folder: Path) -> None:
        try:
            model.save(str(folder / _FILE))
        except DivinerException as error:
            raise InvalidParameterValue(f"diviner cannot save the model: {error}") from error

    contents = Contents(
        write=write,
        loader_module="mlflow.diviner",
        pyfunc={"data": _FILE},
        flavor=FLAVOR_NAME,
        native={
            "diviner_version": pinned("diviner").partition("==")[2],
            "data": _FILE,
            "model_type": kind,
            "fit_with_spark": False,
        },
        requirements=get_default_pip_requirements(),
        predict=lambda data, params: _Forecaster(diviner_model).predict(data),
    )
    save(path, contents, common)


def log_model(
    diviner_model: Any,
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
    """Log a model of diviner; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None, **kwargs: Any) -> Any:
    """Load a model of diviner.

    Args:
        model_uri: Folder or URI of the model.
        dst_path: An existing folder to download the model to.
        **kwargs: Without effect here.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of diviner.
        InvalidParameterValue: Its file is damaged, or it was fitted by Spark.
        PermissionDenied: It is a GroupedPmdarima, which is pickles inside of JSON, and pickles may not be loaded.
    """
    return _read(opened(model_uri, FLAVOR_NAME, dst_path))


def _read(found: Opened) -> Any:
    file, kind = found.file("data", _FILE), str(found.block.get("model_type"))
    if kind not in _KINDS:
        raise InvalidParameterValue(f"The model is a {kind!r}; diviner has {sorted(_KINDS)}.")
    if found.block.get("fit_with_spark"):
        raise InvalidParameterValue("The model was fitted by Spark, and cannot be loaded here.")
    if kind != "GroupedProphet":
        pickles.refuse_unless_allowed(file)
    with reading(file, ValueError, KeyError, TypeError, AttributeError, OSError, DivinerException):
        return _KINDS[kind].load(str(file))


class _Forecaster(FrameworkModel):
    """Groups of forecasts as a python_function, asked by a table of one row.

    Groups of Prophet take ``horizon`` and ``frequency``; those of pmdarima ``n_periods``, ``predict_col``,
    ``return_conf_int``, ``alpha`` and ``inverse_transform``. ``groups``, a list of tuples, picks some.
    """

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> pd.DataFrame:
        asked = Asked.of(data)
        of_prophet = isinstance(self._model, GroupedProphet)
        wanted = _of_prophet(asked) if of_prophet else _of_pmdarima(asked)
        groups = _groups(asked.value("groups"))
        try:
            if groups is not None:
                return self._model.predict_groups(groups, **wanted)
            return self._model.forecast(**wanted) if of_prophet else self._model.predict(**wanted)
        except (DivinerException, ValueError) as error:
            raise InvalidParameterValue(f"diviner cannot forecast this: {error}") from error


def _of_prophet(asked: Asked) -> dict[str, Any]:
    return {"horizon": asked.steps("horizon"), "frequency": asked.text("frequency")}


def _of_pmdarima(asked: Asked) -> dict[str, Any]:
    return {
        "n_periods": asked.steps("n_periods"),
        "predict_col": asked.text("predict_col") if asked.value("predict_col") is not None else "yhat",
        "return_conf_int": asked.flag("return_conf_int"),
        "alpha": asked.alpha(),
        **(
            {"inverse_transform": asked.flag("inverse_transform")}
            if asked.value("inverse_transform") is not None
            else {}
        ),
    }


def _groups(value: Any) -> list[tuple[Any, ...]] | None:
    if value is None:
        return None
    if not isinstance(value, list | np.ndarray) or not all(isinstance(g, list | tuple | np.ndarray) for g in value):
        raise InvalidParameterValue(f"'groups' must be a list of tuples, the keys of a group each, not {value!r}.")
    return [tuple(group) for group in value]


def _load_pyfunc(path: str) -> _Forecaster:
    """Load a model as a python_function; ``path`` is its file."""
    return _Forecaster(_read(opened_folder(Path(path).parent, FLAVOR_NAME)))

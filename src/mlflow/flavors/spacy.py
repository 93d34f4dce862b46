"""Pipelines of spaCy, kept as the folder that spaCy writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import spacy
from spacy.language import Language
from spacy.pipeline import TextCategorizer

from mlflow.exceptions import InvalidParameterValue
from mlflow.models import pickles
from mlflow.models.classes import name_of
from mlflow.models.environment import conda_env as conda_env_of
from mlflow.models.flavor import Common, Contents, FrameworkModel, opened, reading, save
from mlflow.models.mlmodel import Model
from mlflow.models.model_info import ModelInfo
from mlflow.models.requirements import pinned
from mlflow.models.signatures import ModelSignature

FLAVOR_NAME = "spacy"
_FOLDER = "model.spacy"


def get_default_pip_requirements() -> list[str]:
    """What every model of spaCy needs."""
    return [pinned("spacy")]


def get_default_conda_env() -> dict[str, Any]:
    """The conda environment that has what every model of spaCy needs."""
    return conda_env_of(["mlflow", *get_default_pip_requirements()])


def save_model(
    spacy_model: Any,
    path: str,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    mlflow_model: Model | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
    pip_requirements: Any = None,
    extra_pip_requirements: Any = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Write the folder of a model of spaCy.

    Args:
        spacy_model: A pipeline (``Language``).
        path: A new or empty folder.
        conda_env: A conda environment, as a dictionary or path.
        code_paths: Files and packages the model imports, which travel with it.
        mlflow_model: What the ``MLmodel`` file is to begin with.
        signature: What the model takes and gives; inferred from the example where None, left out where False.
        input_example: Input that the model can answer.
        pip_requirements: All that is to be installed by pip.
        extra_pip_requirements: What is to be installed beside what is found out.
        metadata: Notes.

    Raises:
        InvalidParameterValue: An argument is wrong, or the model is no pipeline.
        ResourceAlreadyExists: Something is at ``path``.
    """
    common = Common.of(locals())
    if not isinstance(spacy_model, Language):
        raise InvalidParameterValue(f"A {name_of(spacy_model)} is no pipeline of spaCy.")
    # Only categories of texts have a form that a table can hold.
    categorizes = any(isinstance(component, TextCategorizer) for _, component in spacy_model.pipeline)
    contents = Contents(
        write=lambda folder: spacy_model.to_disk(folder / _FOLDER),
        loader_module="mlflow.spacy" if categorizes else None,
        pyfunc={"data": _FOLDER},
        flavor=FLAVOR_NAME,
        native={"spacy_version": spacy.__version__, "data": _FOLDER},
        requirements=get_default_pip_requirements(),
        predict=(lambda data, params: _Categorizer(spacy_model).predict(data)) if categorizes else None,
    )
    save(path, contents, common)


def log_model(
    spacy_model: Any,
    artifact_path: str | None = None,
    conda_env: Any = None,
    code_paths: list[str] | None = None,
    registered_model_name: str | None = None,
    signature: ModelSignature | Literal[False] | None = None,
    input_example: Any = None,
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
    """Log a model of spaCy; arguments as :func:`save_model` and :meth:`mlflow.models.Model.log` take them."""
    arguments = locals()
    return Model.log(flavor=sys.modules[__name__], **arguments.pop("kwargs"), **arguments)


def load_model(model_uri: str, dst_path: str | None = None) -> Language:
    """Load a pipeline of spaCy.

    Raises:
        ResourceDoesNotExist: There is no such model, or it is not of spaCy.
        InvalidParameterValue: Its files are damaged, or need components that are not here.
        PermissionDenied: There is a pickle among its files, and pickles may not be loaded.
    """
    return _read(opened(model_uri, FLAVOR_NAME, dst_path).file("data", _FOLDER))


def _read(folder: Path) -> Language:
    for file in folder.rglob("*.pkl"):
        pickles.check(file)
    with reading(folder, ValueError, OSError, KeyError, ImportError):
        return spacy.load(folder)


class _Categorizer(FrameworkModel):
    """A pipeline that sorts texts as a python_function: a table with one column of texts in, their scores out."""

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> pd.DataFrame:
        if not isinstance(data, pd.DataFrame) or len(data.columns) != 1:
            what = f"one of {len(data.columns)} columns" if isinstance(data, pd.DataFrame) else f"a {name_of(data)}"
            raise InvalidParameterValue(
                f"A pipeline of spaCy is asked by a table with one column of texts, not {what}."
            )
        texts = data.iloc[:, 0].tolist()
        wrong = next((text for text in texts if not isinstance(text, str)), None)
        if wrong is not None:
            raise InvalidParameterValue(f"The column {data.columns[0]!r} is to hold texts, and has a {name_of(wrong)}.")
        return pd.DataFrame({"predictions": [document.cats for document in self._model.pipe(texts)]})


def _load_pyfunc(path: str) -> _Categorizer:
    """Load a model as a python_function; ``path`` is its folder."""
    return _Categorizer(_read(Path(path)))

"""What is evaluated: a logged model, a loaded one, a fitted estimator, a function, or predictions made before."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from mlflow.evaluation.rows import Rows
from mlflow.exceptions import InvalidParameterValue, MlflowException, MlflowNotImplementedException
from mlflow.pyfunc import load_model
from mlflow.pyfunc.loaded import PyFuncModel


@dataclass(frozen=True)
class Subject:
    """What is evaluated.

    Attributes:
        predict: The model; None where predictions are part of the data.
        estimator: The framework's own model, for probabilities and its ``score``; None where there is none.
        model: What the user gave, loaded.
        model_id: The logged model, if it is one.
        noted_id: What a run's note of its data calls the model; None for what is no model folder.
        names: Columns that an array is to be given as, where the model knows them by name.
        tables: Whether an array is to be given as a table even where the model knows no names.
    """

    predict: Callable[[Any], Any] | None
    estimator: Any = None
    model: Any = None
    model_id: str | None = None
    noted_id: str | None = None
    names: Sequence[str] = field(default=())
    tables: bool = False

    def fitting(self, rows: Rows) -> Any:
        """The features as the model wants them."""
        features = rows.features
        if self.names and not isinstance(features, pd.DataFrame):
            array = np.asarray(features)
            if array.ndim == 2 and array.shape[1] == len(self.names):
                return pd.DataFrame(array, columns=list(self.names))
        return rows.frame() if self.tables else features


def subject_of(
    model: Any, params: dict[str, Any] | None = None, config: dict[str, Any] | None = None, model_id: str | None = None
) -> Subject:
    """What a user gave as the model.

    Args:
        model: A URI, a loaded python_function model, anything with ``predict``, a function, or None.
        params: Inference parameters.
        config: Settings a model of a URI is loaded with.
        model_id: The logged model that predictions or a function stand for.

    Raises:
        InvalidParameterValue: It is none of these.
    """
    if model is None:
        return Subject(None, model_id=model_id)
    if isinstance(model, str) and model.startswith("endpoints:/"):
        raise MlflowNotImplementedException(
            f"{model!r} is an endpoint of a deployment, which is not asked here; give a function from a table to "
            "predictions that asks it."
        )
    if isinstance(model, str):
        model = load_model(model, model_config=config)
    if isinstance(model, PyFuncModel):
        signature = model.metadata.signature
        columns = signature.inputs if signature is not None else None
        named = columns is not None and not columns.is_tensor_spec() and columns.has_input_names()
        names = [str(name) for name in columns.input_names()] if named and columns is not None else []
        loaded = model

        def ask(data: Any) -> Any:
            return loaded.predict(data, params=params) if params else loaded.predict(data)

        estimator = _estimator_of(model)
        of_arrays = hasattr(estimator, "n_features_in_") and not hasattr(estimator, "feature_names_in_")
        own_id = model_id or model.model_id
        noted = own_id or model.metadata.model_uuid
        return Subject(ask, estimator, model, own_id, noted, names, tables=not of_arrays)
    if callable(getattr(model, "predict", None)):
        return Subject(model.predict, model, model, model_id)
    if callable(model):
        return Subject(model, None, model, model_id, tables=True)
    raise InvalidParameterValue(
        "model must be a URI, a loaded model, an estimator with predict(), a function, or None with predictions in the "
        f"data; it is a {type(model).__name__}."
    )


def _estimator_of(model: PyFuncModel) -> Any:
    try:
        return model.get_raw_model()
    except MlflowException:
        return None


@dataclass(frozen=True)
class Answers:
    """What the model answered.

    Attributes:
        predictions: One answer per row.
        others: Further columns of the model's output.
        latencies: Seconds per row, if they were asked for.
        probabilities: One row per row, one column per class; None where the model has none.
    """

    predictions: Any
    others: pd.DataFrame | None = None
    latencies: list[float] | None = None
    probabilities: np.ndarray[Any, Any] | None = None


def answers_of(subject: Subject, rows: Rows, wants_latency: bool, wants_probabilities: bool) -> Answers:
    """Ask the model for every row.

    Args:
        subject: What is evaluated.
        rows: The data.
        wants_latency: Whether to ask row by row and take the time.
        wants_probabilities: Whether to ask for probabilities of classes too.

    Raises:
        InvalidParameterValue: There is no model and no predictions either, or they do not fit the data.
    """
    if subject.predict is None:
        if rows.predictions is None:
            raise InvalidParameterValue("Without a model, predictions= must name the column of predictions.")
        return Answers(rows.predictions.to_numpy())
    features = subject.fitting(rows)
    latencies: list[float] | None = None
    if wants_latency:
        output, latencies = _one_by_one(subject.predict, features)
    else:
        output = subject.predict(features)
    predictions, others = _split(output, rows.predictions_name)
    if len(predictions) != len(rows):
        raise InvalidParameterValue(f"The model gave {len(predictions)} predictions for {len(rows)} rows.")
    probabilities = None
    if wants_probabilities:
        predictions, probabilities = _with_probabilities(subject, features, predictions)
    return Answers(predictions, others, latencies, probabilities)


def _with_probabilities(subject: Subject, features: Any, answers: Any) -> tuple[Any, Any]:
    """Classes and their probabilities, where the model has these; its answers may be the one or the other."""
    estimator = subject.estimator
    if np.ndim(answers) != 2:
        asked = getattr(estimator, "predict_proba", None)
        return answers, None if asked is None else np.asarray(asked(features))
    if hasattr(estimator, "classes_") and hasattr(estimator, "predict"):
        return estimator.predict(features), answers
    raise InvalidParameterValue(
        f"The model's answers are of shape {np.shape(answers)}; a classifier answers with a class per row. Curves and "
        "areas come from its predict_proba()."
    )


def _one_by_one(predict: Callable[[Any], Any], features: Any) -> tuple[Any, list[float]]:
    pieces, seconds = [], []
    for place in range(len(features)):
        one = features.iloc[[place]] if isinstance(features, pd.DataFrame) else features[place : place + 1]
        began = time.perf_counter()
        pieces.append(predict(one))
        seconds.append(time.perf_counter() - began)
    if pieces and isinstance(pieces[0], pd.DataFrame | pd.Series):
        return pd.concat(pieces), seconds
    return [each for piece in pieces for each in piece], seconds


def _split(output: Any, wanted: str | None) -> tuple[Any, pd.DataFrame | None]:
    """The column of predictions of what a model returned, and the rest."""
    if isinstance(output, dict):
        output = pd.DataFrame(output)
    if isinstance(output, list) and output and isinstance(output[0], dict):
        output = pd.DataFrame(output)
    if isinstance(output, pd.DataFrame):
        if wanted is not None and wanted not in output.columns and output.shape[1] > 1:
            raise InvalidParameterValue(
                f"predictions names {wanted!r}; the model returned {list(output.columns)[:30]}."
            )
        name = wanted if wanted in output.columns else output.columns[0]
        others = output.drop(columns=[name])
        return output[name].to_numpy(), others.reset_index(drop=True) if others.shape[1] else None
    if isinstance(output, pd.Series):
        return output.to_numpy(), None
    array = np.asarray(output)
    return (array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array), None

"""Keras models and TensorFlow modules as python_functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np
import pandas as pd

from mlflow.exceptions import InvalidParameterValue


class KerasFunction:
    """A Keras model that answers tables, arrays, and dictionaries of arrays by the names of its inputs.

    Args:
        model: The model.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def get_raw_model(self) -> Any:
        """The model itself."""
        return self._model

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        """The model's answer.

        Args:
            data: A frame of numbers, an array, list, or a dictionary of arrays.
            params: For the model's ``predict``, such as ``batch_size``.

        Returns:
            A frame for a frame, where the model has one output; else its arrays.

        Raises:
            InvalidParameterValue: The model cannot take the input.
        """
        options = {"verbose": 0, **(params or {})}
        return answered(data, lambda value: self._model.predict(value, **options))


class ModuleFunction:
    """A TensorFlow module, or a SavedModel that was loaded, as a function of arrays.

    Args:
        module: The module; its ``__call__`` answers, else its signature ``serving_default``.
    """

    def __init__(self, module: Any) -> None:
        self._module = module

    def get_raw_model(self) -> Any:
        """The module itself."""
        return self._module

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        """The module's answer.

        Args:
            data: A frame of numbers (taken as one array), an array, list, or a dictionary of arrays by the names of its
                arguments.
            params: None are known.

        Raises:
            InvalidParameterValue: The module cannot take the input.
        """
        return answered(data, self._called)

    def _called(self, data: Any) -> Any:
        signatures = getattr(self._module, "signatures", None) or {}
        if isinstance(data, Mapping):
            function = signatures.get("serving_default") or self._module
            return function(**data)
        if callable(self._module):
            return self._module(keras.ops.convert_to_tensor(data))
        function = signatures.get("serving_default")
        if function is None:
            raise TypeError("it has neither __call__ nor a signature 'serving_default'")
        names = list(function.structured_input_signature[1])
        if len(names) != 1:
            raise TypeError(f"it takes several inputs, so give a dictionary of {names}")
        return function(**{names[0]: keras.ops.convert_to_tensor(data)})


def answered(data: Any, ask: Callable[[Any], Any]) -> Any:
    """What a model says to input that is made arrays, as arrays, or as a frame where a frame was given.

    Raises:
        InvalidParameterValue: The model cannot take it.
    """
    try:
        answer = _plain(ask(_arrays(data)))
    except Exception as error:  # backends raise what they like
        told = str(error).strip().partition("\n")[0] or type(error).__name__
        shape = getattr(data, "shape", "")
        raise InvalidParameterValue(
            f"The model cannot take this input ({type(data).__name__} {shape}): {told}"
        ) from error
    if isinstance(data, pd.DataFrame) and isinstance(answer, np.ndarray) and 1 <= answer.ndim <= 2:
        return pd.DataFrame(answer, index=data.index if len(answer) == len(data) else None)
    return answer


def _arrays(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _arrays(value) for key, value in data.items()}
    if isinstance(data, pd.DataFrame | pd.Series | list | tuple | int | float):
        array = np.asarray(data)
        return array.astype(np.float32) if array.dtype == np.float64 else array  # what models are trained with
    return data


def _plain(answer: Any) -> Any:
    if isinstance(answer, Mapping):
        return {key: _plain(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [_plain(value) for value in answer]
    return answer if isinstance(answer, np.ndarray) else keras.ops.convert_to_numpy(answer)

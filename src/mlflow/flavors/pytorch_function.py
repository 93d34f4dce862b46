"""A PyTorch module as a python_function: tables and arrays in, tensors inside, tables and arrays out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import torch

from mlflow.environment_variables import MLFLOW_DEFAULT_PREDICTION_DEVICE
from mlflow.exceptions import InvalidParameterValue


def chosen_device(wanted: Any = None) -> torch.device:
    """Where a model is to predict.

    Args:
        wanted: Its name; where None, what ``MLFLOW_DEFAULT_PREDICTION_DEVICE`` says, else a GPU if there is one.

    Raises:
        InvalidParameterValue: PyTorch knows no such device.
    """
    name = wanted or MLFLOW_DEFAULT_PREDICTION_DEVICE.get() or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        return torch.device(name)
    except (RuntimeError, TypeError) as error:
        raise InvalidParameterValue(f"PyTorch knows no device {name!r}: {error}") from None


class TorchFunction:
    """A module that answers tables, arrays, tensors, and dictionaries of these by the names of its arguments.

    Args:
        module: The module.
        device: Where it predicts; where it is, if None.
    """

    def __init__(self, module: torch.nn.Module, device: torch.device | None = None) -> None:
        self._module = module
        self._device = device

    def get_raw_model(self) -> torch.nn.Module:
        """The module itself."""
        return self._module

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:
        """The module's answer in evaluation mode.

        Args:
            data: A frame of numbers, which are taken as 32-bit ones, an array, tensor, list of numbers, or a dictionary
                of these.
            params: ``device`` says where to predict this time and from now on.

        Returns:
            A frame for a frame, else arrays, in the structure of the module's answer.

        Raises:
            InvalidParameterValue: The module cannot take the input.
        """
        asked = (params or {}).get("device")
        device = chosen_device(asked) if asked else self._device
        if device is not None:
            self._module.to(device)
        was_training = self._module.training
        self._module.eval()
        try:
            with torch.no_grad():
                if isinstance(data, Mapping):
                    answer = self._module(**{str(key): _tensor(value, device) for key, value in data.items()})
                else:
                    answer = self._module(_tensor(data, device))
        except (RuntimeError, TypeError, ValueError, IndexError) as error:
            raise InvalidParameterValue(f"The model cannot take this input ({_described(data)}): {error}") from error
        finally:
            self._module.train(was_training)
        plain = _plain(answer)
        if isinstance(data, pd.DataFrame) and isinstance(plain, np.ndarray) and 1 <= plain.ndim <= 2:
            return pd.DataFrame(plain, index=data.index if len(plain) == len(data) else None)
        return plain


def _tensor(data: Any, device: torch.device | None) -> torch.Tensor:
    if isinstance(data, pd.DataFrame | pd.Series):
        data = data.to_numpy(dtype=np.float32)
    if isinstance(data, list | tuple | int | float):
        data = np.asarray(data)
        data = data.astype(np.float32) if data.dtype == np.float64 else data
    if isinstance(data, np.ndarray | np.generic):
        data = torch.from_numpy(np.array(data))  # a copy: PyTorch takes no array that may not be written
    if not isinstance(data, torch.Tensor):
        raise TypeError("give a DataFrame, an array, a tensor, or a dictionary of these")
    return data.to(device) if device is not None else data


def _plain(answer: Any) -> Any:
    if isinstance(answer, torch.Tensor):
        return answer.detach().cpu().numpy()
    if isinstance(answer, Mapping):
        return {key: _plain(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [_plain(value) for value in answer]
    return answer


def _described(data: Any) -> str:
    shape = getattr(data, "shape", None)
    dtype = getattr(data, "dtype", None)
    kind = type(data).__name__
    return f"{kind}{'' if shape is None else f' of shape {tuple(shape)}'}{'' if dtype is None else f' and {dtype}'}"

"""Methods of models that check their input: by type hints, as pickles of MLflow 3 want it, or as pydantic's models."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from mlflow.exceptions import InvalidParameterValue
from mlflow.pyfunc.python_model import hints_of
from mlflow.types.type_hints import converted, names_rows


class FuncInfo(NamedTuple):
    """The input of a predict function."""

    input_type_hint: Any
    input_param_name: str


def _validate_model_input(
    args: tuple[Any, ...], kwargs: dict[str, Any], place: int, hint: Any, name: str
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a predict function, its input turned into what its hint names."""
    if name in kwargs:
        return args, {**kwargs, name: converted(kwargs[name], hint)}
    if place < len(args):
        return (*args[:place], converted(args[place], hint), *args[place + 1 :]), kwargs
    return args, kwargs


def pyfunc(func: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of one input check it against its type hint, and turn dictionaries into pydantic models."""
    hint = hints_of(func).input
    if not names_rows(hint):
        return func

    @functools.wraps(func)
    def checked(model_input: Any, *args: Any, **kwargs: Any) -> Any:
        return func(converted(model_input, hint), *args, **kwargs)

    return checked


def wrap_non_list_predict_pydantic(
    func: Callable[..., Any], input_pydantic_model: Any, validation_error_msg: str, unpack: bool = False
) -> Callable[..., Any]:
    """Let a method take its only argument as a dictionary, too, which is read as a model of pydantic.

    Args:
        func: The method.
        input_pydantic_model: The model of pydantic.
        validation_error_msg: Begins the error where a dictionary is none of it.
        unpack: Whether the method takes the model's fields one by one, by their names.
    """

    @functools.wraps(func)
    def reading(self: Any, *args: Any, **kwargs: Any) -> Any:
        if len(args) != 1 or kwargs or not isinstance(args[0], dict):
            return func(self, *args, **kwargs)
        try:
            read = input_pydantic_model.model_validate(args[0])
        except ValueError as error:
            raise InvalidParameterValue(f"{validation_error_msg}: {error}") from None
        if not unpack:
            return func(self, read)
        return func(self, **{name: getattr(read, name) for name in parameters if name in model_fields})

    parameters = inspect.signature(func).parameters
    model_fields = input_pydantic_model.model_fields
    return reading

"""What pickled models of MLflow 3 call to check their input against their type hints."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from mlflow.pyfunc.model import hints_of
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

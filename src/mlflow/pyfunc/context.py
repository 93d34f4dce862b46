"""What is known about a prediction while it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from typing import Any


@dataclass
class Context:
    """What is known about a prediction.

    Args:
        request_id: The request it answers.
        is_evaluate: Whether it is made to evaluate the model.
        dependencies_schemas: What the model says of what it retrieves.
        model_id: The logged model.
        endpoint_name: Where it is served.
    """

    request_id: str | None = None
    is_evaluate: bool = False
    dependencies_schemas: dict[str, Any] | None = None
    model_id: str | None = None
    endpoint_name: str | None = None

    def update(self, **kwargs: Any) -> None:
        """Change some fields.

        Raises:
            AttributeError: There is no such field.
        """
        known = {field.name for field in fields(self)}
        for name, value in kwargs.items():
            if name not in known:
                raise AttributeError(f"A prediction context has no field {name!r}; it has {sorted(known)}.")
            setattr(self, name, value)


_context: ContextVar[Context | None] = ContextVar("mlflow_prediction_context", default=None)


def get_prediction_context() -> Context | None:
    """What is known about the prediction being made, None outside one."""
    return _context.get()


@contextmanager
def set_prediction_context(context: Context | None) -> Iterator[None]:
    """Let a context hold while a prediction is made.

    Raises:
        TypeError: It is no context.
    """
    if context is not None and not isinstance(context, Context):
        raise TypeError(f"A Context is wanted, not a {type(context).__name__}.")
    token = _context.set(context)
    try:
        yield
    finally:
        _context.reset(token)

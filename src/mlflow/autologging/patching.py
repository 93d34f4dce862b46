"""Functions of libraries watched: one table of (library, owner, name).

A watched function calls the original, always, once, with the arguments it was given; what is logged happens before and
after and cannot fail it. Patches stay in place when logging is turned off and then pass calls straight on: others may
have patched on top of them.
"""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from mlflow.autologging.settings import Settings, enabled

#: ``around(original, call, settings)`` must return what ``original()`` returned.
Around = Callable[[Callable[[], Any], "Call", Settings], Any]


@dataclass(frozen=True)
class Call:
    """One call of a watched function.

    Attributes:
        library: The library it belongs to.
        name: The function's name.
        instance: The object whose method it is; None for a function of a module.
        args: Positional arguments, without the instance.
        kwargs: Keyword arguments.
        function: What was called, for its signature.
    """

    library: str
    name: str
    instance: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    function: Callable[..., Any]

    def argument(self, *names: str, place: int | None = None) -> Any:
        """The value of the first of these keywords that was given, or of a position; None if neither was."""
        for name in names:
            if name in self.kwargs:
                return self.kwargs[name]
        return self.args[place] if place is not None and place < len(self.args) else None

    def bound(self) -> dict[str, Any]:
        """Arguments by name, as the function's signature has them; empty where it has none."""
        try:
            return dict(inspect.signature(self.function).bind_partial(*self.args, **self.kwargs).arguments)
        except (TypeError, ValueError):
            return {}


_patched: set[tuple[str, int, str]] = set()
_owners: list[Any] = []  # Keeps the ids in the table from being used again.
_inside: ContextVar[str | None] = ContextVar("mlflow_autologging", default=None)
_threads_inside: set[int] = set()


def watch(library: str, owner: Any, name: str, around: Around) -> None:
    """Watch ``owner.name``: a function of a module, or a method that a class itself defines.

    Watching the same function again changes nothing.
    """
    key = (library, id(owner), name)
    if key in _patched:
        return
    original = inspect.getattr_static(owner, name)
    if inspect.isclass(owner):
        setattr(owner, name, _method(library, name, original, around))
    else:
        setattr(owner, name, _function(library, name, original, around))
    _patched.add(key)
    _owners.append(owner)


def _function(library: str, name: str, original: Any, around: Around) -> Any:
    @functools.wraps(original)
    def watched(*args: Any, **kwargs: Any) -> Any:
        settings = enabled(library)
        if settings is None:
            return original(*args, **kwargs)
        call = Call(library, name, None, args, kwargs, original)
        return around(lambda: original(*args, **kwargs), call, settings)

    return watched


def _method(library: str, name: str, original: Any, around: Around) -> Any:
    if not inspect.isfunction(original):
        return _WatchedDescriptor(library, name, original, around)

    @functools.wraps(original)
    def watched(self: Any, *args: Any, **kwargs: Any) -> Any:
        settings = enabled(library)
        if settings is None:
            return original(self, *args, **kwargs)
        call = Call(library, name, self, args, kwargs, functools.partial(original, self))
        return around(lambda: original(self, *args, **kwargs), call, settings)

    return watched


class _WatchedDescriptor:
    """A method that is there only for some objects, as scikit-learn's ``available_if`` makes them."""

    def __init__(self, library: str, name: str, original: Any, around: Around) -> None:
        self._library, self._name, self._original, self._around = library, name, original, around

    def __getattr__(self, name: str) -> Any:
        if name == "_original":  # not set yet, as when this is being copied
            raise AttributeError(name)
        return getattr(self._original, name)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        method = self._original.__get__(instance, owner)  # AttributeError where it is not there
        settings = enabled(self._library)
        if instance is None or settings is None:
            return method

        @functools.wraps(method)
        def watched(*args: Any, **kwargs: Any) -> Any:
            call = Call(self._library, self._name, instance, args, kwargs, method)
            return self._around(lambda: method(*args, **kwargs), call, settings)

        return watched


@contextmanager
def inside(library: str) -> Iterator[None]:
    """Everything called in this block is part of a training that is being logged."""
    token = _inside.set(library)
    ident = threading.get_ident()
    added = ident not in _threads_inside
    _threads_inside.add(ident)
    try:
        yield
    finally:
        _inside.reset(token)
        if added:
            _threads_inside.discard(ident)


def is_inside() -> bool:
    """Whether this code is called by a training that is being logged; then only the outer one is.

    Worker threads of a pool do not inherit the context. While some training is logged, a training that starts in one
    of ``multiprocessing``'s (joblib's, that is) is taken to be part of it.
    """
    if _inside.get() is not None:
        return True
    target = getattr(threading.current_thread(), "_target", None)
    return bool(_threads_inside) and getattr(target, "__module__", None) == "multiprocessing.pool"

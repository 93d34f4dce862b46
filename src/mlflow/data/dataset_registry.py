"""The functions that make datasets, and what plug-ins add to them as ``mlflow.data.<name>``."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from typing import Any

from mlflow import plugins
from mlflow._door import resolve
from mlflow.data.dataset import Dataset
from mlflow.exceptions import InvalidParameterValue

Constructor = Callable[..., Dataset]

#: Ours, each imported when it is asked for, since each brings the library of its data.
BUILT_IN: dict[str, str] = {
    "from_huggingface": "mlflow.data.huggingface_dataset",
    "from_numpy": "mlflow.data.numpy_dataset",
    "from_pandas": "mlflow.data.pandas_dataset",
    "from_polars": "mlflow.data.polars_dataset",
    "from_spark": "mlflow.data.spark_dataset",
    "from_tensorflow": "mlflow.data.tensorflow_dataset",
    "load_delta": "mlflow.data.spark_dataset",
}


class DatasetRegistry:
    """Functions that make datasets, by name."""

    def __init__(self) -> None:
        self.constructors: dict[str, Constructor] = {}

    def register_constructor(self, constructor_fn: Constructor, constructor_name: str | None = None) -> str:
        """Add a function.

        Args:
            constructor_fn: Takes ``name`` and ``digest`` among its arguments and returns a
                :class:`~mlflow.data.dataset.Dataset`.
            constructor_name: Begins with ``from_`` or ``load_``; the function's own name where None.

        Returns:
            The name it has now.

        Raises:
            InvalidParameterValue: The name or the arguments are others.
        """
        name = constructor_name or str(getattr(constructor_fn, "__name__", ""))
        if not name.startswith(("from_", "load_")):
            raise InvalidParameterValue(
                f"The name of a function that makes datasets begins with from_ or load_: {name!r}."
            )
        parameters = inspect.signature(constructor_fn).parameters
        for needed in ("name", "digest"):
            if needed not in parameters:
                raise InvalidParameterValue(f"A function that makes datasets takes {needed!r}; {name} does not.")
        self.constructors[name] = constructor_fn
        return name

    def register_entrypoints(self) -> None:
        """Add what installed plug-ins bring."""
        for plugin, found in plugins.loaded(plugins.DATASET_CONSTRUCTOR):
            try:
                self.register_constructor(found, plugin.name)
            except (InvalidParameterValue, TypeError, ValueError) as error:
                warnings.warn(f"The plug-in {plugin.name!r} of {plugin.package} is left out: {error}", stacklevel=2)


_registry = DatasetRegistry()
_asked = False


def _with_plugins() -> DatasetRegistry:
    global _asked
    if not _asked:
        _asked = True
        _registry.register_entrypoints()
    return _registry


def register_constructor(constructor_fn: Constructor, constructor_name: str | None = None) -> str:
    """Add a function that makes datasets; see :meth:`DatasetRegistry.register_constructor`."""
    return _registry.register_constructor(constructor_fn, constructor_name)


def get_registered_constructors() -> dict[str, Constructor]:
    """The functions that make datasets, by name; those whose library is not installed are left out."""
    found: dict[str, Any] = {}
    for name, module in BUILT_IN.items():
        try:
            found[name] = resolve(f"{module}:{name}")
        except ModuleNotFoundError:
            continue
    return found | _with_plugins().constructors


def constructor(name: str) -> Constructor | None:
    """A function that was registered, or that a plug-in brings; None where there is none."""
    return _with_plugins().constructors.get(name)

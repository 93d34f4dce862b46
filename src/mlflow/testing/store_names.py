"""Names that no other test uses, and the refusals that suites expect."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import Any

import pytest

from mlflow.contracts.stores import Store
from mlflow.exceptions import MlflowException
from mlflow.store.run_names import random_name

UNKNOWN_RUN = "0" * 32


def fresh(prefix: str = "x") -> str:
    """A name that was not used before."""
    return f"{prefix}-{random_name()}-{os.urandom(4).hex()}"


def new_run(store: Store, **kwargs: Any) -> str:
    """The id of a new run in a new experiment."""
    return store.create_run(store.create_experiment(fresh("experiment")), **kwargs).info.run_id


class refuses(AbstractContextManager[None]):
    """Expects the block to raise an error of a code: ``with refuses("INVALID_PARAMETER_VALUE"): …``."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._raises = pytest.raises(MlflowException)

    def __enter__(self) -> None:
        self._caught = self._raises.__enter__()

    def __exit__(self, *raised: Any) -> bool:
        swallowed = bool(self._raises.__exit__(*raised))
        error = self._caught.value
        assert error.error_code == self._code, f"expected {self._code}, got {error.error_code}: {error}"
        assert str(error), "an error says what is wrong"
        return swallowed


INVALID = "INVALID_PARAMETER_VALUE"
MISSING = "RESOURCE_DOES_NOT_EXIST"
TAKEN = "RESOURCE_ALREADY_EXISTS"

"""Modules of ``mlflow.transformers`` by MLflow's names."""

from __future__ import annotations

import importlib

import pytest

from mlflow import _moved

_OLD = {old: names for old, names in _moved.MOVED.items() if old.startswith("mlflow.transformers.")}


@pytest.mark.parametrize("old", sorted(_OLD))
def test_every_old_module_is_served(old: str) -> None:
    module = importlib.import_module(old)
    names = _OLD[old]
    assert not isinstance(names, str) and names
    for name in names:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError):
        module.no_such_name  # noqa: B018

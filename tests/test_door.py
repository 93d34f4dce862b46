"""A front door says which extra brings a library that is missing."""

from __future__ import annotations

import importlib
import sys

import pytest

import mlflow
from mlflow._door import door


@pytest.mark.parametrize(
    ("module", "library", "extra"),
    [("mlflow.data.polars_dataset", "polars", "polars"), ("mlflow.flavors.sklearn", "sklearn", "sklearn")],
)
def test_a_library_that_is_missing(module: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith(module):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    opened, _ = door({"__name__": "somewhere"}, {"wanted": module})
    with pytest.raises(ModuleNotFoundError, match=rf"pip install 'penstock\[{extra}\]'") as raised:
        opened("wanted")
    assert (raised.value.name or "").split(".")[0] == library


def test_another_module_that_is_missing_is_told_as_it_is() -> None:
    opened, _ = door({"__name__": "somewhere"}, {"wanted": "mlflow.not_there"})
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'mlflow.not_there'"):
        opened("wanted")


@pytest.mark.parametrize(
    "flavor", ["xgboost", "lightgbm", "pytorch", "tensorflow", "statsmodels", "transformers", "spark"]
)
def test_a_flavor_says_that_it_does_not_log_by_itself(flavor: str) -> None:
    module = importlib.import_module(f"mlflow.{flavor}")
    with pytest.raises(AttributeError, match=rf"only scikit-learn logs by itself.*mlflow\.{flavor}\.log_model"):
        module.autolog()
    assert not hasattr(module, "autolog") and "autolog" not in dir(module)
    assert hasattr(mlflow.sklearn, "autolog")

"""A front door says which extra brings a library that is missing."""

from __future__ import annotations

import sys

import pytest

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

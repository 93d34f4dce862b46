"""What a store of a plug-in cannot do of tables and charts, it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mlflow.contracts.stores import Store
from mlflow.exceptions import MlflowNotImplementedException
from mlflow.store.plugged.store import open_store


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda store: store.get_run_columns(["0"], ["params.lr"]), "no columns of them"),
        (lambda store: store.group_runs(["0"], ["params.lr"]), "does not group runs"),
        (lambda store: store.get_series(["a"], ["loss"]), "no columns of them"),
        (lambda store: store.get_run_keys(["0"], differing=True), "does not tell in what runs differ"),
    ],
)
def test_what_is_not_there_is_said(asked: Callable[[Store], Any], words: str) -> None:
    with pytest.raises(MlflowNotImplementedException, match=words) as told:
        asked(open_store("shelf://somewhere"))
    assert told.value.error_code == "NOT_IMPLEMENTED"

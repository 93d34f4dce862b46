"""The one place where pickles are read."""

from __future__ import annotations

import gzip
import json
import pickle
import zipfile
from pathlib import Path

import pytest

from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.models import pickles


class Armed:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("fired"),))


@pytest.fixture
def forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")


def test_what_is_written_is_read() -> None:
    factor = 3
    pickles.dump(lambda x: factor * x, "f.pkl")
    assert pickles.load("f.pkl")(2) == 6
    pickles.dump({"a": 1}, "d.pkl", with_cloudpickle=False)
    assert pickles.load("d.pkl") == {"a": 1}
    with pytest.raises(InvalidParameterValue), open("f.pkl", "rb") as handle:
        pickles.dump(handle, "h.pkl")


@pytest.mark.parametrize("name", ["m.pkl", "m.json"])
def test_nothing_runs_when_pickles_are_forbidden(name: str, forbidden: None) -> None:
    Path(name).write_bytes(pickle.dumps(Armed()))
    for read in (pickles.load, pickles.check):
        with pytest.raises(PermissionDenied, match="MLFLOW_ALLOW_PICKLE_DESERIALIZATION"):
            read(name)
    assert not Path("fired").exists()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", [Armed(), {"a": 1}, [1, "x"], (1, 2)])
def test_pickles_are_known_by_their_content(protocol: int, value: object) -> None:
    Path("m.json").write_bytes(pickle.dumps(value, protocol))
    assert pickles.looks_like_pickle("m.json")


def test_archives_that_hold_pickles_are_known() -> None:
    Path("m.gz").write_bytes(gzip.compress(pickle.dumps(Armed())))
    with zipfile.ZipFile("m.pth", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Armed()))
    assert pickles.looks_like_pickle("m.gz") and pickles.looks_like_pickle("m.pth")


@pytest.mark.parametrize("text", [json.dumps({"learner": {"a": [1]}}), '["a", "b"]', "tree\nversion=v4\n", ""])
def test_other_models_are_no_pickles(text: str, forbidden: None) -> None:
    Path("m.bin").write_text(text)
    assert not pickles.looks_like_pickle("m.bin")
    pickles.check("m.bin")

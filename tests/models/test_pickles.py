"""The one place where pickles are read."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import pickle
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.models import pickles

lzma_alone = partial(lzma.compress, format=lzma.FORMAT_ALONE)


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


_CALL = b"cpathlib\nPath.touch\n(cpathlib\nPath\n(S'fired'\ntRtR."

#: The same call behind what a reader of first bytes may take for something else.
_DISGUISED = [
    _CALL,
    b"F1.0\n0" + _CALL,
    b"L1L\n0" + _CALL,
    b"X\x88\x13\x00\x00" + b"a" * 5000 + b"0" + _CALL.replace(b"\n", b"\n"),
    b"T\x88\x13\x00\x00" + b"{" * 5000 + b"0" + _CALL,
    b'U\x05{"a":0' + _CALL,
    b"CBM1" + b"x" * 64 + b"0" + _CALL,
    b"\x88" + b"0" + _CALL,
    b"\x8f" + b"0" + _CALL,
    b"\x95" + (5).to_bytes(8, "little") + _CALL,
    b"N0" * 300 + _CALL,
    b"(S'{'\n" + _CALL,
]


@pytest.mark.parametrize("content", _DISGUISED)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress, zlib.compress, lzma_alone])
def test_no_disguise_helps_a_pickle(content: bytes, pack: Callable[[bytes], bytes], forbidden: None) -> None:
    Path("model.json").write_bytes(pack(content))
    with pytest.raises(PermissionDenied):
        pickles.check("model.json")
    for name in ("weights.txt", "archive/data", "data.pkl"):
        with zipfile.ZipFile("model.bin", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("config.json", "{}")
            archive.writestr(name, content)
        with pytest.raises(PermissionDenied):
            pickles.check("model.bin")
        Path("model.bin").write_bytes(b"{} before the archive " + Path("model.bin").read_bytes())
        with pytest.raises(PermissionDenied):
            pickles.check("model.bin")


def test_arrays_of_objects_are_pickles(forbidden: None) -> None:
    for number, descr in enumerate(["<f8", "|b1", "<U3", "|O", "O", [("a", "<f8"), ("b", "|O")]]):
        array = np.zeros(2, dtype=descr)
        np.save(f"{number}.npy", array)
        np.savez(f"{number}.npz", weights=array)
        assert [pickles.looks_like_pickle(f"{number}.{kind}") for kind in ("npy", "npz")] == [array.dtype.hasobject] * 2


@pytest.mark.parametrize("content", [b"PK\x03\x04 damaged", b"PK"])
def test_what_cannot_be_looked_into_is_refused(content: bytes) -> None:
    Path("m").write_bytes(content)
    assert pickles.looks_like_pickle("m")


def test_archives_of_plain_data_are_no_pickles(forbidden: None) -> None:
    with zipfile.ZipFile("m.keras", "w") as archive:
        archive.writestr("config.json", '{"a": 1}')
        archive.writestr("weights.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 100)
    pickles.check("m.keras")


@pytest.mark.parametrize("text", [json.dumps({"learner": {"a": [1]}}), '["a", "b"]', "tree\nversion=v4\n", ""])
def test_other_models_are_no_pickles(text: str, forbidden: None) -> None:
    Path("m.bin").write_text(text)
    assert not pickles.looks_like_pickle("m.bin")
    pickles.check("m.bin")

"""Models as one file."""

from __future__ import annotations

import json
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from sklearn.linear_model import LinearRegression

import mlflow
from mlflow.active.addresses import set_tracking_uri
from mlflow.cli.models import models as command
from mlflow.exceptions import InvalidParameterValue, MlflowException, ResourceAlreadyExists, ResourceDoesNotExist
from mlflow.models import Model, get_model_info, pack_model, unpack_model
from mlflow.models.archives import DIGESTS
from tests.processes import server

X = pd.DataFrame({"a": [1.0, 2.0, 4.0]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wanted.py").write_text("answer = 42\n")
    mlflow.sklearn.save_model(
        LinearRegression().fit(X, [2.0, 4.0, 8.0]), "m", input_example=X, code_paths=[str(tmp_path / "wanted.py")]
    )
    (tmp_path / "m" / "noise.bin").write_bytes(np.random.default_rng(0).bytes(3_000_000))
    return tmp_path / "m"


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_every_loader_takes_it(folder: Path) -> None:
    pack_model(folder, "m.zip")
    for uri in ("m.zip", str(Path("m.zip").resolve()), Path("m.zip").resolve().as_uri()):
        assert mlflow.pyfunc.load_model(uri).predict(X) == pytest.approx([2.0, 4.0, 8.0])
    loaded = mlflow.sklearn.load_model("m.zip")
    assert loaded.coef_ == pytest.approx([2.0])
    assert Model.load("m.zip") == Model.load(folder) and get_model_info("m.zip").flavors.keys() == {
        "python_function", "sklearn",
    }  # fmt: skip
    assert mlflow.pyfunc.load_model("m.zip").input_example.equals(X)
    assert Path(mlflow.pyfunc.get_model_dependencies("m.zip")).read_text().startswith("mlflow==")


def test_it_comes_back_as_it_was(folder: Path) -> None:
    pack_model(folder, "m.zip")
    unpack_model("m.zip", "again")
    assert files_of(Path("again")) == files_of(folder)
    assert Path("m.zip").stat().st_size < sum(map(len, files_of(folder).values())) + 4000


def test_the_same_files_give_the_same_archive(folder: Path) -> None:
    first = pack_model(folder, "one.zip")
    for file in folder.rglob("*"):
        file.touch()
    assert pack_model(folder, "two.zip") == first
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()
    (folder / "noise.bin").write_bytes(b"other")
    assert pack_model(folder, "three.zip") != first


def test_it_is_logged_registered_and_found(folder: Path, tmp_path: Path) -> None:
    set_tracking_uri(str(tmp_path / "mlruns"))
    pack_model(folder, "m.zip")
    with mlflow.start_run() as run:
        mlflow.log_artifact("m.zip", "packed")
    uri = f"runs:/{run.info.run_id}/packed/m.zip"
    version = mlflow.register_model(uri, "packed")
    for each in (uri, f"models:/packed/{version.version}"):
        assert mlflow.pyfunc.load_model(each).predict(X) == pytest.approx([2.0, 4.0, 8.0])


def test_from_elsewhere(folder: Path, tmp_path: Path) -> None:
    pack_model(folder, "m.zip")
    with server(Path(sys.executable), tmp_path, 30) as address:
        set_tracking_uri(address)
        with mlflow.start_run() as run:
            mlflow.log_artifact("m.zip")
            assert str(run.info.artifact_uri).startswith("mlflow-artifacts:")
        uri = f"runs:/{run.info.run_id}/m.zip"
        assert mlflow.pyfunc.load_model(uri).predict(X) == pytest.approx([2.0, 4.0, 8.0])
        assert Model.load(uri) == Model.load(folder)


def _rewritten(change: Callable[[dict[str, bytes]], Any]) -> None:
    """Write ``bad.zip``: the content of ``m.zip``, changed."""
    with zipfile.ZipFile("m.zip") as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    with zipfile.ZipFile("bad.zip", "w") as archive:
        for name, each in content.items():
            archive.writestr(name, each)


def _list_of(content: dict[str, bytes], change: Callable[[dict[str, Any]], Any]) -> None:
    said = json.loads(content[DIGESTS])
    change(said["files"])
    content[DIGESTS] = json.dumps(said).encode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda content: content.update({"model.pkl": content["model.pkl"] + b"."}), "DATA_LOSS"),
        (lambda content: content.update({"model.pkl": content["model.pkl"][:-1]}), "DATA_LOSS"),
        (lambda content: content.update({"MLmodel": content["MLmodel"].replace(b"sklearn", b"SKLEARN")}), "DATA_LOSS"),
        (lambda content: content.pop("model.pkl"), "INVALID_PARAMETER_VALUE"),
        (lambda content: content.update({"more.py": b"import os"}), "INVALID_PARAMETER_VALUE"),
        (lambda content: content.pop(DIGESTS), "INVALID_PARAMETER_VALUE"),
        (lambda content: content.update({DIGESTS: b"[]"}), "INVALID_PARAMETER_VALUE"),
        (lambda content: content.update({DIGESTS: b"{"}), "INVALID_PARAMETER_VALUE"),
        (lambda content: _list_of(content, lambda files: files["MLmodel"].update(size=1 << 60)), "RESOURCE_EXHAUSTED"),
    ],
)
def test_what_is_not_as_it_was_is_refused(folder: Path, change: Callable[[Any], Any], code: str) -> None:
    pack_model(folder, "m.zip")
    _rewritten(change)
    with pytest.raises(MlflowException) as told:
        mlflow.pyfunc.load_model("bad.zip")
    assert (told.value.error_code == code and "bad.zip" in told.value.message) or "that arrived" in told.value.message
    with pytest.raises(MlflowException):
        unpack_model("bad.zip", "into")
    assert not Path("into").exists()


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "C:/outside", "a\\b"])
def test_no_file_leaves_the_folder(folder: Path, name: str) -> None:
    pack_model(folder, "m.zip")

    def add(content: dict[str, bytes]) -> None:
        content[name] = b"x"
        _list_of(content, lambda files: files.update({name: {"sha256": "0", "size": 1}}))

    _rewritten(add)
    with pytest.raises(InvalidParameterValue):
        unpack_model("bad.zip", "into")
    assert not Path("into").exists() and not Path("outside").exists()


def test_links_are_no_files(folder: Path) -> None:
    pack_model(folder, "m.zip")
    with zipfile.ZipFile("m.zip") as archive, zipfile.ZipFile("bad.zip", "w") as bad:
        for entry in archive.infolist():
            content = archive.read(entry.filename)
            if entry.filename == "noise.bin":
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            bad.writestr(entry, content)
    with pytest.raises(InvalidParameterValue, match=r"noise\.bin"):
        unpack_model("bad.zip", "into")
    (folder / "link").symlink_to("/etc/hostname")
    with pytest.raises(InvalidParameterValue, match="leads out"):
        pack_model(folder, "new.zip")
    assert not Path("new.zip").exists() and not list(Path().glob(".new*"))


def test_a_cut_file_is_damaged(folder: Path) -> None:
    pack_model(folder, "m.zip")
    whole = Path("m.zip").read_bytes()
    for length in (len(whole) // 2, len(whole) - 30, 40):
        Path("cut.zip").write_bytes(whole[:length])
        with pytest.raises(MlflowException) as told:
            mlflow.pyfunc.load_model("cut.zip")
        assert told.value.error_code == "DATA_LOSS"


def test_it_does_not_change(folder: Path) -> None:
    pack_model(str(folder), "m.zip")
    content = Path("m.zip").read_bytes()
    for act in (
        lambda: mlflow.models.set_signature("m.zip", mlflow.models.infer_signature([1])),
        lambda: mlflow.models.update_model_requirements("m.zip", "add", ["packaging"]),
    ):
        with pytest.raises(InvalidParameterValue, match="mlflow models unpack"):
            act()
    assert Path("m.zip").read_bytes() == content
    with pytest.raises(ResourceDoesNotExist, match="no model at 'none'"):
        mlflow.models.update_model_requirements("none", "add", ["packaging"])


def test_nothing_is_overwritten(folder: Path) -> None:
    Path("m.zip").write_text("mine")
    with pytest.raises(ResourceAlreadyExists):
        pack_model(folder, "m.zip")
    assert Path("m.zip").read_text() == "mine"
    with pytest.raises(ResourceDoesNotExist):
        pack_model("nowhere", "n.zip")


def test_the_commands(folder: Path) -> None:
    done = CliRunner().invoke(command, ["pack", "-m", str(folder), "-o", "m.zip"])
    assert done.exit_code == 0 and len(done.output.strip()) == 64
    done = CliRunner().invoke(command, ["unpack", "-m", "m.zip", "-o", "again"])
    assert done.exit_code == 0 and files_of(Path("again")) == files_of(folder)
    done = CliRunner().invoke(command, ["pack", "-m", str(folder), "-o", "m.zip"])
    assert done.exit_code == 1 and "exists already" in done.output

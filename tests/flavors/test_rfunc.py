"""Functions of R, answered by a real R where the machine has one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import yaml

import mlflow
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MlflowException, PermissionDenied
from mlflow.serving.batch import predict_file

ASKED = pd.DataFrame({"a b": [1.0, 2.5], "text": ['x"; q()', "y"]})
# Where nothing may be skipped, a machine without R fails.
needs_r = pytest.mark.skipif(
    shutil.which("Rscript") is None and not os.environ.get("CI"), reason="this machine has no R"
)


def crate(source: str, wrap: str = "f") -> None:
    """A model folder as R's package writes it, around a function of R."""
    Path("m").mkdir()
    run = subprocess.run(
        ["Rscript", "--vanilla", "-e", f"f <- {source}; saveRDS({wrap}, 'm/crate.bin')"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    described()


def described() -> None:
    Path("m").mkdir(exist_ok=True)
    Path("m/MLmodel").write_text(yaml.safe_dump({"flavors": {"crate": {"model": "crate.bin", "version": "0.1.0"}}}))


@needs_r
@pytest.mark.parametrize("wrap", ["f", "serialize(f, NULL)", "structure(f, class = 'crate')"])
def test_a_vector_is_a_column(wrap: str) -> None:
    crate("function(data) data[['a b']] * 2", wrap)
    assert mlflow.pyfunc.load_model("m").predict(ASKED) == [2.0, 5.0]


@needs_r
def test_a_table_is_a_table() -> None:
    crate("function(data) data.frame(n = nchar(data$text), up = toupper(data$text))")
    answer = mlflow.pyfunc.load_model("m").predict(ASKED)
    pd.testing.assert_frame_equal(answer, pd.DataFrame({"n": [7, 1], "up": ['X"; Q()', "Y"]}))


@needs_r
def test_mlflow_models_predict() -> None:
    crate("function(data) data$a + 1")
    Path("in.csv").write_text("a\n1\n2\n")
    predict_file("m", "in.csv", "out.csv", "csv")
    assert [float(line) for line in Path("out.csv").read_text().split()[1:]] == [2.0, 3.0]


@needs_r
def test_what_r_says_is_told() -> None:
    crate("function(data) stop('no such tea')")
    with pytest.raises(ExecutionException, match="no such tea"):
        mlflow.pyfunc.load_model("m").predict(ASKED)
    with pytest.raises(InvalidParameterValue, match="list"):
        mlflow.pyfunc.load_model("m").predict([1])


@needs_r
def test_what_is_no_function_is_told() -> None:
    crate("3")
    with pytest.raises(ExecutionException, match="no function"):
        mlflow.pyfunc.load_model("m").predict(ASKED)


def test_without_r_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    described()
    Path("m/crate.bin").write_bytes(b"x")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MlflowException, match="Rscript"):
        mlflow.pyfunc.load_model("m").predict(ASKED)


def test_a_missing_file_and_the_mode_without_pickles(monkeypatch: pytest.MonkeyPatch) -> None:
    described()
    with pytest.raises(MlflowException, match=r"crate\.bin"):
        mlflow.pyfunc.load_model("m")
    Path("m/crate.bin").write_bytes(b"x")
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "false")
    with pytest.raises(PermissionDenied, match=r"function of R"):
        mlflow.pyfunc.load_model("m")

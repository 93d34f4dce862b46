"""Predictions for files and folders of rows, and what is left where they fail."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import mlflow
from mlflow.exceptions import (
    BadRequest,
    ExecutionException,
    InvalidParameterValue,
    MlflowException,
    ResourceDoesNotExist,
)
from mlflow.models import ModelSignature
from mlflow.serving import reading
from mlflow.serving.batch import predict_file
from mlflow.serving.files import form_of
from mlflow.types.schema import ColSpec, Schema

COUNT = 3000  # more than the first piece has


#: Doubles ``x`` and refuses what is below zero; the text tells that nothing was taken for a number.
DOUBLES = """
import mlflow


class Doubles(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        if (model_input["x"] < 0).any():
            raise ArithmeticError("x is below zero")
        assert set(model_input["s"]) == {"007"}
        return model_input[["x"]] * 2


mlflow.models.set_model(Doubles())
"""
#: Gives two columns without names.
PAIRS = """
import mlflow
import numpy as np


class Pairs(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return np.column_stack([model_input.iloc[:, 0], model_input.iloc[:, 0] + 1])


mlflow.models.set_model(Pairs())
"""


#: Prints while it is loaded, while it predicts, and when the process ends, from Python and from beneath it.
CHATTY = """
import atexit
import os

import mlflow


class Chatty(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        print("noise")
        os.system("echo noise")
        return model_input["x"].to_numpy()


print("noise")
atexit.register(print, "noise")
mlflow.models.set_model(Chatty())
"""


def saved(folder: Path, code: str, signature: ModelSignature | None = None) -> str:
    script = folder / "script.py"
    script.write_text(code)
    mlflow.pyfunc.save_model(folder / "model", python_model=str(script), signature=signature)
    return str(folder / "model")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder for nothing but the files of a test."""
    made = tmp_path / "work"
    made.mkdir()
    return made


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    columns = [ColSpec("double", "x"), ColSpec("string", "s"), ColSpec("long", "n", required=False)]
    return saved(tmp_path_factory.mktemp("doubles"), DOUBLES, ModelSignature(Schema(columns)))


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> str:
    return saved(tmp_path_factory.mktemp("pairs"), PAIRS)


def rows(count: int = COUNT) -> pd.DataFrame:
    numbers = pd.array([None if place % 2 else 2**60 + place for place in range(count)], dtype="Int64")
    names = [f"{place:05}" for place in range(count)]
    return pd.DataFrame({"id": names, "x": np.arange(count) / 2, "s": "007", "n": numbers})


def write(table: pd.DataFrame, path: Path) -> Path:
    name = path.name.removesuffix(".gz")
    if name.endswith(".csv"):
        table.to_csv(path, index=False)
    elif ".json" in name:
        records = [{k: None if v is pd.NA else v for k, v in row.items()} for row in table.to_dict("records")]
        lines = [json.dumps(record) for record in records]
        text = "".join(line + "\n" for line in lines) if name.endswith("l") else f"[{', '.join(lines)}]"
        path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    else:
        table.to_parquet(path)
    return path


def read(path: Path) -> pd.DataFrame:
    texts = {"id": str, "s": str, "n": "Int64"}
    if ".csv" in path.name:
        return pd.read_csv(path, dtype=texts)
    if path.suffix == ".parquet":
        made = pd.read_parquet(path, dtype_backend="numpy_nullable")
        return made.astype({name: texts[name] for name in made.columns if name in texts})
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = json.loads(data)["predictions"] if ".jsonl" not in path.name else map(json.loads, data.splitlines())
    made = pd.DataFrame(list(lines), dtype=object)
    kinds = {**texts, "x": float}
    return made.astype({name: kinds[name] for name in made.columns})


@pytest.mark.parametrize("source", ["in.csv", "in.csv.gz", "in.jsonl", "in.jsonl.gz", "in.json", "in.parquet"])
@pytest.mark.parametrize("target", ["out.csv", "out.csv.gz", "out.jsonl", "out.json", "out.parquet"])
def test_each_form_into_each_form_and_nothing_is_lost(source: str, target: str, model: str, work: Path) -> None:
    table = rows()
    predict_file(model, str(write(table, work / source)), str(work / target), keep_columns="id, s,n")
    expected = table[["id", "s", "n"]].assign(x=table["x"] * 2)
    pd.testing.assert_frame_equal(read(work / target), expected, check_dtype=False)
    assert sorted(file.name for file in work.iterdir()) == sorted([source, target])


def test_a_file_is_answered_as_a_request_is(model: str, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(rows(3), work / "in.csv")
    said = []
    for target in (work / "answer.json", work / "answer", None):
        predict_file(model, str(source), None if target is None else str(target), "csv")
        said.append(capsys.readouterr().out if target is None else target.read_text())
    assert [json.loads(each) for each in said] == [{"predictions": [{"x": 0.0}, {"x": 1.0}, {"x": 2.0}]}] * 3


def test_a_request_may_be_answered_in_a_form_of_rows(model: str, work: Path) -> None:
    request = work / "request.json"
    request.write_text('{"dataframe_split": {"columns": ["x", "s"], "data": [[1, "007"], [2, "007"]]}}')
    predict_file(model, str(request), str(work / "out.csv"))
    assert (work / "out.csv").read_text() == "x\n2.0\n4.0\n"
    table = rows(2).drop(columns="n")
    mlflow.models.predict(model, table, output_path=str(work / "out.jsonl"), env_manager="local")
    assert (work / "out.jsonl").read_text() == '{"x": 0.0}\n{"x": 1.0}\n'


def test_a_folder_is_mirrored_whole_or_not_at_all(model: str, work: Path) -> None:
    (work / "in" / "deep").mkdir(parents=True)
    write(rows(5), work / "in" / "a.csv")
    write(rows(7), work / "in" / "deep" / "b.parquet")
    for name in ("_SUCCESS", ".a.csv.crc", "notes.txt"):
        (work / "in" / name).write_text("not rows")
    predict_file(model, str(work / "in"), str(work / "out"))
    made = {str(file.relative_to(work / "out")): len(read(file)) for file in (work / "out").rglob("*.*")}
    assert made == {"a.csv": 5, "deep/b.parquet": 7}
    predict_file(model, str(work / "in" / "**" / "*.parquet"), str(work / "all.csv"))
    assert len(read(work / "all.csv")) == 7
    with pytest.raises(InvalidParameterValue, match="2 files"):
        predict_file(model, str(work / "in"))
    write(rows(5).assign(x=-1.0), work / "in" / "z.csv")
    with pytest.raises(ExecutionException, match=r"z.csv: row 1: ArithmeticError: x is below zero"):
        predict_file(model, str(work / "in"), str(work / "new"))
    assert sorted(file.name for file in work.iterdir()) == ["all.csv", "in", "out"]


def _spoil_x(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(x=[-1.0 if place == 2345 else value for place, value in enumerate(table["x"])])


def _spoil_text(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(x=["many" if place == 2345 else value for place, value in enumerate(table["x"])])


@pytest.mark.parametrize(
    ("name", "spoil", "failure", "words"),
    [
        *((name, _spoil_x, ExecutionException, "ArithmeticError") for name in ("in.csv", "in.jsonl", "in.parquet")),
        # A column of Parquet has one type.
        *((name, _spoil_text, BadRequest, "Column 'x'") for name in ("in.csv", "in.jsonl")),
    ],
)
def test_a_failure_names_the_row_and_leaves_what_was_there(
    name: str, spoil: Callable[..., Any], failure: type[MlflowException], words: str, model: str, work: Path
) -> None:
    table = spoil(rows())
    write(table, work / name)
    (work / "out.csv").write_text("mine")
    with pytest.raises(failure, match=rf"{name}: row 2346: .*{words}"):
        predict_file(model, str(work / name), str(work / "out.csv"))
    assert (work / "out.csv").read_text() == "mine"
    assert sorted(file.name for file in work.iterdir()) == sorted([name, "out.csv"])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"x,s\n1,007\n1,007,3\n", "line 3"),
        ("a.csv.gz", b"no gzip", "cannot be read"),
        ("a.csv.gz", gzip.compress(b"x,s\n" + b"1,007\n" * 9000)[:-20], "cannot be read"),
        ("a.jsonl", b'{"x": 1, "s": "007"}\n{"x": \n', "Line 2 is not valid JSON"),
        ("a.jsonl", b"[1]\n", "Line 1 must be an object"),
        ("a.parquet", b"no parquet", "cannot be read"),
        ("a.csv", b"x\n1\n", r"lacks the columns \['s'\]"),
    ],
)
def test_files_that_cannot_be_read_are_said(name: str, content: bytes, words: str, model: str, work: Path) -> None:
    (work / name).write_bytes(content)
    with pytest.raises(MlflowException, match=words) as caught:
        predict_file(model, str(work / name), str(work / "out.csv"))
    assert name in caught.value.message and caught.value.error_code in ("BAD_REQUEST", "INVALID_PARAMETER_VALUE")
    assert [file.name for file in work.iterdir()] == [name]


def test_what_contradicts_itself_is_refused(model: str, work: Path) -> None:
    source = str(write(rows(3), work / "in.csv"))
    for arguments, error, words in (
        ({"output_path": source}, InvalidParameterValue, "take the place of their input"),
        ({"output_path": str(work)}, InvalidParameterValue, "take the place of their input"),
        ({"content_type": "parquet"}, InvalidParameterValue, "csv by its ending"),
        ({"content_type": "yaml"}, InvalidParameterValue, "one of json, csv, parquet"),
        ({"keep_columns": ["who"]}, InvalidParameterValue, "no column 'who' to keep"),
        ({"keep_columns": "x"}, InvalidParameterValue, "have a column 'x', too"),
        ({"output_path": str(work / "no" / "out.csv")}, ResourceDoesNotExist, "no folder"),
    ):
        with pytest.raises(error, match=words):
            predict_file(model, source, **arguments)
    for missing in ("nowhere.csv", "*.parquet", "nowhere.json"):
        with pytest.raises(ResourceDoesNotExist):
            predict_file(model, str(work / missing), str(work / "out.csv"))


def test_columns_without_names_and_tensors(pairs: str, work: Path) -> None:
    source = str(write(rows(2)[["x"]], work / "in.csv"))
    predict_file(pairs, source, str(work / "out.csv"), keep_columns="*")
    assert (work / "out.csv").read_text() == "x,prediction_0,prediction_1\n0.0,0.0,1.0\n0.5,0.5,1.5\n"
    predict_file(pairs, source, str(work / "out.json"))
    assert json.loads((work / "out.json").read_text()) == {"predictions": [[0.0, 1.0], [0.5, 1.5]]}
    (work / "none.csv").write_text("x\n")
    for target, text in (("out.json", '{"predictions": []}'), ("out.jsonl", "")):
        predict_file(pairs, str(work / "none.csv"), str(work / target))
        assert (work / target).read_text() == text


def test_the_command_reads_files_and_tells_failures_in_a_line(model: str, work: Path) -> None:
    write(rows(), work / "in.parquet")
    write(rows(3).assign(x=-1.0), work / "bad.csv")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "mlflow",
            "models",
            "predict",
            "-m",
            model,
            "--env-manager",
            "local",
            *arguments,
        ]
        return subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)

    done = run("-i", "in.parquet", "-o", "out/", "--keep-columns", "id")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert len(read(work / "out" / "in.parquet")) == COUNT
    failed = run("-i", "bad.csv", "-o", "out.csv")
    assert failed.returncode == 1 and failed.stderr.startswith("Error: bad.csv: row 1: ArithmeticError")
    assert not (work / "out.csv").exists()
    done = run("-i", "in.parquet", "-o", "more.csv", "--env", "WHO=me", "--keep-columns", "id")
    assert done.returncode == 0 and len(read(work / "more.csv")) == COUNT


@pytest.mark.parametrize("form", ["json", "csv"])
def test_answers_are_alone_on_standard_output(form: str, work: Path) -> None:
    model = saved(work, CHATTY)
    asked = {"json": '{"dataframe_split": {"columns": ["x"], "data": [[1], [2]]}}', "csv": "x\n1\n2\n"}[form]
    (work / f"in.{form}").write_text(asked)
    command = [sys.executable, "-m", "mlflow", "models", "predict", "-m", model, "--env-manager", "local", "-t", form]
    done = subprocess.run([*command, "-i", str(work / f"in.{form}")], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {"predictions": [1, 2]}
    assert done.stderr.count("noise") == 4


def test_memory_does_not_grow_with_the_file(model: str, work: Path) -> None:
    code = (
        "import resource, sys\n"
        "from mlflow.serving.batch import predict_file\n"
        "predict_file(*sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    )
    line = "".join(f"{place:07},{place},007,{place}," + "z" * 200 + "\n" for place in range(20_000))
    used = []
    for times in (1, 20):
        with open(work / "in.csv", "w") as file:
            file.write("id,x,s,n,pad\n")
            for _ in range(times):
                file.write(line)
        done = subprocess.run(
            [sys.executable, "-c", code, model, str(work / "in.csv"), str(work / "out.jsonl"), "csv", "id,pad"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        used.append(int(done.stdout))
    assert os.path.getsize(work / "in.csv") > 80 << 20
    assert used[1] < used[0] + 60, f"{used} MB for 4 MB and for 90 MB"


def test_pieces_are_of_a_size(work: Path) -> None:
    wide = pd.DataFrame({"x": np.arange(4000.0), "text": ["y" * 20_000] * 4000})
    for name in ("in.csv", "in.jsonl", "in.parquet"):
        path = write(wide, work / name)
        form = form_of(path)
        assert form is not None
        counts = [len(piece.given) for piece in reading.pieces(path, None, form)]
        assert sum(counts) == 4000 and max(counts) <= 1000

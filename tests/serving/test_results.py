"""What models return, as tables and as columns of declared types, and as bytes between processes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import mlflow
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.models.archives import unpack_archive
from mlflow.serving.packed_environments import archive_directory, extract_archive_to_dir
from mlflow.serving.packets import table_bytes, table_of
from mlflow.serving.results import as_table, shaped
from mlflow.serving.scorers import Recipe, scorer_for
from mlflow.serving.unpacking import unpacked_once
from mlflow.types.datatypes import Array, DataType
from mlflow.types.schema import ColSpec, Schema


def one(kind: Any) -> Schema:
    return Schema([ColSpec(kind)])


@pytest.mark.parametrize(
    "output",
    [
        pd.DataFrame({0: [1.0, 2.0]}, index=[7, 8]),
        pd.Series([1.0, 2.0], index=[7, 8], name=0),
        np.array([1.0, 2.0]),
        np.array([[1.0], [2.0]]),
        [1.0, 2.0],
        [{0: 1.0}, {0: 2.0}],
    ],
)
def test_each_kind_of_output_makes_a_table(output: Any) -> None:
    pd.testing.assert_frame_equal(as_table(output, 2), pd.DataFrame({0: [1.0, 2.0]}), check_column_type=False)


@pytest.mark.parametrize("output", [1.0, "text", None, [1.0], {"a": [1, 2], "b": [1]}, object()])
def test_what_is_no_table_of_so_many_rows_is_refused(output: Any) -> None:
    with pytest.raises(InvalidParameterValue):
        as_table(output, 2)


def test_integers_are_never_narrowed_and_gaps_are_kept() -> None:
    large = pd.DataFrame({"a": [2**40], "b": [3]})
    assert shaped(large, 1, one(DataType.integer))[0].tolist() == [3]
    assert shaped(large, 1, one(DataType.long))[0].tolist() == [2**40]
    with pytest.raises(InvalidParameterValue, match="no column that fits the result type integer"):
        shaped(np.array([1.5]), 1, one(DataType.integer))
    with pytest.raises(InvalidParameterValue, match="'score' does not fit integer: it has numbers that are not whole"):
        shaped(pd.DataFrame({"score": [1.5]}), 1, Schema([ColSpec("integer", "score")]))
    gaps = shaped([2**60 + 1, None], 2, one(DataType.string))[0].tolist()
    assert gaps[1] is None
    nested = shaped([[1, None], []], 2, one(Array(DataType.double)))[0].tolist()
    assert nested == [[1.0, None], []]


def test_tables_pass_between_processes_unchanged() -> None:
    table = pd.DataFrame(
        {
            "f": np.array([1.5, np.nan], dtype="float32"),
            "i": pd.array([2**60 + 1, None], dtype="Int64"),
            "t": pd.to_datetime(["2026-01-02T03:04:05.678901234", None]),
            "b": [True, False],
            "s": ["x", None],
            "n": [[1, {"k": b"\x00"}], None],
            7: [1, 2],
        }
    )
    pd.testing.assert_frame_equal(table_of(table_bytes(table)), table.astype({"s": object}), check_column_type=False)
    odd = table_of(table_bytes(pd.DataFrame({"d": [dt.date(2026, 1, 2), Decimal("1.5")], "a": [np.arange(2), pd.NaT]})))
    assert odd["d"].tolist() == ["2026-01-02", "1.5"] and odd["a"].tolist() == [[0, 1], None]
    assert len(table_of(table_bytes(pd.DataFrame(index=range(3))))) == 3
    with pytest.raises(TypeError, match="a object"):
        table_bytes(pd.DataFrame({"o": [object()]}))


MODEL = """
import os

import mlflow


class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        print("said by a model")
        if model_input["x"].iloc[0] < 0:
            os._exit(3)
        if model_input["x"].iloc[0] == 0:
            raise ArithmeticError("x is zero")
        return [f"{os.environ.get('WHO')} {os.getpid()}"] * len(model_input)


mlflow.models.set_model(Model())
"""


def test_a_process_of_the_models_own_answers_refuses_and_ends(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "model.py").write_text(MODEL)
    mlflow.pyfunc.save_model(tmp_path / "m", python_model=str(tmp_path / "model.py"))
    # The process has this interpreter's packages: as if it were that of an environment made for the model.
    import sys

    from mlflow.serving import scorers

    here = scorer_for(Recipe("here", str(tmp_path / "m")))
    made = scorers._ProcessScorer(Path(sys.executable), tmp_path / "m", None, {"WHO": "you"})
    ask = pd.DataFrame({"x": [1.0, 2.0]})
    said, own = (each.answer(ask, None, one(DataType.string))[0].iloc[0] for each in (made, here))
    assert said.startswith("you ") and own.startswith("None ") and said.split()[1] != own.split()[1]
    with pytest.raises(MlflowException, match="ArithmeticError: x is zero"):
        made.answer(ask * 0, None, one(DataType.string))
    assert made.answer(ask, None, one(DataType.string)).shape == (2, 1)
    with pytest.raises(MlflowException, match="ended with code 3"):
        made.answer(-ask, None, one(DataType.string))
    made.close()


def test_a_shipped_model_is_unpacked_once_into_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(MODEL)
    mlflow.pyfunc.save_model(tmp_path / "m", python_model=str(tmp_path / "model.py"))
    mlflow.models.pack_model(str(tmp_path / "m"), str(tmp_path / "m.zip"))
    first = unpacked_once(tmp_path / "m.zip", unpack_archive)
    assert first == unpacked_once(tmp_path / "m.zip", unpack_archive) and first.stat().st_mode & 0o777 == 0o700
    assert (first / "MLmodel").read_bytes() == (tmp_path / "m" / "MLmodel").read_bytes()
    said = scorer_for(Recipe("shipped", str(tmp_path / "m.zip"))).answer(
        pd.DataFrame({"x": [1.0]}), None, one(DataType.string)
    )
    assert said[0].iloc[0].startswith("None ")
    (tmp_path / "bad.zip").write_bytes((tmp_path / "m.zip").read_bytes()[:-30])
    with pytest.raises(MlflowException):
        unpacked_once(tmp_path / "bad.zip", unpack_archive)
    assert [file.name for file in tmp_path.glob("bad*")] == ["bad.zip"]


def test_folders_are_packed_with_what_their_links_lead_to(tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "python").write_text("elf")
    (tmp_path / "in" / "lib").mkdir(parents=True)
    (tmp_path / "in" / "lib" / "a.py").write_text("a")
    (tmp_path / "in" / "lib64").symlink_to("lib")
    (tmp_path / "in" / "bin").symlink_to(tmp_path / "away")
    mlflow.pyfunc.archive_directory(str(tmp_path / "in"), str(tmp_path / "in.tar.gz"))
    out = Path(mlflow.pyfunc.extract_archive_to_dir(str(tmp_path / "in.tar.gz"), str(tmp_path / "out")))
    assert (out / "bin" / "python").read_text() == "elf" and not (out / "bin").is_symlink()
    assert (out / "lib64").is_symlink() and (out / "lib64" / "a.py").read_text() == "a"


def test_an_archive_that_leads_out_is_refused(tmp_path: Path) -> None:
    import io
    import tarfile

    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("../../evil")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(InvalidParameterValue, match="cannot be unpacked"):
        extract_archive_to_dir(tmp_path / "bad.tar.gz", tmp_path / "out" / "deep")
    assert not list(tmp_path.rglob("evil"))
    assert archive_directory(tmp_path / "out", tmp_path / "empty.tar.gz").endswith("empty.tar.gz")

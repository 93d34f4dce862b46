"""Folders that somebody else made: a database, and beside it journals and files that wait, all of them as they like.

Opening one may read and change what is in it, and nothing else.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlflow
from mlflow.active.stores import close_stores
from mlflow.store.journal.file import JournalFile
from mlflow.store.journal.records import BATCH, FILES, Record, frame

_STOLEN = "what they want"


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("PENSTOCK_JOURNAL_DIR", raising=False)
    yield
    close_stores()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret").write_text(_STOLEN)
    return tmp_path / "home"


@pytest.fixture
def got(tmp_path: Path) -> tuple[Path, str]:
    """A folder with one run, and the run."""
    folder = tmp_path / "downloads" / "mlruns"
    folder.parent.mkdir()
    run_id = _run(folder)
    close_stores()
    (folder / "penstock.db-journals").mkdir(exist_ok=True)
    return folder, run_id


def _run(folder: Path) -> str:
    mlflow.set_tracking_uri(str(folder))
    with mlflow.start_run() as run:
        mlflow.log_metric("a", 1)
    return str(run.info.run_id)


def _opened(folder: Path) -> None:
    """What anybody does who got a folder: look, and log."""
    mlflow.set_tracking_uri(str(folder))
    mlflow.search_runs(output_format="list")
    _run(folder)
    close_stores()


def _journal(folder: Path, *records: Record, damaged: bytes = b"") -> Path:
    file = JournalFile.create(folder / "penstock.db-journals", str(folder))
    with open(file.path, "ab") as more:
        more.write(b"".join(map(frame, records[:1])) + damaged + b"".join(map(frame, records[1:])))
    os.close(file.fd)
    return file.path


def _at(folder: Path, run_id: str, place: Path | str) -> None:
    with sqlite3.connect(folder / "penstock.db") as database:
        database.execute("UPDATE runs SET location = ? WHERE run_id = ?", (str(place), run_id))
    database.close()


def _untouched(home: Path) -> bool:
    return [p.name for p in home.iterdir()] == ["secret"] and (home / "secret").read_text() == _STOLEN


@pytest.mark.parametrize("told", [True, False])
def test_files_that_wait_are_not_written_elsewhere(
    got: tuple[Path, str], home: Path, told: bool, caplog: pytest.LogCaptureFixture
) -> None:
    folder, run_id = got
    _at(folder, run_id, home)
    files = _journal(folder, *([(FILES, run_id)] if told else [])).with_suffix(".files") / run_id
    files.mkdir(parents=True)
    (files / ".bashrc").write_text("evil")
    with caplog.at_level(logging.WARNING):
        _opened(folder)
    assert _untouched(home) and (files / ".bashrc").read_text() == "evil"
    assert f"The files in {files} wait for {run_id}" in caplog.text


def test_files_that_wait_are_not_written_through_a_link(got: tuple[Path, str], home: Path) -> None:
    folder, run_id = got
    (folder / "way").symlink_to(home)
    _at(folder, run_id, folder / "way")
    files = _journal(folder).with_suffix(".files") / run_id
    files.mkdir(parents=True)
    (files / ".bashrc").write_text("evil")
    _opened(folder)
    assert _untouched(home)


@pytest.mark.parametrize("way", ["file", "folder", "run", "all"])
def test_what_links_lead_to_is_neither_sent_nor_removed(got: tuple[Path, str], home: Path, way: str) -> None:
    folder, run_id = got
    place = folder / "0" / run_id / "artifacts"
    _at(folder, run_id, place)
    files = _journal(folder).with_suffix(".files")
    if way == "all":
        (home / run_id).mkdir()
        (home / "secret").rename(home / run_id / "secret")
        files.symlink_to(home)
    elif way == "run":
        files.mkdir()
        (files / run_id).symlink_to(home)
    else:
        (files / run_id).mkdir(parents=True)
        (files / run_id / "link").symlink_to(home / "secret" if way == "file" else home)
    _opened(folder)
    assert [p.read_text() for p in home.rglob("secret")] == [_STOLEN]
    assert not [p for p in place.rglob("*") if p.is_file()]


def test_a_run_whose_name_climbs_sends_nothing(got: tuple[Path, str], home: Path) -> None:
    folder, _ = got
    climbing = "../../../../home"
    with sqlite3.connect(folder / "penstock.db") as database:
        database.execute("UPDATE runs SET run_id = ?, location = ?", (climbing, str(folder / "0" / "x")))
    database.close()
    _journal(folder, (FILES, climbing)).with_suffix(".files").mkdir()
    _opened(folder)
    assert _untouched(home) and not (folder / "0" / "x").exists()


@pytest.mark.parametrize("suffix", [".journal", ".damaged", ".refused.jsonl"])
def test_no_file_beside_a_journal_is_written_through_a_link(got: tuple[Path, str], home: Path, suffix: str) -> None:
    folder, run_id = got
    (home / "secret").write_text(_STOLEN * 50)
    # A param that is said to have two values is refused; bytes that are no record are set aside.
    path = _journal(
        folder,
        (BATCH, run_id, [], [["p", "1"]], []),
        (BATCH, run_id, [], [["p", "$(evil)"]], []),
        damaged=b"\n$(evil)\n",
    )
    (path.with_name("x.journal") if suffix == ".journal" else path.with_suffix(suffix)).symlink_to(home / "secret")
    _opened(folder)
    assert (home / "secret").read_text() == _STOLEN * 50
    mlflow.set_tracking_uri(str(folder))
    assert mlflow.get_run(run_id).data.params == {"p": "1"}


def test_what_belongs_in_the_folder_arrives(got: tuple[Path, str]) -> None:
    folder, run_id = got
    files = _journal(folder).with_suffix(".files") / run_id
    files.mkdir(parents=True)
    (files / "a.txt").write_text("mine")
    _opened(folder)
    assert (folder / "0" / run_id / "artifacts" / "a.txt").read_text() == "mine" and not files.exists()


def test_a_place_elsewhere_can_be_allowed(
    got: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, run_id = got
    _at(folder, run_id, tmp_path / "shared" / run_id / "artifacts")
    monkeypatch.setenv("PENSTOCK_ALLOWED_ARTIFACT_LOCATIONS", f"s3://bucket, {tmp_path / 'shared'}")
    files = _journal(folder).with_suffix(".files") / run_id
    files.mkdir(parents=True)
    (files / "a.txt").write_text("mine")
    _opened(folder)
    assert (tmp_path / "shared" / run_id / "artifacts" / "a.txt").read_text() == "mine"

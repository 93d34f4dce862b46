"""What genuine MLflow wrote, taken in: every answer is the one that genuine MLflow gives."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import DatabaseServer
from tests.processes import clean_environment, facts_of, server

SCRIPTS = Path(__file__).parent / "scripts"


class Written:
    """A store that genuine MLflow wrote, and what it answers about it.

    Args:
        folder: Where it lies.
        uri: Its tracking URI.
        made: What the script reported that wrote it.
        answers: What genuine MLflow answers.
    """

    def __init__(self, folder: Path, uri: str, made: dict[str, str], answers: dict[str, Any]) -> None:
        self.folder, self.uri, self.made, self.answers = folder, uri, made, answers


#: Drivers that genuine MLflow needs, and how it wants to be told which.
_DRIVERS = {"postgresql": ("psycopg2", "postgresql://"), "mariadb": ("pymysql", "mysql+pymysql://")}


def new_database(kind: str, request: pytest.FixtureRequest, python: Path) -> str:
    """The URL of a fresh database for genuine MLflow; skipped where it has no driver."""
    driver, scheme = _DRIVERS[kind]
    if subprocess.run([str(python), "-c", f"import {driver}"], capture_output=True, check=False).returncode != 0:
        pytest.skip(f"the environment of genuine MLflow has no {driver}")
    server: DatabaseServer = request.getfixturevalue(f"{kind}_server")
    return scheme + server.fresh().partition("://")[2]


@pytest.fixture(scope="module", params=["folder", "sqlite", "postgresql", "mariadb"])
def written(
    request: pytest.FixtureRequest, genuine_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Written]:
    folder = tmp_path_factory.mktemp(f"genuine-{request.param}")
    if request.param in _DRIVERS:
        uri = new_database(request.param, request, genuine_python)
    else:
        uri = (folder / "mlruns").as_uri() if request.param == "folder" else f"sqlite:///{folder}/mlflow.db"
    made = facts_of(genuine_python, SCRIPTS / "make_history.py", folder, tracking_uri=uri)
    answers = facts_of(genuine_python, SCRIPTS / "tell_history.py", folder, made["odd"], tracking_uri=uri)
    yield Written(folder, uri, made, answers)


def imported(written: Written, into: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mlflow", "db", "import", written.uri, "--into", into],
        cwd=folder, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def compared(ours: dict[str, Any], written: Written, *, less: str = "") -> None:
    """Compare what both answer, less what differs on purpose, and less a fact."""
    genuine = written.answers
    binned = {run_id for run_id, run in ours["runs"].items() if run["info"][0] == written.made["gone"]}
    for run_id, run in genuine["runs"].items():
        mine = ours["runs"][run_id]
        if run_id in binned and "mlruns/.trash" in mine["artifacts"]:
            run = {**run, "artifacts": mine["artifacts"]}  # where the files are: MLflow moved them there
        assert mine == run
    assert ours["runs"].keys() == genuine["runs"].keys()
    for name in genuine.keys() - {"runs", less}:
        assert ours[name] == genuine[name], name


@pytest.mark.slow
def test_the_command_copies_everything(written: Written, our_python: Path, tmp_path: Path) -> None:
    into = f"sqlite:///{tmp_path}/ours.db"
    told = imported(written, into, tmp_path)
    assert "4 experiments, 3 logged models, 16 runs" in told and "2 registered models, 10 versions" in told
    assert "not taken in" not in told
    answers = facts_of(our_python, SCRIPTS / "tell_history.py", tmp_path, written.made["odd"], tracking_uri=into)
    compared(answers, written)
    assert "nothing new" in imported(written, into, tmp_path)
    assert (
        facts_of(our_python, SCRIPTS / "tell_history.py", tmp_path, written.made["odd"], tracking_uri=into) == answers
    )


@pytest.mark.slow
def test_the_genuine_client_gets_the_same_answers_from_our_server(
    written: Written, genuine_python: Path, our_python: Path, tmp_path: Path
) -> None:
    imported(written, f"sqlite:///{tmp_path}/records.db", tmp_path)
    with server(our_python, tmp_path, 30) as address:
        odd = written.made["odd"]
        answers = facts_of(genuine_python, SCRIPTS / "tell_history.py", tmp_path, odd, tracking_uri=address)
        compared(answers, written, less="linked")  # which this client does not read from any server


@pytest.mark.slow
@pytest.mark.parametrize("written", ["sqlite"], indirect=True)
def test_the_refusal_names_a_command_that_works(written: Written, our_python: Path, tmp_path: Path) -> None:
    shutil.copy(written.folder / "mlflow.db", tmp_path / "my runs.db")
    refused = subprocess.run(
        [str(our_python), "-m", "mlflow", "db", "upgrade", "sqlite:///my runs.db"],
        cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode == 1
    (command,) = [line.strip() for line in refused.stderr.splitlines() if line.strip().startswith("mlflow ")]
    mlflow = f'mlflow() {{ "{our_python}" -m mlflow "$@"; }}; '
    done = subprocess.run(
        ["bash", "-c", mlflow + command], cwd="/", env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "16 runs" in done.stdout, done.stderr
    into = f"sqlite:///{tmp_path}/my runs-penstock.db"
    answers = facts_of(our_python, SCRIPTS / "tell_history.py", tmp_path, written.made["odd"], tracking_uri=into)
    compared(answers, written)


@pytest.mark.slow
@pytest.mark.parametrize("written", ["folder"], indirect=True)
def test_a_folder_is_taken_in_where_it_lies(written: Written, our_python: Path, tmp_path: Path) -> None:
    shutil.copytree(written.folder / "mlruns", tmp_path / "kept")
    odd = written.made["odd"]
    ours = facts_of(our_python, SCRIPTS / "tell_history.py", written.folder, odd, tracking_uri=written.uri)
    compared(ours, written)
    changed = subprocess.run(
        ["diff", "-r", "--exclude=penstock.db*", str(tmp_path / "kept"), str(written.folder / "mlruns")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert changed.returncode == 0, changed.stdout


@pytest.mark.slow
def test_an_export_answers_genuine_mlflow_as_the_original_does(
    written: Written, genuine_python: Path, tmp_path: Path
) -> None:
    into = f"sqlite:///{tmp_path}/ours.db"
    imported(written, into, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "mlflow", "db", "export", "given", "--from", into],
        cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 experiments, 3 logged models, 16 runs, 2 registered models" in done.stdout
    uri = (tmp_path / "given").as_uri()
    answers = facts_of(genuine_python, SCRIPTS / "tell_history.py", tmp_path, written.made["odd"], tracking_uri=uri)
    assert answers == as_a_folder_tells(written, answers)


def as_a_folder_tells(written: Written, answers: dict[str, Any]) -> dict[str, Any]:
    """What genuine MLflow answers, where its file store cannot tell what its database does."""
    expected = {**written.answers, "runs": {}}
    for run_id, run in written.answers["runs"].items():
        told = answers["runs"][run_id]
        if told["info"][0] == written.made["gone"]:
            run = {**run, "artifacts": told["artifacts"]}  # MLflow moves what it deletes in a folder
        expected["runs"][run_id] = run
    return expected


@pytest.mark.slow
def test_genuine_mlflow_reads_a_copy_of_our_folder(genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    uri = (tmp_path / "mlruns").as_uri()
    made = facts_of(our_python, SCRIPTS / "make_history.py", tmp_path, tracking_uri=uri)
    ours = facts_of(our_python, SCRIPTS / "tell_history.py", tmp_path, made["odd"], tracking_uri=uri)
    shutil.copytree(tmp_path / "mlruns", tmp_path / "copy", ignore=shutil.ignore_patterns("penstock.db*"))
    copy = (tmp_path / "copy").as_uri()
    genuine = facts_of(genuine_python, SCRIPTS / "tell_history.py", tmp_path, made["odd"], tracking_uri=copy)
    going_on = {run_id for run_id, run in ours["runs"].items() if run["info"][3] == "RUNNING"}
    assert len(going_on) == 4  # those have no folder, nor has an experiment in which no run has ended
    expected = {
        **ours,
        "runs": {run_id: run for run_id, run in ours["runs"].items() if run_id not in going_on},
        "experiments": [each for each in ours["experiments"] if each[0] != "0"],
        "deleted": [run_id for run_id in ours["deleted"] if run_id not in going_on],
    }
    assert genuine == expected

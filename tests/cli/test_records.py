"""``mlflow experiments``, ``runs``, ``artifacts`` and ``db`` on a store in the current folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mlflow.active.stores import close_stores
from mlflow.cli.main import main
from mlflow.tracking import MlflowClient


def _do(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def _shown(*words: str) -> str:
    done = _do(*words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MlflowClient:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/records.db")
    return MlflowClient()


@pytest.fixture
def run_id(store: MlflowClient) -> str:
    run = store.create_run("0", run_name="first")
    store.log_metric(run.info.run_id, "loss", 0.5)
    store.log_param(run.info.run_id, "depth", 3)
    return run.info.run_id


def test_an_experiment_lives(store: MlflowClient) -> None:
    made = _shown("experiments", "create", "-n", "wine").split()[-1]
    assert store.get_experiment(made).name == "wine"
    assert "wine" in _shown("experiments", "search") and "wine" in _shown("experiments", "list")
    _shown("experiments", "rename", "-x", made, "--new-name", "beer")
    _shown("experiments", "delete", "-x", made)
    assert "beer" not in _shown("experiments", "search")
    assert "beer" in _shown("experiments", "search", "--view", "deleted_only")
    _shown("experiments", "restore", "-x", made)
    assert "beer" in _shown("experiments", "search")


def test_an_experiment_is_shown(store: MlflowClient) -> None:
    made = store.create_experiment("wine", tags={"team": "cellar"})
    shown = json.loads(_shown("experiments", "get", "-n", "wine", "--output", "json"))
    assert (shown["experiment_id"], shown["name"], shown["tags"]) == (made, "wine", {"team": "cellar"})
    assert "tags.team" in _shown("experiments", "get", "-x", made)
    assert _do("experiments", "get", "-n", "beer").exit_code == 1
    assert _do("experiments", "get").exit_code == 2
    assert len(_shown("experiments", "search", "--max-results", "1").splitlines()) == 3


def test_a_file_that_is_not_there_is_told_in_a_line(store: MlflowClient, run_id: str) -> None:
    for command, option in (("log-artifact", "--local-file"), ("log-artifacts", "--local-dir")):
        done = _do("artifacts", command, option, "nope", "--run-id", run_id)
        assert done.exit_code == 1 and done.output.startswith("Error: ") and "nope" in done.output


def test_a_run_made_here_says_who_made_it(store: MlflowClient) -> None:
    made = json.loads(_shown("runs", "create", "--experiment-id", "0", "--run-name", "by hand"))
    assert list(made) == ["run_id", "experiment_id", "status", "run_name"]
    run = store.get_run(made["run_id"])
    assert run.data.tags["mlflow.user"] == run.info.user_id and run.data.tags["mlflow.source.type"] == "LOCAL"


def test_what_cannot_be_done_is_told_in_a_line(store: MlflowClient) -> None:
    for words in (
        ("experiments", "create", "-n", "Default"),
        ("experiments", "delete", "-x", "77"),
        ("runs", "describe", "--run-id", "0" * 32),
        ("runs", "list", "--experiment-id", "77"),
        ("artifacts", "list", "-r", "0" * 32),
        ("db", "upgrade", "postgresql://host/db"),
    ):
        done = _do(*words)
        assert done.exit_code == 1 and done.output.startswith("Error: "), words
    for words in (("experiments", "search", "-v", "some"), ("artifacts", "download"), ("runs", "create")):
        assert _do(*words).exit_code == 2, words


def test_a_run_lives(store: MlflowClient, run_id: str) -> None:
    assert run_id in _shown("runs", "list", "--experiment-id", "0")
    described = json.loads(_shown("runs", "describe", "--run-id", run_id))
    assert described["data"]["metrics"] == {"loss": 0.5} and described["data"]["params"] == {"depth": "3"}
    _shown("runs", "delete", "--run-id", run_id)
    assert run_id not in _shown("runs", "list", "--experiment-id", "0")
    assert run_id in _shown("runs", "list", "--experiment-id", "0", "--view", "all")
    _shown("runs", "restore", "--run-id", run_id)
    assert run_id in _shown("runs", "list", "--experiment-id", "0")


def test_a_run_is_made(store: MlflowClient, run_id: str) -> None:
    made = json.loads(
        _shown("runs", "create", "--experiment-name", "by hand", "--run-name", "r", "--tags", "a=b=c", "--status",
               "failed", "--description", "why", "--parent-run-id", run_id)
    )  # fmt: skip
    run = store.get_run(made["run_id"])
    assert (run.info.status, run.info.run_name, run.data.tags["a"]) == ("FAILED", "r", "b=c")
    assert (run.data.tags["mlflow.note.content"], run.data.tags["mlflow.parentRunId"]) == ("why", run_id)


def test_files_go_there_and_back(store: MlflowClient, run_id: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    _shown("artifacts", "log-artifact", "-l", str(tmp_path / "in" / "a.txt"), "-r", run_id, "-a", "sub")
    _shown("artifacts", "log-artifacts", "-l", str(tmp_path / "in"), "-r", run_id)
    assert [f["path"] for f in json.loads(_shown("artifacts", "list", "-r", run_id))] == ["a.txt", "sub"]
    place = _shown("artifacts", "download", "-r", run_id, "-a", "sub/a.txt", "-d", str(tmp_path / "out")).strip()
    assert Path(place).read_text() == "a"
    place = _shown("artifacts", "download", "-u", f"runs:/{run_id}/sub", "-d", str(tmp_path / "out2")).strip()
    assert (Path(place) / "a.txt").read_text() == "a"


def test_runs_as_csv(store: MlflowClient, run_id: str, tmp_path: Path) -> None:
    shown = _shown("experiments", "csv", "-x", "0")
    heading, row = shown.strip().splitlines()
    assert dict(zip(heading.split(","), row.split(","), strict=True))["metrics.loss"] == "0.5"
    _shown("experiments", "csv", "-x", "0", "-o", str(tmp_path / "runs.csv"))
    assert (tmp_path / "runs.csv").read_text() == shown


def test_a_database_is_made(tmp_path: Path) -> None:
    _shown("db", "upgrade", f"sqlite:///{tmp_path}/new.db")
    assert (tmp_path / "new.db").stat().st_size > 0


@pytest.mark.parametrize(
    "words",
    [
        ("experiments", "search"),
        ("experiments", "create", "-n", "wine"),
        ("runs", "list", "-x", "0"),
        ("runs", "create", "--experiment-id", "0"),
        ("runs", "describe", "-r", "0" * 32),
        ("artifacts", "list", "-r", "0" * 32),
    ],
)
def test_nothing_is_listed_or_made_in_the_stead_of_a_server_that_is_away(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSTOCK_JOURNAL_DIR", str(tmp_path))
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")
    done = _do(*words)
    close_stores()
    assert done.exit_code == 1
    assert "cannot be reached: Connection refused. Does it run, at this address?" in done.output
    assert not list(tmp_path.rglob("*.journal"))

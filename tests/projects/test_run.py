"""Projects run for real, on an embedded store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mlflow
from mlflow.active.stores import close_stores
from mlflow.entities import Run
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MlflowException, ResourceDoesNotExist
from mlflow.projects import run
from mlflow.projects.submitted_run import SubmittedRun
from mlflow.tracking import MlflowClient

Make = Callable[..., Path]

TRAIN = """
import argparse, os, sys, mlflow
p = argparse.ArgumentParser(); p.add_argument("--alpha", type=float); p.add_argument("--fail", type=int, default=0)
a = p.parse_args()
mlflow.log_metric("twice", a.alpha * 2)
sys.exit(a.fail)
"""
COMMAND = "from mlflow.cli.projects import run; run()"
MLPROJECT = """
entry_points:
  main:
    parameters: {alpha: {type: float, default: 0.25}}
    command: "python train.py --alpha {alpha}"
  sleep: {command: "echo $$ > pid; sleep 60 & echo $! >> pid; wait"}
  env: {command: "env | grep ^MLFLOW_ | sort > seen"}
  quiet: {command: "true"}
"""


@pytest.fixture
def folder(project: Make, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = project({"MLproject": MLPROJECT, "train.py": TRAIN, "plain.sh": 'echo "$@" > args\n'})
    monkeypatch.chdir(made.parent)
    return made


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/runs.db")
    yield
    close_stores()


def found(submitted: SubmittedRun) -> Run:
    return MlflowClient().get_run(submitted.run_id)


def runs() -> list[Run]:
    return list(MlflowClient().search_runs(["0"]))


def test_a_project_runs_and_its_run_says_so(folder: Path) -> None:
    submitted = run("proj", parameters={"alpha": 0.5}, run_name="first")
    assert submitted.get_status() == "FINISHED" and submitted.wait()
    made = found(submitted)
    assert made.info.status == "FINISHED" and made.info.run_name == "first" and made.info.end_time
    assert made.data.params == {"alpha": "0.5"} and made.data.metrics == {"twice": 1.0}
    wanted = {
        "mlflow.source.name": str(folder),
        "mlflow.source.type": "PROJECT",
        "mlflow.project.entryPoint": "main",
        "mlflow.project.backend": "local",
    }
    assert wanted.items() <= made.data.tags.items() and "mlflow.user" in made.data.tags
    assert "mlflow.project.env" not in made.data.tags


def test_a_script_gets_undeclared_parameters(folder: Path) -> None:
    submitted = run("proj", "plain.sh", parameters={"greeting": "it's $(fine)"})
    assert (folder / "args").read_text() == "--greeting it's $(fine)\n"
    assert found(submitted).data.params == {"greeting": "it's $(fine)"}


def test_a_command_that_logs_nothing_still_finishes(folder: Path) -> None:
    assert found(run("proj", "quiet")).info.status == "FINISHED"


def test_the_command_finds_its_run_whatever_the_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///runs.db")
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "named")
    submitted = run("proj", "env")
    seen = dict(line.split("=", 1) for line in (folder / "seen").read_text().splitlines())
    experiment = MlflowClient().get_experiment_by_name("named")
    assert experiment is not None
    assert seen["MLFLOW_RUN_ID"] == submitted.run_id and seen["MLFLOW_EXPERIMENT_ID"] == experiment.experiment_id
    assert seen["MLFLOW_TRACKING_URI"] == f"sqlite:///{folder.parent}/runs.db"
    assert "MLFLOW_EXPERIMENT_NAME" not in seen


def test_a_failure_is_an_error_and_a_failed_run(folder: Path) -> None:
    with pytest.raises(ExecutionException, match="The project failed"):
        run("proj", parameters={"fail": 3})
    (made,) = runs()
    assert made.info.status == "FAILED" and made.data.params == {"alpha": "0.25", "fail": "3"}


@pytest.mark.parametrize(
    "arguments",
    [
        {"uri": "nowhere"},
        {"entry_point": "nope"},
        {"parameters": {"alpha": "abc"}},
        {"backend": "nope"},
        {"version": "main"},
        {"env_manager": "poetry"},
        {"experiment_name": "a", "experiment_id": "0"},
        {"experiment_id": "12345"},
        {"run_id": "0" * 32},
        {"backend_config": "{"},
        {"backend_config": "[1]"},
        {"env_manager": "uv", "use_conda": False},
    ],
)
def test_what_cannot_run_makes_no_run(folder: Path, arguments: dict[str, object]) -> None:
    with pytest.raises(MlflowException):
        run(**{"uri": "proj", **arguments})  # type: ignore[arg-type]
    assert runs() == []


def test_errors_have_their_classes(folder: Path) -> None:
    with pytest.raises(InvalidParameterValue, match="experiment_name or experiment_id"):
        run("proj", experiment_name="a", experiment_id="0")
    with pytest.raises(ResourceDoesNotExist):
        run("proj", run_id="0" * 32)


def test_an_environment_that_cannot_be_made_fails_the_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_ENV_ROOT", str(tmp_path / "envs"))
    (folder / "python_env.yaml").write_text("dependencies: ['x @ file:///nowhere/x-1.0-py3-none-any.whl']")
    with pytest.raises(ExecutionException, match="could not be made"):
        run("proj")
    (made,) = runs()
    assert made.info.status == "FAILED" and made.data.tags["mlflow.project.env"] == "uv"


def test_a_run_in_an_environment_of_its_own(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_ENV_ROOT", str(tmp_path / "envs"))
    (folder / "python_env.yaml").write_text("dependencies: []")
    (folder / "where.py").write_text("import sys; open('where', 'w').write(sys.prefix)")
    submitted = run("proj", "where.py", env_manager="virtualenv")
    assert (folder / "where").read_text().startswith(str((tmp_path / "envs").resolve()))
    assert found(submitted).data.tags["mlflow.project.env"] == "virtualenv"


def test_an_existing_run_is_taken_up(folder: Path) -> None:
    client = MlflowClient()
    run_id = client.create_run("0", run_name="mine").info.run_id
    assert run("proj", run_id=run_id).run_id == run_id
    made = client.get_run(run_id)
    assert made.info.run_name == "mine" and made.data.metrics["twice"] == 0.5
    assert made.data.tags["mlflow.project.entryPoint"] == "main"


def test_inside_a_run_it_is_a_child(folder: Path) -> None:
    with mlflow.start_run() as parent:
        submitted = run("proj")
        assert mlflow.active_run().info.run_id == parent.info.run_id
    assert found(submitted).data.tags["mlflow.parentRunId"] == parent.info.run_id
    assert MlflowClient().get_run(parent.info.run_id).info.status == "FINISHED"


def test_a_git_project(
    folder: Path, commit: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = commit(folder)
    clones = tmp_path / "clones"
    clones.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(clones))
    submitted = run(folder.as_uri(), version=made)
    assert found(submitted).data.tags["mlflow.source.git.commit"] == made
    assert not list(clones.iterdir()), "the clone is removed at the end"


def test_in_the_background(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///runs.db")
    submitted = run("proj", synchronous=False)
    assert submitted.wait() and submitted.get_status() == "FINISHED"
    assert found(submitted).info.status == "FINISHED" and found(submitted).data.metrics == {"twice": 0.5}
    failing = run("proj", parameters={"fail": 3}, synchronous=False)
    assert not failing.wait() and failing.get_status() == "FAILED"
    assert found(failing).info.status == "FAILED"


def test_cancelled(folder: Path) -> None:
    submitted = run("proj", "sleep", synchronous=False)
    pids = started(folder)
    assert submitted.get_status() == "RUNNING"
    submitted.cancel()
    submitted.cancel()
    assert submitted.get_status() == "KILLED" and found(submitted).info.status == "KILLED"
    assert not any(map(_alive, pids)), "what the command started ends with it"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_command_ends_with_its_project(folder: Path, number: int) -> None:
    # A test runner started in the background has SIGINT ignored, and its children inherit that.
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "proj", "-e", "sleep"],
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    pids = started(folder)
    time.sleep(0.5)  # the entry point may be there a moment before the command knows that it started it
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode != 0 and b"Traceback" not in said
    assert not any(map(_alive, pids))
    assert [made.info.status for made in runs()] == ["KILLED"]


def test_parameters_that_cannot_be_logged_leave_a_failed_run(folder: Path) -> None:
    with pytest.raises(MlflowException):
        run("proj", parameters={"x" * 300: "1"})
    assert [made.info.status for made in runs()] == ["FAILED"]


def started(folder: Path) -> list[int]:
    """Ids of the processes of the entry point that sleeps, once they are there."""
    until = time.monotonic() + 30
    while not (folder / "pid").exists() or len((folder / "pid").read_text().splitlines()) < 2:
        assert time.monotonic() < until
        time.sleep(0.02)
    return [int(pid) for pid in (folder / "pid").read_text().split()]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def command_line(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_command(folder: Path) -> None:
    done = command_line("proj", "-P", "alpha=2", "--no-conda", "--experiment-name", "shell", "--run-name", "n")
    assert done.returncode == 0, done.stderr
    experiment = MlflowClient().get_experiment_by_name("shell")
    assert experiment is not None
    (made,) = MlflowClient().search_runs([experiment.experiment_id])
    assert made.data.metrics == {"twice": 4.0} and made.info.run_name == "n"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["proj", "-P", "alpha=x"], 1, "Error: The parameter 'alpha' must be a number"),
        (["proj", "-P", "fail=1"], 1, "Error: The project failed"),
        (["proj", "-e", "nope"], 1, "Error: The project has no entry point 'nope'"),
        (["proj", "-P", "alpha"], 2, "NAME=VALUE"),
        (["proj", "-P", "alpha=1", "-P", "alpha=2"], 2, "more than once"),
        (["proj", "--experiment-name", "a", "--experiment-id", "0"], 2, "not both"),
        (["proj", "-c", "nope"], 2, ".json"),
        (["proj", "--env-manager", "x"], 2, "uv"),
    ],
)
def test_the_command_fails_with_a_line(folder: Path, arguments: list[str], code: int, says: str) -> None:
    done = command_line(*arguments)
    assert done.returncode == code and says in done.stderr and "Traceback" not in done.stderr

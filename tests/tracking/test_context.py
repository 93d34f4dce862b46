from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import mlflow
from mlflow.active.context import context_tags
from mlflow.active.origin import commit_of

SCRIPT = "import mlflow\nwith mlflow.start_run(): pass\n"


def git(*words: str, cwd: Path) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *identity, *words], cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git("init", "-q", cwd=folder)
    (folder / "train.py").write_text(SCRIPT)
    git("add", "train.py", cwd=folder)
    git("commit", "-q", "-m", "x", cwd=folder)
    return folder


def test_the_commit_is_read_from_branch_packed_refs_worktree_and_detached_head(repository: Path) -> None:
    commit = git("rev-parse", "HEAD", cwd=repository).strip()
    script = str(repository / "train.py")
    assert commit_of(script) == commit
    git("pack-refs", "--all", cwd=repository)
    assert commit_of(script) == commit
    git("worktree", "add", "-q", "../tree", "-b", "side", cwd=repository)
    assert commit_of(str(repository.parent / "tree" / "train.py")) == commit
    git("checkout", "-q", "--detach", cwd=repository)
    assert commit_of(script) == commit


def test_no_commit_outside_a_repository(tmp_path: Path, repository: Path) -> None:
    (tmp_path / "lone.py").write_text("")
    for script in (str(tmp_path / "lone.py"), "-c", "-", str(repository / "missing.py")):
        assert commit_of(script) is None


def test_an_odd_reference_is_not_followed(repository: Path) -> None:
    (repository.parent / "secret").write_text("a" * 40)
    (repository / ".git" / "HEAD").write_text("ref: ../../secret\n")
    assert commit_of(str(repository / "train.py")) is None


def tags_after(*arguments: str, cwd: Path, text: str | None = None) -> dict[str, str]:
    mlflow.set_tracking_uri(f"sqlite:///{Path.cwd()}/runs.db")
    subprocess.run([sys.executable, *arguments], cwd=cwd, input=text, text=True, check=True, capture_output=True)
    run = mlflow.search_runs(output_format="list", max_results=1)[0]
    return dict(run.data.tags)


def test_tags_of_a_script(repository: Path) -> None:
    tags = tags_after("train.py", cwd=repository)
    assert tags["mlflow.source.name"] == "train.py" and tags["mlflow.source.type"] == "LOCAL"
    assert tags["mlflow.source.git.commit"] == git("rev-parse", "HEAD", cwd=repository).strip()
    assert set(tags) == {
        "mlflow.user",
        "mlflow.runName",
        "mlflow.source.name",
        "mlflow.source.type",
        "mlflow.source.git.commit",
    }


def test_tags_of_a_command_and_of_standard_input(repository: Path) -> None:
    assert tags_after("-c", SCRIPT, cwd=repository)["mlflow.source.name"] == "-c"
    tags = tags_after("-", cwd=repository, text=SCRIPT)
    assert tags["mlflow.source.name"] == "-" and "mlflow.source.git.commit" not in tags


def test_the_environment_adds_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_RUN_CONTEXT", '{"mlflow.source.name": "over", "ctx": 1}')
    monkeypatch.setenv("LOGNAME", "alice")
    assert context_tags() | {"ctx": "1", "mlflow.source.name": "over", "mlflow.user": "alice"} == context_tags()
    monkeypatch.setenv("MLFLOW_RUN_CONTEXT", "[1]")
    assert "ctx" not in context_tags()

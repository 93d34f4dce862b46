from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mlflow.cli.main import main


def test_the_version_names_both() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == "mlflow, version 3.6.0 (Penstock 0.1.0)\n"


def test_every_command_that_is_listed_is_there() -> None:
    with click.Context(main) as context:
        for name in [*main.list_commands(context), "ui"]:
            assert isinstance(main.get_command(context, name), click.Command), name
            assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0, name


def test_the_root_by_mlflows_name() -> None:
    from mlflow.cli import cli

    assert cli is main


def test_an_unknown_command_is_an_error() -> None:
    assert CliRunner().invoke(main, ["nope"]).exit_code == 2


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from mlflow.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'mlflow.tracking.client', 'starlette', 'numpy', 'sqlite3', 'uvicorn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize("command", ["experiments", "runs", "artifacts", "server"])
def test_commands_do_without_pandas(command: str) -> None:
    code = (
        "import sys; from mlflow.cli.main import main\n"
        f"try: main(['{command}', '--help'])\n"
        "except SystemExit: pass\n"
        "assert 'pandas' not in sys.modules and 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "mlflow", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("mlflow, version 3.6.0")


def test_an_env_file_is_read_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "x")  # so that it is put back afterwards
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    (tmp_path / "env").write_text(f"# where\nexport MLFLOW_TRACKING_URI='{tmp_path}/elsewhere'\n")
    done = CliRunner().invoke(main, ["--env-file", str(tmp_path / "env"), "doctor"])
    assert f"{tmp_path}/elsewhere" in done.output


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", "hunter2")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "https://me:hunter2@host")
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "visible")
    shown = CliRunner().invoke(main, ["doctor"]).output
    assert "hunter2" not in shown and "visible" in shown
    assert "visible" not in CliRunner().invoke(main, ["doctor", "--mask-envs"]).output

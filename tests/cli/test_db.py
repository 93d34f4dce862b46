"""``mlflow db``, as a person calls it."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mlflow.cli.main import main
from mlflow.mlruns.progress import Progress
from mlflow.store.sql.store import close_all, open_store
from mlflow.uris import StoreUri
from tests.mlruns.layouts import FIRST, RUN, run, whole, write
from tests.processes import clean_environment
from tests.store.mlflow_sql.databases import RUN as SQL_RUN
from tests.store.mlflow_sql.databases import filled


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_all()


def called(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["db", *arguments])


def shown(*arguments: str) -> str:
    result = called(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_folder_is_imported(tmp_path: Path) -> None:
    root = whole(tmp_path / "there")
    write(root / FIRST / "traces" / "tr-1" / "trace_info.yaml", "{}")
    run(root / FIRST, "1" * 32, status=99)
    told = shown("import", str(root), "--into", "here").splitlines()
    assert told == [
        f"Imported from {root} into here: 3 experiments, 1 logged model, 3 runs, 7 points, 1 registered model, "
        "3 versions; 1 could not be read or kept.",
        "  left out: traces (1); Penstock does not keep traces yet; their files stay where they are",
        f"  not taken in: run {FIRST}/{'1' * 32}: 99 is no number of a RunStatus.",
    ]
    assert open_store(StoreUri("directory", str(tmp_path / "here"))).get_run(RUN).info.run_name == "first try"
    assert "nothing new" in shown("import", root.as_uri(), "--into", str(tmp_path / "here"))


def test_the_target_is_the_tracking_uri_if_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = whole(tmp_path / "there")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/mine.db")
    assert "3 runs" in shown("import", str(root))
    assert open_store(StoreUri("sql", f"sqlite:///{tmp_path}/mine.db")).get_run(RUN)


@pytest.mark.parametrize("as_url", [True, False])
def test_a_database_is_imported(as_url: bool, tmp_path: Path) -> None:
    filled(tmp_path / "mlflow.db", "3.6").close()
    told = shown("import", "sqlite:///mlflow.db" if as_url else "mlflow.db", "--into", "mlruns")
    assert "3 experiments, 1 logged model, 2 runs, 4 points, 1 registered model, 2 versions" in told
    assert "note: the alias 'lost'" in told
    assert open_store(StoreUri("directory", str(tmp_path / "mlruns"))).get_run(SQL_RUN).data.params["alpha"] == "0.5"


def test_the_refusal_names_a_command_that_works(tmp_path: Path) -> None:
    filled(tmp_path / "my runs.db", "3.6").close()
    refused = called("upgrade", "sqlite:///my runs.db")
    assert refused.exit_code == 1 and "made by MLflow" in refused.output
    (line,) = [line.strip() for line in refused.output.splitlines() if line.strip().startswith("mlflow ")]
    os.chdir("/")
    done = CliRunner().invoke(main, shlex.split(line)[1:])
    assert done.exit_code == 0 and "2 runs" in done.output
    into = shlex.split(line)[-1]
    assert refused.output.strip().endswith(f"and use {into} from then on.")
    assert open_store(StoreUri("sql", into)).get_run(SQL_RUN)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("import", "nowhere"), "There is no folder"),
        (("import", "empty"), "holds no experiments"),
        (("import", "sqlite:///nowhere.db"), "no file"),
        (("import", "text.db"), "no SQLite database"),
        (("import", "mlflow.db", "--into", "sqlite:///mlflow.db"), "into itself"),
        (("import", "postgresql://127.0.0.1:1/db"), "cannot be reached"),
        (("import", "http://127.0.0.1:1"), "cannot be reached"),
        (("import", "mlflow.db", "--into", "http://127.0.0.1:1"), "address of a server"),
        (("import", "mlflow.db", "--into", "mysql://127.0.0.1:1/db"), "cannot be reached"),
        (("upgrade", "http://127.0.0.1:1"), "address of a server"),
        (("import",), "Missing argument"),
    ],
)
def test_what_cannot_be_done(
    arguments: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    filled(tmp_path / "mlflow.db", "3.6").close()
    (tmp_path / "text.db").write_text("no database")
    (tmp_path / "empty").mkdir()
    result = called(*arguments)
    assert result.exit_code != 0 and says in result.output and "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


def test_upgrade_says_what_there_is(tmp_path: Path) -> None:
    assert "is up to date" in shown("upgrade", f"sqlite:///{tmp_path}/new.db")
    assert "is up to date" in shown("upgrade")


def test_many_refused_records_are_cut_short(tmp_path: Path) -> None:
    root = whole(tmp_path / "there")
    for number in range(30):
        run(root / FIRST, f"{number:032d}", status=99)
    told = shown("import", str(root), "--into", "here").splitlines()
    assert len(told) == 22 and told[-1] == "  not taken in: 10 more"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_and_cleans_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("mlflow.mlruns.progress.time.monotonic", lambda: now[0])
    shown_on, plain = _Terminal(), io.StringIO()
    for stream in (shown_on, plain):
        with Progress("Importing", 4, stream) as progress:
            for _ in range(5):
                now[0] += 0.3
                progress.step()
    assert plain.getvalue() == ""
    lines = shown_on.getvalue().split("\r")
    assert lines[1].startswith("Importing █") and lines[1].endswith("2/4") and lines[-2].endswith("5/5")
    assert lines[-1] == "\033[K"


def test_nothing_of_the_bar_lands_in_a_pipe(tmp_path: Path) -> None:
    root = whole(tmp_path / "there")
    command = [sys.executable, "-m", "mlflow", "db", "import", str(root), "--into", "here"]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True)
    assert done.stderr == "" and "3 runs" in done.stdout


def test_a_store_is_exported_as_a_folder(tmp_path: Path) -> None:
    shown("import", str(whole(tmp_path / "there")), "--into", "sqlite:///here.db")
    told = shown("export", "out", "--from", "sqlite:///here.db").splitlines()
    assert told[0] == (
        "Exported from sqlite:///here.db to out: 3 experiments, 1 logged model, 3 runs, 1 registered model."
    )
    assert len(told) == 2 and "'wine data'" in told[1]
    assert "3 runs" in shown("import", "out", "--into", "sqlite:///again.db")
    told = shown("export", "some", "--from", "sqlite:///here.db", "--experiment", "wine")
    assert "1 experiment, 1 logged model, 2 runs." in told


def test_a_folder_is_looked_at_again_as_a_whole(tmp_path: Path) -> None:
    root = whole(tmp_path / "mlruns")
    store = open_store(StoreUri("directory", str(root)))
    mine = store.create_run("0").info.run_id
    store.update_run(mine, "FINISHED", 5)
    close_all()
    assert (root / "0" / mine / "meta.yaml").is_file()
    write(root / FIRST / RUN / "metrics" / "loss", "1000 3.0 0\n7 7.0 7\n")  # in place, which no look would see
    told = shown("import", str(root), "--into", str(root))
    assert ": 1 point;" in told
    assert open_store(StoreUri("directory", str(root))).get_run(RUN).data.metrics["loss"] == 7.0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("out", "--from", "nowhere"), "There is no folder"),
        (("out", "--from", "http://127.0.0.1:1"), "address of a server"),
        (("mlruns", "--from", "mlruns"), "is a store of Penstock"),
        (("out", "--from", "mlruns", "--experiment", "none"), "no experiment named"),
    ],
)
def test_what_cannot_be_exported(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    open_store(StoreUri("directory", str(tmp_path / "mlruns")))
    result = called("export", *arguments)
    assert result.exit_code != 0 and says in result.output and isinstance(result.exception, SystemExit)
    assert not (tmp_path / "out").exists() and not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["db", "backup", "copy.db", "--url", "{}"],
        ["db", "compact", "{}"],
        ["db", "import", ".", "--into", "{}"],
        ["db", "export", "out", "--from", "{}"],
        ["gc", "--backend-store-uri", "{}"],
    ],
)
def test_no_command_tells_the_password_of_an_address(command: list[str]) -> None:
    result = CliRunner().invoke(main, [part.format("http://ann:hidden-one@127.0.0.1:9") for part in command])
    assert result.exit_code != 0 and "hidden-one" not in result.output
    assert "ann:***@127.0.0.1" in result.output and "where the server runs" in result.output.replace("\n", " ")

"""What a genuine MLflow kept in a folder or a database, met by ours."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from tests.processes import clean_environment, facts_of

SCRIPTS = Path(__file__).parent / "scripts"


@pytest.mark.slow
def test_a_folder_of_mlflow_is_taken_in(genuine_python: Path, our_python: Path, tmp_path: Path) -> None:
    """Its first opening by ours finds all that the genuine client finds, and leaves its files as they are."""
    facts_of(genuine_python, SCRIPTS / "fill_store.py", tmp_path)
    theirs = facts_of(genuine_python, SCRIPTS / "read_store.py", tmp_path)
    before = _digests(tmp_path / "mlruns")
    ours = facts_of(our_python, SCRIPTS / "read_store.py", tmp_path)
    assert ours == theirs
    after = _digests(tmp_path / "mlruns")
    assert {name: after.get(name) for name in before} == before
    assert facts_of(our_python, SCRIPTS / "read_store.py", tmp_path) == theirs, "a second opening sees the same"


@pytest.mark.slow
def test_a_database_of_mlflow_is_refused_with_the_way_out(
    genuine_python: Path, our_python: Path, tmp_path: Path
) -> None:
    database = tmp_path / "theirs.db"
    address = f"sqlite:///{database}"
    facts_of(genuine_python, SCRIPTS / "fill_store.py", tmp_path, tracking_uri=address)
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    done = subprocess.run(
        [str(our_python), "-c", "import mlflow; print(mlflow.search_runs(search_all_experiments=True))"],
        cwd=tmp_path, env=clean_environment(MLFLOW_TRACKING_URI=address), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "mlflow db import" in done.stderr
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }

"""Links to pages of runs."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

import mlflow
from mlflow.server.app import create_app
from mlflow.server.settings import Settings
from mlflow.tracking.links import experiment_link, run_link
from tests.serving_apps import listening


@pytest.mark.parametrize("uri", ["", "./mlruns", "file:///a", "sqlite:///x.db", "postgresql://u:p@h/d"])
def test_a_folder_or_database_has_no_pages(uri: str) -> None:
    assert run_link(uri, "0", "r") is None


def test_links_are_without_credentials() -> None:
    assert run_link("https://me:secret@host/team/", "1", "r") == "https://host/team/#/experiments/1/runs/r"
    assert experiment_link("http://host", "1") == "http://host/#/experiments/1"


def test_a_run_below_a_prefix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A client that is told the address of the pages logs there, and the link that it prints leads to them."""
    settings = Settings(
        backend_store_uri=str(tmp_path / "runs"),
        artifacts_destination=str(tmp_path / "files"),
        static_prefix="/team/ml",
    )
    with listening(create_app(settings)) as address:
        mlflow.set_tracking_uri(address.replace("://", "://me:secret@") + "/team/ml")
        with mlflow.start_run(run_name="first") as run:
            mlflow.log_metric("loss", 0.5)
            mlflow.log_text("x", "a.txt")
        told = capsys.readouterr().out
        link = f"{address}/team/ml/#/experiments/0/runs/{run.info.run_id}"
        assert told == f"Run first: {link}\n"
        with urllib.request.urlopen(link.partition("#")[0]) as page:
            assert page.status == 200 and "text/html" in page.headers["content-type"]
        assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/a.txt") == "x"

"""Where journals are kept, and whose they are."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from mlflow.store.journal import places
from mlflow.uris import parse_store_uri


@pytest.mark.parametrize("uri", ["databricks", "databricks://team"])
def test_what_waits_for_a_workspace_is_not_offered_to_another(
    uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The word is the same, and the environment or the profile says another host than before."""
    monkeypatch.setenv("PENSTOCK_JOURNAL_DIR", str(tmp_path / "journals"))
    profiles = tmp_path / "profiles"
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(profiles))

    def folder_at(host: str) -> Path:
        monkeypatch.setenv("DATABRICKS_HOST", host)
        profiles.write_text(f"[team]\nhost = {host}\ntoken = t\n")
        found = places.folder_of(parse_store_uri(uri))
        assert found is not None
        return found

    first = folder_at("https://one.example")
    first.mkdir(parents=True)
    places.note_address(first, uri)
    assert list(places.known()) == [(uri, first)]
    assert folder_at("https://two.example") != first
    with caplog.at_level(logging.WARNING):
        assert list(places.known()) == [] and str(first) in caplog.text
    assert folder_at("https://one.example/") == first
    assert list(places.known()) == [(uri, first)]
    monkeypatch.delenv("DATABRICKS_HOST")
    profiles.unlink()
    assert list(places.known()) == []  # nobody can say whose it is, which is no error

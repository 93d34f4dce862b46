"""Genuine MLflow against our server, ours against its server, and models across, each in processes of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.processes import facts_of

SCRIPTS = Path(__file__).parent / "scripts"
CONVERSATIONS = ["track.py", "artifacts.py", "register.py"]


@pytest.mark.slow
@pytest.mark.parametrize("script", CONVERSATIONS)
def test_both_clients_see_the_same(
    script: str, genuine_python: Path, our_python: Path, our_server: str, genuine_server: str, tmp_path: Path
) -> None:
    """The genuine pair sets what is right; every pair with one of ours must report it too."""
    pairs = {
        "genuine-genuine": (genuine_python, genuine_server),
        "genuine-ours": (genuine_python, our_server),
        "ours-genuine": (our_python, genuine_server),
        "ours-ours": (our_python, our_server),
    }
    facts = {}
    for name, (python, address) in pairs.items():
        folder = tmp_path / name
        folder.mkdir()
        facts[name] = facts_of(
            python, SCRIPTS / script, folder, f"{script.removesuffix('.py')} {name}", tracking_uri=address
        )
    for name in pairs:
        assert facts[name] == facts["genuine-genuine"], name


@pytest.mark.slow
@pytest.mark.parametrize("logged_by", ["genuine", "ours"])
def test_models_load_across(
    logged_by: str, genuine_python: Path, our_python: Path, our_server: str, tmp_path: Path
) -> None:
    writer, reader = (genuine_python, our_python) if logged_by == "genuine" else (our_python, genuine_python)
    logged = facts_of(writer, SCRIPTS / "log_models.py", tmp_path, f"by-{logged_by}", tracking_uri=our_server)
    addresses = json.dumps(logged["forest"]), json.dumps(logged["doubler"])
    for python in (reader, writer):
        loaded = facts_of(python, SCRIPTS / "load_models.py", tmp_path, *addresses, tracking_uri=our_server)
        assert loaded["predictions"] == [logged["predictions"]] * 3
        assert loaded["native"] == logged["predictions"]
        assert loaded["doubled"] == [logged["doubled"]] * 2
        assert [column["name"] for column in loaded["inputs"]][:2] == ["alcohol", "malic_acid"]

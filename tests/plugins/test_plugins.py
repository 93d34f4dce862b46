"""What other packages add is found by their metadata alone, and used by a script as MLflow's users write it."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from mlflow import plugins
from mlflow.plugins import ARTIFACTS, RUN_CONTEXT, TRACKING_STORE, Plugin, loaded
from tests.processes import clean_environment

HERE = Path(__file__).parent


def test_a_script_uses_all_of_them(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "use_them.py")], cwd=tmp_path, text=True, capture_output=True, check=False,
        timeout=100, env=clean_environment(PYTHONPATH=str(HERE), SHELF_ROOT=str(tmp_path / "root")),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split("\n")[-3:] == ["ran main {'a': 1}", "all used", ""]
    for told in ("NoSuchThing", "no_such_module", "no tags on this shelf", "no experiment on this shelf"):
        assert told in done.stderr


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))


@pytest.mark.usefixtures("shelf")
def test_they_are_found() -> None:
    assert plugins.plugins(TRACKING_STORE) == (Plugin(TRACKING_STORE, "shelf", "shelf.stores:make_store", "shelf"),)
    assert [plugin.target for plugin in plugins.plugins(ARTIFACTS)] == ["shelf.files:Repository"]
    assert [plugin.name for plugin in plugins.plugins(RUN_CONTEXT)] == ["unused", "broken", "gone"]
    assert plugins.plugins("mlflow.no_such_group") == plugins.plugins("console_scripts") == ()


def test_those_of_installed_packages_are_what_python_finds() -> None:
    for group in (RUN_CONTEXT, TRACKING_STORE, ARTIFACTS, plugins.REQUEST_HEADER, plugins.APP):
        expected = {(point.name, point.value.replace(" ", "")) for point in entry_points(group=group)}
        assert {(plugin.name, plugin.target) for plugin in plugins.plugins(group)} == expected


def test_of_a_package_that_is_there_twice_the_first_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, version in (("one", "1"), ("two", "2")):
        folder = tmp_path / place / f"My.Package-{version}.dist-info"
        folder.mkdir(parents=True)
        (folder / "entry_points.txt").write_text(f"[{ARTIFACTS}]\nmine = package{version}:Repository\n")
    before = len(plugins.plugins(ARTIFACTS))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "one"), str(tmp_path / "two"), *sys.path])
    found = plugins.plugins(ARTIFACTS)
    assert len(found) == before + 1 and (found[0].target, found[0].package) == ("package1:Repository", "my-package")


def test_in_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("z-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: z\nVersion: 1\n")
        archive.writestr("z-1.dist-info/entry_points.txt", f"[{ARTIFACTS}]\nzipped = zipped:Repository\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "all.zip"), str(tmp_path / "missing.zip"), *sys.path])
    assert plugins.plugins(ARTIFACTS)[0] == Plugin(ARTIFACTS, "zipped", "zipped:Repository", "z")


def test_odd_metadata_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a-1.dist-info").write_text("a file")
    (tmp_path / "b-1.dist-info").mkdir()
    (tmp_path / "b-1.dist-info" / "entry_points.txt").write_bytes(b"[mlflow.x]\n\xff = a:b")
    (tmp_path / "c-1.dist-info").mkdir()
    (tmp_path / "c-1.dist-info" / "entry_points.txt").write_text(
        "[mlflow.x]\n= \n;n = a:b\nword\n[\n\nfine = a.b : c.d\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert [(p.name, p.target) for p in plugins.plugins("mlflow.x")] == [("fine", "a.b:c.d")]


@pytest.mark.usefixtures("shelf")
def test_one_that_cannot_be_loaded_is_told(caplog: pytest.LogCaptureFixture) -> None:
    assert [type.__name__ for _, type in loaded(RUN_CONTEXT)] == ["Context"]
    assert "'broken' of shelf" in caplog.text and "'gone' of shelf" in caplog.text


def test_looking_for_them_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is generous, since other work may run beside: it is a millisecond for a hundred packages."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    plugins._looked_at = None
    begin = time.perf_counter()
    plugins.plugins(RUN_CONTEXT)
    first = time.perf_counter() - begin
    for _ in range(1000):
        plugins.plugins(RUN_CONTEXT)
    assert first < 0.25 and time.perf_counter() - begin - first < 0.25


def test_starting_a_run_imports_no_metadata_library(tmp_path: Path) -> None:
    code = "import sys, mlflow\nwith mlflow.start_run(): mlflow.log_metric('m', 1)\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, text=True, capture_output=True, check=True, timeout=60,
        env=clean_environment(),
    )  # fmt: skip
    assert "mlflow.plugins" in done.stdout and "importlib.metadata" not in done.stdout

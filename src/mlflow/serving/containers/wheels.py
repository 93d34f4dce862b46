"""This package as a wheel, for an image: the one that runs here, or one built from a checkout."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Final

import mlflow
from mlflow.environment_variables import process_environment
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MissingConfigException
from mlflow.virtualenvs import uv_program

_NAME: Final = "penstock"
_PACKAGE: Final = "mlflow"
#: The UI, which a scoring server has no use for.
_LEFT_OUT: Final = ("server/ui/",)
#: Zip knows no earlier time; equal files make equal wheels, so layers of an image are found again.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def write_wheel(folder: Path, checkout: str | Path | None = None) -> Path:
    """Write a wheel of this package into a folder.

    Args:
        folder: Where to.
        checkout: A checkout to build it from, with uv; None packs the package that is running, which needs no tools.

    Returns:
        The file.

    Raises:
        InvalidParameterValue: The checkout is not one of Penstock.
        MissingConfigException: There is no uv to build it; or this package runs from a folder, not installed.
        ExecutionException: It cannot be built.
    """
    return _packed(folder) if checkout is None else _built(folder, Path(checkout).expanduser())


def _packed(folder: Path) -> Path:
    try:
        installed = metadata.distribution(_NAME)
    except metadata.PackageNotFoundError:
        raise MissingConfigException(
            "Penstock runs from a folder here, not installed, so it cannot be put into an image. Install it, or name a "
            "checkout of it with --mlflow-home."
        ) from None
    info = f"{_NAME}-{installed.version}.dist-info"
    root = Path(mlflow.__file__).parent
    contents = {f"{_PACKAGE}/{name}": (root / name).read_bytes() for name in _names(root)}
    for name in ("METADATA", "entry_points.txt"):
        contents[f"{info}/{name}"] = (installed.read_text(name) or "").encode()
    contents[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: penstock\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in contents.items()]
    contents[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,\n"]).encode()
    target = folder / f"{_NAME}-{installed.version}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target


def _names(root: Path) -> list[str]:
    found = (file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())
    return sorted(name for name in found if "__pycache__" not in name and not name.startswith(_LEFT_OUT))


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def _built(folder: Path, checkout: Path) -> Path:
    if not (checkout / "pyproject.toml").is_file():
        raise InvalidParameterValue(f"There is no checkout of Penstock at {str(checkout)!r}: no pyproject.toml in it.")
    with tempfile.TemporaryDirectory(prefix="penstock-") as name:
        command = [uv_program(), "build", "--quiet", "--wheel", "--out-dir", name, str(checkout)]
        environment = {**process_environment(), "PENSTOCK_BUILD_UI": "0"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            said = done.stderr.strip()[-2000:]
            raise ExecutionException(f"No wheel could be built of {str(checkout)!r}; uv said:\n{said}")
        made = next(Path(name).glob("*.whl"))
        if not made.name.startswith(f"{_NAME}-"):
            raise InvalidParameterValue(f"{str(checkout)!r} is a checkout of something else: it makes {made.name}.")
        return Path(shutil.move(made, folder / made.name))

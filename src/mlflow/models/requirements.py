"""Which packages a model needs: those this process has imported, read in milliseconds from what is installed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

from mlflow.exceptions import InvalidParameterValue
from mlflow.version import VERSION

#: Modules whose distribution has another name.
_RENAMED = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
    "attr": "attrs",
    "google": "",
}
#: What runs a notebook, a test or this package, and is never part of a model.
_TOOLS = frozenset(
    """
    penstock mlflow mlflow-skinny mlflow-tracing pip setuptools wheel uv hatchling editables pluggy pytest
    pytest-xdist execnet iniconfig coverage hypothesis ipython ipykernel ipywidgets jupyter-client jupyter-core
    jupyterlab notebook traitlets tornado pyzmq debugpy mypy ruff rich click msgspec sqlalchemy alembic starlette
    uvicorn uvloop httptools h11 anyio sniffio obstore packaging pyyaml urllib3 typing-extensions greenlet
    importlib-metadata zipp gunicorn flask werkzeug fastapi docker gitpython psutil
    """.split()  # noqa: SIM905 - a list this long reads better as words
)
#: What others import when it happens to be there, and do without where it is not: numpy.f2py, which scipy loads.
_BY_CHANCE = frozenset({"charset-normalizer", "chardet"})
#: Packages that are named even where another one brings them: a model's numbers depend on their versions.
_ALWAYS = frozenset(
    """
    numpy pandas scipy scikit-learn cloudpickle torch tensorflow keras jax xgboost lightgbm catboost pyarrow polars
    statsmodels transformers onnx onnxruntime
    """.split()  # noqa: SIM905
)
#: What stands for this package itself in a model's requirements.
OURSELVES = frozenset({"mlflow", "mlflow-skinny", "mlflow-tracing", "penstock"})
_SEPARATORS = re.compile(r"[-_.]+")


def normalized(name: str) -> str:
    """A distribution's name in the form that compares."""
    return _SEPARATORS.sub("-", name).lower()


def imported_requirements(first: Iterable[str] = ()) -> list[str]:
    """``name==version`` of the packages whose modules this process has imported, by name.

    Left out are tools, the standard library, code that no distribution brought, and what the others bring along.

    Args:
        first: Requirements of the flavor itself, there whether imported or not.
    """
    found = {normalized(Requirement(line).name): line for line in first}
    imported = {name for name in _imported_distributions() if name not in _TOOLS | _BY_CHANCE}
    brought = {needed for name in imported for needed in _needs(name)}
    for name in imported:
        if name not in found and (name in _ALWAYS or name not in brought):
            found[name] = pinned(name)
    return [found[name] for name in sorted(found)]


def infer_pip_requirements(
    model_uri: str,
    flavor: str,
    fallback: list[str] | None = None,
    timeout: float | None = None,
    extra_env_vars: dict[str, str] | None = None,
) -> list[str]:
    """What a model needs: the packages this process has imported.

    Args:
        model_uri: The model; not read, so load it first where this process did not make it.
        flavor: Its flavor.
        fallback: Requirements of the flavor itself, there whether imported or not.
        timeout: Has no effect, since no other process is asked.
        extra_env_vars: Has no effect either.
    """
    return imported_requirements(fallback or ())


def pinned(distribution: str) -> str:
    """``name==version`` as it is installed, without a local version; the bare name where it is not installed."""
    version = version_of(distribution)
    return distribution if version is None else f"{normalized(distribution)}=={version.partition('+')[0]}"


def version_of(distribution: str) -> str | None:
    """The version that is installed, or None.

    It stands in the name of the folder of a distribution's metadata; to parse the metadata for it takes milliseconds.
    """
    folder = _installed(tuple(sys.path)).get(normalized(distribution))
    if folder is not None and folder.is_dir():
        return folder.name.removesuffix(".dist-info").partition("-")[2]
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _imported_distributions() -> set[str]:
    installed = _installed(tuple(sys.path))
    found = set()
    for module in {name.partition(".")[0] for name in list(sys.modules)} - sys.stdlib_module_names:
        name = _RENAMED.get(module, normalized(module))
        if name in installed:
            found.add(name)
        elif name and not module.startswith("_") and _from_a_distribution(module):
            found.update(map(normalized, _by_files().get(module, ())))
    return found


def _from_a_distribution(module: str) -> bool:
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return f"{os.sep}site-packages{os.sep}" in file or f"{os.sep}dist-packages{os.sep}" in file


@cache
def _installed(path: tuple[str, ...]) -> dict[str, Path]:
    """Name → metadata folder of each distribution on the import path."""
    found: dict[str, Path] = {}
    for folder in path:
        try:
            entries = os.listdir(folder or ".")
        except OSError:
            continue
        for entry in entries:
            if entry.endswith(".dist-info"):
                found.setdefault(normalized(entry.partition("-")[0]), Path(folder, entry))
    return found


@cache
def _by_files() -> dict[str, list[str]]:
    """Module → distributions, from the files they list; slow, hence asked for odd names only."""
    return dict(metadata.packages_distributions())


@cache
def _needs(distribution: str) -> frozenset[str]:
    """Names of what a distribution requires unconditionally, from the header of its metadata."""
    folder = _installed(tuple(sys.path)).get(distribution)
    needed = set()
    if folder is not None and (file := folder / "METADATA").is_file():
        for line in _header(file):
            if line.startswith("Requires-Dist:") and "extra ==" not in line:
                match = re.match(r"[A-Za-z0-9][\w.-]*", line.partition(":")[2].strip())
                needed.add(normalized(match.group())) if match else None
    return frozenset(needed)


def _header(file: Path) -> Iterator[str]:
    with open(file, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if not line.rstrip("\r\n"):  # a line of blanks may stand inside a folded licence
                return
            yield line


def unmet(requirements: Iterable[Requirement]) -> list[str]:
    """Which requirements this environment does not satisfy, a clause for each; none of them is imported for that."""
    found = []
    for wanted in requirements:
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        here = version_of(wanted.name)
        if here is None:
            found.append(f"{wanted} (not installed)")
            continue
        if not wanted.url and not _fits(wanted, here):
            found.append(f"{wanted} (here {here})")
    return found


def _fits(wanted: Requirement, here: str) -> bool:
    try:
        return wanted.specifier.contains(Version(here), prereleases=True)
    except InvalidVersion:
        return False


def named_requirements(lines: Iterable[str]) -> Iterator[Requirement]:
    """The requirements among the lines of a model's file, without this package, options and what is none."""
    for line in lines:
        try:
            wanted = Requirement(line.partition(" #")[0].strip())
        except InvalidRequirement:
            continue
        if normalized(wanted.name) not in OURSELVES:
            yield wanted


def with_mlflow(requirements: list[str]) -> list[str]:
    """The requirements, ``mlflow==<version>`` first where they do not name it."""
    if any(_named(line) in OURSELVES for line in requirements):
        return requirements
    return [f"mlflow=={VERSION}", *requirements]


def _named(line: str) -> str:
    try:
        return normalized(Requirement(line.partition("#")[0].strip()).name)
    except InvalidRequirement:
        return ""


def read_requirements(given: list[str] | str | os.PathLike[str] | None) -> tuple[list[str], list[str]]:
    """Requirements and constraints that a user gave as a list or as the path of a file.

    ``-r file`` is read in place, ``-c file`` gives constraints.

    Raises:
        InvalidParameterValue: A file is missing, or an entry is no line of a requirements file.
    """
    if given is None:
        return [], []
    if isinstance(given, str | os.PathLike):
        return _from_file(Path(given))
    if not all(isinstance(line, str) for line in given):
        raise InvalidParameterValue(f"Requirements are a list of strings or the path of a file, not {given!r}.")
    return _from_lines(list(given), Path())


def _from_file(path: Path) -> tuple[list[str], list[str]]:
    if not path.is_file():
        raise InvalidParameterValue(f"There is no requirements file {str(path)!r}.")
    return _from_lines(path.read_text(encoding="utf-8").splitlines(), path.parent)


def _from_lines(lines: list[str], folder: Path) -> tuple[list[str], list[str]]:
    wanted: list[str] = []
    limits: list[str] = []
    for raw in lines:
        line = re.sub(r"(^|\s)#.*$", "", raw).strip()
        if "\n" in line or "\0" in line:
            raise InvalidParameterValue(f"A requirement is one line: {raw!r}.")
        option, _, value = line.partition(" ")
        if option in ("-r", "--requirement", "-c", "--constraint"):
            more, constraints = _from_file(folder / value.strip())
            wanted += more if option in ("-r", "--requirement") else []
            limits += constraints + (more if option in ("-c", "--constraint") else [])
        elif line:
            wanted.append(line)
    return wanted, limits

"""The program that builds images: Docker or Podman, whichever works here."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mlflow.environment_variables import PENSTOCK_CONTAINER_ENGINE, authorities_file, process_environment
from mlflow.exceptions import ExecutionException, InvalidParameterValue, MissingConfigException

_KNOWN: Final = ("docker", "podman")
_NAME: Final = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?/)?[a-z0-9]+((\.|_|__|-+|/)[a-z0-9]+)*(:\w[\w.-]{0,127})?", re.ASCII
)
#: What pip calls a setting, and what uv calls it.
_TWINS: Final = (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_EXTRA_INDEX_URL", "UV_INDEX"),
                 ("PIP_TRUSTED_HOST", "UV_INSECURE_HOST"))  # fmt: skip
_INDEX: Final = re.compile(
    r"PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST)|"
    r"UV_(DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|INDEX_STRATEGY|INSECURE_HOST|INDEX_\w+_(USERNAME|PASSWORD))"
)
_PROXIES: Final = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy"})


@dataclass(frozen=True)
class Engine:
    """One of them.

    Attributes:
        program: Its executable.
    """

    program: str

    @property
    def is_podman(self) -> bool:
        """Whether it takes Podman's options."""
        return "podman" in Path(self.program).name

    def build(self, context: str | Path, name: str) -> int:
        """Build an image; what is told meanwhile goes to standard error.

        Where packages come from (``PIP_INDEX_URL``, ``UV_INDEX`` and their like), certificates and proxies are those
        of this process; they are given as secrets, and are not in the image.

        Args:
            context: Folder with a ``Dockerfile``.
            name: Name of the image, with a tag if wanted.

        Returns:
            Its size in bytes.

        Raises:
            InvalidParameterValue: That is no name of an image.
            ExecutionException: It cannot be built.
        """
        check_name(name)
        environment = process_environment()
        command = [self.program, "build", "--tag", name]
        if self.is_podman:
            command += ["--format", "docker"]  # the other format has no health check
        command += [word for key in sorted(environment) if key.lower() in _PROXIES for word in ("--build-arg", key)]
        with tempfile.TemporaryDirectory(prefix="penstock-") as folder:
            settings = Path(folder, "index")
            settings.write_text(index_settings(environment), encoding="utf-8")
            command += ["--secret", f"id=index,src={settings}"]
            certificates = environment.get("SSL_CERT_FILE") or authorities_file()
            if certificates and os.path.isfile(certificates):
                shutil.copyfile(certificates, Path(folder, "authorities"))  # a name without commas
                command += ["--secret", f"id=authorities,src={Path(folder, 'authorities')}"]
            done = subprocess.run(
                [*command, str(Path(context).resolve())],
                env={**environment, "DOCKER_BUILDKIT": "1"}, stdin=subprocess.DEVNULL, stdout=2, check=False,
            )  # fmt: skip
        if done.returncode:
            raise ExecutionException(
                f"{Path(self.program).name} could not build {name} (exit status {done.returncode}); it says why above."
            )
        return self._size(name)

    def _size(self, name: str) -> int:
        command = [self.program, "image", "inspect", "--format", "{{.Size}}", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return int(done.stdout) if done.stdout.strip().isdigit() else 0


def find_engine(wanted: str | None = None) -> Engine:
    """The program to build with.

    Args:
        wanted: Its name or path; what ``PENSTOCK_CONTAINER_ENGINE`` says if None, else Docker if its daemon answers,
            else Podman.

    Raises:
        MissingConfigException: There is none.
    """
    wanted = wanted or PENSTOCK_CONTAINER_ENGINE.get()
    if wanted is not None:
        found = shutil.which(wanted)
        if found is None:
            raise MissingConfigException(f"There is no program {wanted!r} to build images with.")
        return Engine(found)
    silent = []
    for name in _KNOWN:
        found = shutil.which(name)
        if found is None:
            continue
        if subprocess.run([found, "version"], capture_output=True, check=False, timeout=60).returncode == 0:
            return Engine(found)
        silent.append(name)
    why = f"{' and '.join(silent)} does not answer" if silent else "neither Docker nor Podman is installed"
    raise MissingConfigException(
        f"No image can be built here: {why}. Install or start one, name another with --engine, or write the folder "
        "with 'mlflow models generate-dockerfile' and build it elsewhere."
    )


def check_name(name: str) -> None:
    """Raise InvalidParameterValue unless it is a name of an image, with or without a tag."""
    if not _NAME.fullmatch(name):
        raise InvalidParameterValue(
            f"{name!r} is no name of an image: lower-case words with '.', '_', '-' or '/' between them, and ':tag' at "
            "the end if wanted."
        )


def index_settings(environment: Mapping[str, str]) -> str:
    """Lines of a shell that set what says where packages come from, for pip and for uv alike."""
    found = {key: value for key, value in environment.items() if _INDEX.fullmatch(key)}
    for one, other in (*_TWINS, *((uv, pip) for pip, uv in _TWINS)):
        if one in found:
            found.setdefault(other, found[one])
    return "".join(f"{key}={shlex.quote(value)}\n" for key, value in sorted(found.items()))

"""What is to be in an image, and the Dockerfile that says so.

A model comes from anywhere, and so do the texts in it. What of them stands in a Dockerfile has a form that is checked
(a version, the name of an image, an identifier); everything else, such as requirements, is read from files by argument.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mlflow.exceptions import InvalidParameterValue

#: Where the model is in a container; a generic image serves what is mounted there.
MODEL_PATH: Final = "/opt/ml/model"
PORT: Final = 8080
PYTHON_SLIM_BASE_IMAGE: Final = "python:{version}-slim"
CONDA_BASE_IMAGE: Final = "condaforge/miniforge3"
#: First line of every Dockerfile that is written here.
MARK: Final = "# Written by mlflow models generate-dockerfile."
_USER: Final = 10001
_HOME: Final = "/home/penstock"
_ENVIRONMENT: Final = "/opt/venv"
#: Where uv keeps Pythons that it had to fetch.
_PYTHONS: Final = "/opt/python"
#: Those whose environment is made in a stage that is left behind, with the tools.
_APART: Final = ("virtualenv", "uv")
_BASE: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]*(:\d+)?(/[A-Za-z0-9._-]+)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?", re.ASCII
)
_PLAIN: Final = re.compile(r"[\w.+:/@-]{1,128}", re.ASCII)

# Settings of package indexes and certificates reach a build as secrets, which no layer keeps; both may be missing.
_MOUNTS: Final = (
    "type=bind,source=install,target=/install",
    "type=cache,target=/var/cache/uv",
    "type=secret,id=index",
    "type=secret,id=authorities",
)
_SETTINGS: Final = (
    "set -a; UV_CACHE_DIR=/var/cache/uv; if [ -f /run/secrets/index ]; then . /run/secrets/index; fi; "
    "if [ -f /run/secrets/authorities ]; then PIP_CERT=/run/secrets/authorities; SSL_CERT_FILE=$PIP_CERT; "
    "fi; set +a"
)


@dataclass(frozen=True)
class Recipe:
    """What an image is made of.

    Attributes:
        base: The image it begins with.
        python: Version of Python, ``X.Y``.
        manager: ``virtualenv`` or ``uv`` for an environment of its own; ``local`` for the base image's Python with
            what that has; ``conda`` for one made by the base image's conda.
        with_model: Whether the model is part of it, or is mounted when it runs.
        packages: Packages of Debian that the model needs.
        labels: What is told of the image; a value with other characters than names have is left out.
    """

    base: str
    python: str
    manager: str = "virtualenv"
    with_model: bool = True
    packages: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise InvalidParameterValue(f"{self.base!r} is no name of an image to begin with.")

    def dockerfile(self) -> str:
        """The Dockerfile: it installs what ``install`` in its folder lists, and copies ``model``."""
        parts = [f"{MARK}\nFROM {self.base} AS base", *self._system()]
        if self.manager in _APART:
            parts.append("FROM base AS build\n" + self._installation())
        parts.append("FROM base\n" + self._labels())
        parts.append(_ACCOUNT)
        if self.manager in _APART:
            parts.append(f"COPY --from=build {_PYTHONS} {_PYTHONS}\nCOPY --from=build {_ENVIRONMENT} {_ENVIRONMENT}")
        else:
            parts.append(self._installation())
        if self.with_model:
            parts.append(f"COPY model {MODEL_PATH}")
        return "\n\n".join([*parts, self._server()]) + "\n"

    def _system(self) -> list[str]:
        lines = [f"RUN {_apt(*self.packages)}"] if self.packages else []
        if self.manager != "conda" and not self.base.startswith("python:"):
            lines.append(f"RUN python3 -c 'import ensurepip, venv' || {{ {_apt('python3', 'python3-venv')}; }}")
        return lines

    def _labels(self) -> str:
        told = {key: value for key, value in self.labels.items() if _PLAIN.fullmatch(key) and _PLAIN.fullmatch(value)}
        return "LABEL " + " \\\n    ".join(f"{json.dumps(key)}={json.dumps(value)}" for key, value in told.items())

    def _installation(self) -> str:
        python = f"{_ENVIRONMENT}/bin/python"
        uv = "python3 -m venv /opt/uv && /opt/uv/bin/pip install --quiet --no-cache-dir uv"
        install = "/opt/uv/bin/uv pip install --compile-bytecode --link-mode copy -r /install/requirements.txt"
        if self.manager == "conda":
            return _run(
                f"conda env create --quiet --prefix {_ENVIRONMENT} --file /install/environment.yaml",
                "conda clean --all --yes --quiet",
            )
        if self.manager == "local":
            return _run(uv, f"{install} --system --break-system-packages", "rm -rf /opt/uv")
        return _run(
            uv,
            f"mkdir {_PYTHONS}",
            f"UV_PYTHON_INSTALL_DIR={_PYTHONS} /opt/uv/bin/uv venv --python {self.python} {_ENVIRONMENT}",
            f"{install} --python {python}",
        )

    def _server(self) -> str:
        path = "" if self.manager == "local" else f"PATH={_ENVIRONMENT}/bin:$PATH "
        # A model that is mounted brings requirements that are not known yet.
        manager = "local" if self.with_model or self.manager == "local" else self.manager
        serve = ["mlflow", "models", "serve", "--model-uri", MODEL_PATH, "--env-manager", manager,
                 "--host", "0.0.0.0", "--port", str(PORT)]  # fmt: skip
        ping = f"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{PORT}/ping', timeout=4)"
        seconds = 60 if self.with_model else 600
        python = "python3" if self.manager == "local" else "python"
        return f"""\
ENV {path}HOME={_HOME} USER=penstock PYTHONUNBUFFERED=1 \\
    MLFLOW_MODELS_WORKERS=1 MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT=60
WORKDIR {_HOME}
USER {_USER}:{_USER}
EXPOSE {PORT}
HEALTHCHECK --interval=10s --timeout=5s --start-period={seconds}s CMD {json.dumps([python, "-c", ping])}
CMD {json.dumps(serve)}"""


# Some libraries ask who runs them, so the number has a name; without the tools for it, which small images lack.
_ACCOUNT: Final = (
    f"RUN echo 'penstock:x:{_USER}:{_USER}::{_HOME}:/bin/false' >> /etc/passwd && "
    f"echo 'penstock:x:{_USER}:' >> /etc/group && \\\n    mkdir -p {_HOME} && chown {_USER}:{_USER} {_HOME}"
)


def _run(*commands: str) -> str:
    mounts = [f"--mount={each}" for each in _MOUNTS]
    return "RUN " + " \\\n    ".join([*mounts, f"{_SETTINGS}; \\\n    " + " && \\\n    ".join(commands)])


def _apt(*packages: str) -> str:
    return (
        f"apt-get update && apt-get install --yes --no-install-recommends {' '.join(packages)} && "
        "rm -rf /var/lib/apt/lists/*"
    )

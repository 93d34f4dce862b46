"""The kinds of environment an MLproject file may ask for, by the key it asks with."""

from __future__ import annotations

from typing import Final

DOCKER: Final = "docker_env"
PYTHON: Final = "python_env"
CONDA: Final = "conda_env"
ALL: Final = [DOCKER, PYTHON, CONDA]

"""``mlflow doctor``: what a bug report needs."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import click

from mlflow.active.addresses import get_registry_uri, get_tracking_uri
from mlflow.environment_variables import process_environment
from mlflow.uris import without_password
from mlflow.version import PENSTOCK_VERSION, VERSION

_PACKAGES = (
    *("msgspec", "numpy", "pandas", "PyYAML", "click", "cloudpickle", "starlette", "uvicorn", "uvloop", "httptools"),
    *("urllib3", "SQLAlchemy", "scikit-learn", "torch", "tensorflow", "xgboost", "lightgbm"),
)
_SECRET = ("PASSWORD", "TOKEN", "SECRET", "KEY")


@click.command(name="doctor")
@click.option(
    "--mask-envs",
    is_flag=False,
    flag_value=True,
    type=bool,
    default=False,
    help="Hide the values of environment variables.",
)
def command(mask_envs: bool) -> None:
    """Print what a bug report needs: versions, addresses, environment variables."""
    doctor(mask_envs)


def doctor(mask_envs: bool = False) -> None:
    """Print what a bug report needs: versions, addresses, environment variables.

    Args:
        mask_envs: Whether the values of environment variables are hidden; secrets always are.
    """
    facts = {
        "System": platform.platform(),
        "Python": platform.python_version(),
        "Penstock": f"{PENSTOCK_VERSION} (interface of MLflow {VERSION})",
        "Tracking URI": without_password(get_tracking_uri()),
        "Registry URI": without_password(get_registry_uri()),
        "Packages": ", ".join(filter(None, map(_installed, _PACKAGES))),
    }
    for name, fact in facts.items():
        click.echo(f"{name}: {fact}")
    click.echo("Environment variables:")
    for name, value in sorted(process_environment().items()):
        if name.startswith(("MLFLOW_", "PENSTOCK_")):
            hidden = mask_envs or any(word in name for word in _SECRET)
            click.echo(f"  {name}: {'***' if hidden else without_password(value)}")


def _installed(name: str) -> str | None:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return None

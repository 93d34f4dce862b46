"""Estimators kept without pickle, by skops: a file that says which types it is made of, so that these can be judged.

A type is trusted where skops knows it, where the loader does, or where whoever logged the model named it. The last is
written in the model's own description, so it counts only as long as pickles may be loaded, too.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import skops.io
from skops.io.exceptions import UntrustedTypesFoundException

from mlflow.environment_variables import MLFLOW_ALLOW_PICKLE_DESERIALIZATION
from mlflow.exceptions import InvalidParameterValue, PermissionDenied
from mlflow.models.flavor import reading


def dump(estimator: Any, path: Path, trusted: Sequence[str] | None = None, known: Iterable[str] = ()) -> None:
    """Write an estimator.

    Args:
        estimator: What to keep.
        path: The file.
        trusted: Types to trust when it is loaded, by name.
        known: Types that the loader trusts anyway.

    Raises:
        InvalidParameterValue: It has types that nobody said to trust, or cannot be kept so.
    """
    if isinstance(trusted, str) or not all(isinstance(name, str) for name in trusted or ()):
        raise InvalidParameterValue(f"skops_trusted_types is a list of names of types, not {trusted!r}.")
    try:
        content = skops.io.dumps(estimator)
    except (TypeError, AttributeError, NotImplementedError) as error:
        raise InvalidParameterValue(f"skops cannot keep a {type(estimator).__name__}: {error}") from error
    strange = sorted(set(skops.io.get_untrusted_types(data=content)) - {*(trusted or ()), *known})
    if strange:
        raise InvalidParameterValue(
            f"The model has types that skops does not know: {strange}. If loading them is harmless, name them in "
            "skops_trusted_types; or choose another serialization_format."
        )
    path.write_bytes(content)


def load(path: Path, trusted: Iterable[str] | None = None, known: Iterable[str] = ()) -> Any:
    """Read an estimator.

    Args:
        path: The file.
        trusted: Types that the model's description says to trust.
        known: Types that the loader trusts.

    Raises:
        PermissionDenied: It has types that only its description says to trust, and pickles may not be loaded.
        InvalidParameterValue: It has types that nobody said to trust, or is damaged.
    """
    known = set(known)
    named = known | {str(name) for name in trusted or ()}
    with reading(
        path, zipfile.BadZipFile, json.JSONDecodeError, KeyError, ImportError, AttributeError, TypeError, ValueError
    ):
        strange = set(skops.io.get_untrusted_types(file=path))
    if unnamed := sorted(strange - named):
        raise InvalidParameterValue(
            f"The model in {path.name!r} has types that nobody said to trust: {unnamed}. Log it again with "
            "skops_trusted_types if loading them is harmless."
        )
    if (told := sorted(strange - known)) and not MLFLOW_ALLOW_PICKLE_DESERIALIZATION.get():
        raise PermissionDenied(
            f"The model in {path.name!r} has types that nobody but its own description says to trust: {told}. "
            f"{MLFLOW_ALLOW_PICKLE_DESERIALIZATION.name} forbids that; unset it only for models you trust."
        )
    with reading(path, UntrustedTypesFoundException, ImportError, AttributeError, TypeError, ValueError):
        return skops.io.load(path, trusted=sorted(strange))

"""YAML of somebody else: plain data or a clear refusal, never a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.yaml_files import TEXTS, parse_yaml, read_yaml


def test_plain_data() -> None:
    assert parse_yaml("a: 1\nb: [x, {c: null}]\nd: &d 2\ne: *d\n", "x") == {
        "a": 1,
        "b": ["x", {"c": None}],
        "d": 2,
        "e": 2,
    }
    assert parse_yaml("python: 3.10", "x", TEXTS) == {"python": "3.10"}
    assert parse_yaml("", "x") is None
    many = {f"k{n}": {"v": n} for n in range(1000)}
    assert parse_yaml("\n".join(f"k{n}: {{v: {n}}}" for n in range(1000)), "x") == many


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)
)
MERGES = "a0: &a0 {k: v}\n" + "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("[" * 100_000, "levels deep", id="brackets"),
        pytest.param("{a: " * 100_000, "levels deep", id="braces"),
        pytest.param("- " * 100_000 + "x", "levels deep", id="lists"),
        pytest.param("? " * 100_000, "levels deep", id="keys"),
        pytest.param("\n".join(" " * n + "a:" for n in range(100)), "levels deep", id="mappings"),
        pytest.param("[" * 51 + "]" * 51, "levels deep", id="just too deep"),
        pytest.param(BOMB, "aliases", id="aliases"),
        pytest.param(MERGES, "aliases", id="merges"),
        pytest.param("&a [*a]", "of itself", id="circle"),
        pytest.param("a: &a {b: *a}", "of itself", id="circle of a mapping"),
        pytest.param("[*nothing]", "or of nothing", id="no anchor"),
        pytest.param("!!python/object/apply:os.system ['touch pwned']", "no plain YAML", id="call"),
        pytest.param("a: !!python/name:os.system", "no plain YAML", id="name"),
        pytest.param("a: !thing 1", "no plain YAML", id="tag"),
        pytest.param("a: 2023-99-99", "no plain YAML", id="no date"),
        pytest.param("a: \x07", "no plain YAML", id="control character"),
        pytest.param("a: [", "no plain YAML", id="unfinished"),
        pytest.param("? [a, b]\n: 1", "no plain YAML", id="key that is a list"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidParameterValue, match=says):
        parse_yaml(text, "some.yaml")
    assert not Path("pwned").exists()


def test_as_deep_as_is_allowed() -> None:
    value = parse_yaml("[" * 50 + "]" * 50, "x")
    assert isinstance(value, list)


def test_files_that_are_no_text_or_too_large() -> None:
    Path("latin").write_bytes(b"a: \xe9")
    with pytest.raises(InvalidParameterValue, match="no plain YAML"):
        read_yaml(Path("latin"))
    Path("large").write_text("x: " + "y" * 100)
    with pytest.raises(InvalidParameterValue, match="larger than 50 bytes"):
        read_yaml(Path("large"), largest=50)


def test_the_guard_is_needed() -> None:
    """Without it, the loader in C ends the process; if this fails some day, the guard may go."""
    code = "import yaml; yaml.load('[' * 100_000 + ']' * 100_000, Loader=yaml.CSafeLoader)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0

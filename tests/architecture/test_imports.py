"""Imports stand at the top of their file; what may be lazy is named here with its reason."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.architecture.checkout import modules

#: File → why it may import while it runs. Everything else imports at its top.
DYNAMIC_IMPORTS: dict[str, str] = {
    "_door.py": "front doors resolve names on first use",
    "cli/groups.py": "a command imports its room when it is called, so that `mlflow --help` is quick",
}

HEAVY = ("numpy", "pandas", "sqlite3", "starlette", "uvicorn", "yaml", "click", "sklearn", "cloudpickle", "urllib3",
         "pydantic")  # fmt: skip


def inner_imports(tree: ast.Module) -> Iterator[ast.stmt]:
    """Import statements inside functions."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node


def dynamic_imports(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls of ``importlib.import_module`` and ``__import__``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"import_module", "__import__"}:
                yield node


def test_no_import_inside_a_function() -> None:
    found = {f"{path}:{node.lineno}" for path, tree in modules().items() for node in inner_imports(tree)}
    assert not found, f"move these to the top of their file, or behind a front door: {sorted(found)}"


def test_dynamic_imports_are_named() -> None:
    found = {path for path, tree in modules().items() if any(dynamic_imports(tree))}
    assert found <= DYNAMIC_IMPORTS.keys(), f"name these in DYNAMIC_IMPORTS: {sorted(found - DYNAMIC_IMPORTS.keys())}"
    assert found >= DYNAMIC_IMPORTS.keys(), f"no longer dynamic: {sorted(DYNAMIC_IMPORTS.keys() - found)}"


@pytest.mark.parametrize("statement", ["import mlflow", "import mlflow; mlflow.start_run; mlflow.MlflowException"])
def test_import_is_light(statement: str) -> None:
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "mlflow" in loaded
    heavy = HEAVY if statement == "import mlflow" else ("pandas", "starlette", "uvicorn", "sklearn")
    assert not loaded.intersection(heavy)


def test_the_check_sees_what_it_forbids() -> None:
    tree = ast.parse("import a\ndef f():\n    import b\n    import_module('c')\n    x = __import__('d')\n")
    assert [node.lineno for node in inner_imports(tree)] == [3]
    assert [node.lineno for node in dynamic_imports(tree)] == [4, 5]

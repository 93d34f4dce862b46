"""Some things are done in one module only: reading the environment, parsing URIs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.checkout import modules

#: Files that may also take a URL apart, and why.
URL_SPLITTERS = {"testing/asgi.py": "hands a request's target to an application, as an HTTP server does"}


def uses(tree: ast.Module, module: str, names: frozenset[str]) -> Iterator[int]:
    """Lines that import or reach ``module.name`` for one of the names."""
    last = module.rpartition(".")[2]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == module:
            if any(alias.name in names for alias in node.names):
                yield node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in names and ast.unparse(node.value) in {module, last}:
            yield node.lineno


def homes(module: str, *names: str) -> set[str]:
    """Files that use one of the names of the module."""
    return {path for path, tree in modules().items() if any(uses(tree, module, frozenset(names)))}


def test_only_environment_variables_reads_the_environment() -> None:
    assert homes("os", "environ", "getenv", "putenv", "environb") == {"environment_variables.py"}


def test_only_uris_parses_uris() -> None:
    assert homes("urllib.parse", "urlsplit", "urlparse", "urldefrag") == {"uris.py", *URL_SPLITTERS}


def test_only_yaml_files_reads_yaml() -> None:
    own = {"testing/flavors.py"}  # looks at what was written with eyes of its own
    reads = ("load", "safe_load", "load_all", "safe_load_all", "full_load", "unsafe_load", "parse", "compose")
    assert homes("yaml", *reads) - own == {"yaml_files.py"}


def test_the_check_sees_what_it_forbids() -> None:
    tree = ast.parse("import os\nfrom os import environ\nos.environ\nfrom urllib import parse\nparse.urlsplit('')\n")
    assert list(uses(tree, "os", frozenset({"environ"}))) == [2, 3]
    assert list(uses(tree, "urllib.parse", frozenset({"urlsplit"}))) == [5]

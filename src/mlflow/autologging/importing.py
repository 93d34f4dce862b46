"""Something done once a module has been imported, and not before: what is not imported costs nothing."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Callback = Callable[[ModuleType], None]


class _Watcher(MetaPathFinder):
    """Finds modules as the others do, and has their loaders call back."""

    def __init__(self) -> None:
        self.modules: dict[str, list[Callback]] = {}
        self.prefixes: dict[str, list[Callback]] = {}
        self._finding = threading.local()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not self._callbacks(fullname) or fullname in self._under_way():
            return None
        self._under_way().add(fullname)
        try:
            spec = self._found(fullname, path, target)
        finally:
            self._under_way().discard(fullname)
        if spec is not None and spec.loader is not None and not isinstance(spec.loader, type):
            self._call_back(spec.loader, fullname)
        return spec

    def _under_way(self) -> set[str]:
        if not hasattr(self._finding, "names"):
            self._finding.names = set()
        names: set[str] = self._finding.names
        return names

    def _found(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
        for finder in sys.meta_path:
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(fullname, path, target)
                if spec is not None:
                    return spec
        return None

    def _callbacks(self, fullname: str) -> list[Callback]:
        found = list(self.modules.get(fullname, ()))
        for prefix, callbacks in self.prefixes.items():
            if fullname.startswith(prefix):
                found += callbacks
        return found

    def _call_back(self, loader: Any, fullname: str) -> None:
        execute = getattr(loader, "exec_module", None)
        if execute is None:
            return

        def exec_module(module: ModuleType) -> None:
            execute(module)
            for callback in self._callbacks(fullname):
                callback(module)

        loader.exec_module = exec_module


_watcher = _Watcher()


def when_imported(name: str, callback: Callback) -> None:
    """Call back with a module as soon as it has been imported; now, if it has been."""
    _watch()
    if name in sys.modules:
        callback(sys.modules[name])
    else:
        _watcher.modules.setdefault(name, []).append(callback)


def whenever_imported_below(package: str, callback: Callback) -> None:
    """Call back with each module below a package: now with those that are there, later with those to come."""
    _watch()
    prefix = f"{package}."
    _watcher.prefixes.setdefault(prefix, []).append(callback)
    for name, module in list(sys.modules.items()):
        if name.startswith(prefix) and isinstance(module, ModuleType):
            callback(module)


def _watch() -> None:
    if _watcher not in sys.meta_path:
        sys.meta_path.insert(0, _watcher)

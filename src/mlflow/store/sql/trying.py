"""The store on a database server: each act is run anew where another transaction came between, or a connection died."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final, cast

from mlflow.contracts.stores import all_acts
from mlflow.store.sql.servers import ServerDatabase
from mlflow.store.sql.store import SqlStore

#: Acts that change nothing when they are done a second time, so that they need no receipt: those that log.
_REPEATABLE: Final = frozenset({"log_batch", "log_metric", "log_param", "set_tag", "update_run"})


def _tried(name: str, function: Callable[..., Any], repeatable: bool) -> Callable[..., Any]:
    @functools.wraps(function)
    def act(self: SqlStore, *args: Any, **kwargs: Any) -> Any:
        database = cast(ServerDatabase, self.foundation[0])
        return database.tried(lambda: function(self, *args, **kwargs), repeatable=repeatable)

    return act


def _acts() -> dict[str, Callable[..., Any]]:
    """Every declared act of the store, to be run anew."""
    found = {}
    for _, declared in all_acts():
        function = getattr(SqlStore, declared.name, None)
        if function is not None:
            repeatable = declared.method == "GET" or declared.name in _REPEATABLE
            found[declared.name] = _tried(declared.name, function, repeatable)
    return found


#: The store on a database server.
ServerStore: Final = cast("type[SqlStore]", type("ServerStore", (SqlStore,), _acts()))

"""The store of a directory: its database, and beside it the folders that runs become when they end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any, Final

from mlflow._door import resolve
from mlflow.contracts.acts import Act, Level, acts_of
from mlflow.contracts.stores import Store
from mlflow.environment_variables import PENSTOCK_RUN_FOLDERS
from mlflow.exceptions import ResourceDoesNotExist
from mlflow.mlruns.keeping import RunFolders
from mlflow.store.sql.databases import Database
from mlflow.store.sql.places import Places
from mlflow.store.sql.store import SqlStore

#: Loaded where runs are listed: reading folders brings YAML.
_COPIED: Final = "mlflow.mlruns.copied:CopiedRuns"


class DirectoryStore(SqlStore):
    """All records of the database in a directory.

    Every act that changes something tells the keeper of the folders when it has ended, outside of its transaction. An
    act that lists looks first whether runs were copied into the folder, and one that finds nothing looks then.

    Args:
        database: Where the records are.
        places: Where the artifacts are; they name the directory.
    """

    def __init__(self, database: Database, places: Places) -> None:
        super().__init__(database, places)
        assert places.directory is not None
        self._directory = places.directory
        self.folders = RunFolders(self, places.directory) if PENSTOCK_RUN_FOLDERS.get() else None
        self._copied: Any = None

    def look(self, *, wait: bool = True) -> bool:
        """Take in runs that were copied into the folder; returns whether there were any.

        Args:
            wait: Whether to wait for a look that takes long.
        """
        if self._copied is None:
            self._copied = resolve(_COPIED)(self, self._directory)
        return bool(self._copied.look(wait=wait))

    def close(self) -> None:
        if self.folders is not None and not self.is_gone:
            self.folders.finish()
        with ExitStack() as stack:  # no thread works on a connection that is being closed
            for worker in (self.folders, self._copied):
                if worker is not None:
                    stack.enter_context(worker.stopped())
            super().close()


#: What is told to the keeper of the folders: the folders, the object that was changed, and what the act returned.
Tell = Callable[[RunFolders, Any, Any], None]

#: By noun of an act's rule; the object is the argument that names it.
_TOLD: dict[str, Tell] = {
    "run": lambda folders, run_id, _: folders.run_changed(run_id),
    "experiment": lambda folders, experiment_id, _: folders.changed("experiment", experiment_id),
    "logged_model": lambda folders, model_id, _: folders.changed("logged_model", model_id),
    "registered_model": lambda folders, name, _: folders.changed("registered_model", name),
}
#: Acts that tell something else.
_OTHERWISE: dict[str, Tell] = {
    "create_run": lambda folders, _, run: folders.run_began(run.info.run_id),
    "update_run": lambda folders, run_id, _: folders.run_changed(run_id, wholly=True),
    "delete_run": lambda folders, run_id, _: folders.run_changed(run_id, wholly=True),
    "restore_run": lambda folders, run_id, _: folders.run_changed(run_id, wholly=True),
    "create_experiment": lambda folders, _, experiment_id: folders.changed("experiment", experiment_id),
    "delete_experiment": lambda folders, experiment_id, _: folders.experiment_moved(experiment_id),
    "restore_experiment": lambda folders, experiment_id, _: folders.experiment_moved(experiment_id),
    "create_logged_model": lambda folders, _, model: folders.changed("logged_model", model.model_id),
    "create_registered_model": lambda folders, _, model: folders.changed("registered_model", model.name),
    "rename_registered_model": lambda folders, name, model: folders.changed("registered_model", name, model.name),
}


def _telling(declared: Act, tell: Tell) -> Callable[..., Any]:
    act: Callable[..., Any] = getattr(SqlStore, declared.name)
    named = declared.rule.argument or ""
    names = declared.function.__code__.co_varnames  # reading the signature's types would take a while
    place = names.index(named) - 1 if named else 0

    @wraps(act)
    def method(self: DirectoryStore, *args: Any, **kwargs: Any) -> Any:
        result = act(self, *args, **kwargs)
        if self.folders is not None:
            tell(self.folders, args[place] if len(args) > place else kwargs.get(named), result)
        return result

    return method


def _looking(declared: Act) -> Callable[..., Any]:
    act: Callable[..., Any] = getattr(SqlStore, declared.name)

    @wraps(act)
    def listed(self: DirectoryStore, *args: Any, **kwargs: Any) -> Any:
        self.look(wait=False)
        return act(self, *args, **kwargs)

    @wraps(act)
    def got(self: DirectoryStore, *args: Any, **kwargs: Any) -> Any:
        try:
            return act(self, *args, **kwargs)
        except ResourceDoesNotExist:
            self.look()  # where it finds nothing, another who looked meanwhile may have taken it in
        return act(self, *args, **kwargs)

    return got if declared.name in _MAY_MISS else listed


#: Acts that list what may have been copied into the folder, and that may ask for it by its id.
_LISTS: Final = frozenset({
    "search_runs", "count_runs", "get_run_keys", "get_run_columns", "group_runs",
    "search_experiments", "search_logged_models",
})  # fmt: skip
_MAY_MISS: Final = frozenset({"get_run", "get_experiment", "get_experiment_by_name", "get_logged_model"})


def _wrap_acts() -> None:
    for name, declared in acts_of(Store).items():
        tell = _OTHERWISE.get(name) or _TOLD.get(declared.rule.noun)
        is_own = getattr(SqlStore, name) is getattr(Store, name)  # made of other acts, which tell
        if declared.rule.level > Level.READ and tell is not None and not is_own:
            setattr(DirectoryStore, name, _telling(declared, tell))
        elif name in _LISTS or name in _MAY_MISS:
            setattr(DirectoryStore, name, _looking(declared))


_wrap_acts()

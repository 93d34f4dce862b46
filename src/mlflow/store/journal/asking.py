"""What is asked of a store behind a journal: after all that was logged is there, or of the journal in its stead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from mlflow.contracts.acts import acts_of
from mlflow.contracts.stores import Store
from mlflow.entities import Run
from mlflow.exceptions import TemporarilyUnavailable
from mlflow.store.journal import offline
from mlflow.store.journal.buffered import Buffered, is_trouble
from mlflow.uris import StoreUri

ACTS: Final = acts_of(Store)
_ARGUMENTS: Final = {
    name: act.function.__code__.co_varnames[1 : act.function.__code__.co_argcount] for name, act in ACTS.items()
}
#: Acts that can be written down where the store is away.
_WRITTEN: Final = frozenset({"create_experiment", "set_experiment_tag"})
#: Acts that have nothing to do with what is logged, so that they need not wait for it.
_APART: Final = frozenset({"get_experiment", "get_experiment_by_name", "search_experiments", "create_experiment"})


class KnownRun:
    """What this process knows of a run that it logs to.

    Args:
        run: The run as it was when this process met it; None where nobody could be asked.
    """

    __slots__ = ("info", "params", "run")

    def __init__(self, run: Run | None) -> None:
        self.run = run
        self.info = run.info if run is not None else None
        self.params = dict(run.data.params) if run is not None else {}


class Asking(Buffered):
    """A store and its journal, and how both are asked."""

    def __init__(self, place: StoreUri, opener: Callable[[], Store], folder: Path) -> None:
        super().__init__(place, opener, folder)
        self._known: dict[str, KnownRun] = {}
        self._mirror: offline.Answers | None = None

    def _ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], *otherwise: Any) -> Any:
        """Ask the store behind, after what was logged before is there; the journal, where the store is away.

        Raises:
            TemporarilyUnavailable: The store is away, and the journal knows no answer either. Where ``otherwise`` is
                given, it is returned instead.
        """
        answers = name in offline.ANSWERED and self.may_stand_in
        if not self.is_offline:
            is_settled = (name in _APART and not self.shipper.is_away) or self.drain()
            if is_settled or not answers or not self.shipper.is_away:
                try:
                    store = self._as_patient_as(name, bool(otherwise))
                    return getattr(store, name)(*self._known_there(name, args), **self._kwargs_there(name, kwargs))
                except Exception as error:
                    if not is_trouble(error):
                        raise
                    if self.may_stand_in:
                        self.shipper.tell_trouble(error)
                    trouble: Exception = error
            else:
                trouble = self.shipper.trouble or TemporarilyUnavailable(f"{self.address} is away.")
        else:
            trouble = TemporarilyUnavailable(
                f"MLFLOW_OFFLINE is set: {name} needs the store at {self.address}. Unset it, or wait for 'mlflow sync'."
            )
        if answers:
            found = self._answers().ask(name, args, kwargs)
            if found is not offline.UNKNOWN:
                return found
        if otherwise:
            return otherwise[0]
        if isinstance(trouble, TemporarilyUnavailable):
            raise trouble
        raise TemporarilyUnavailable(f"The store at {self.address} is not to be had just now: {trouble}") from trouble

    def _as_patient_as(self, name: str, is_logging: bool) -> Store:
        """The store behind, as patient as an act allows."""
        if is_logging or name in _WRITTEN or name in _APART:
            return self.hasty
        return self.brief if name in offline.ANSWERED else self.inner

    def _answers(self) -> offline.Answers:
        if self._mirror is None:
            self._mirror = offline.Answers(self.folder)
        known = {run_id: known.run for run_id, known in self._known.items() if known.run is not None}
        self._mirror.refresh({**known, **self.created})
        return self._mirror

    def _known_there(self, name: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
        names = _ARGUMENTS[name]
        return tuple(self._there(names[i], value) for i, value in enumerate(args))

    def _kwargs_there(self, name: str, kwargs: dict[str, Any]) -> dict[str, Any]:
        return {key: self._there(key, value) for key, value in kwargs.items()}

    def _there(self, argument: str, value: Any) -> Any:
        """An id as the store has it: it may have another than this process began with."""
        if argument in ("run_id", "model_id") and value:
            return self.delivery.run_id(value)
        if argument == "experiment_id":
            return self.delivery.experiment_id(value)
        if argument == "run_ids" and value:
            return [self.delivery.run_id(each) for each in value]
        if argument == "experiment_ids" and value:
            return [self.delivery.experiment_id(each) for each in value]
        return value

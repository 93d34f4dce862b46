"""The two stores that clients speak to, and the whole contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from mlflow.contracts.acts import Act, acts_of
from mlflow.contracts.artifacts import ArtifactListings, ArtifactProxy
from mlflow.contracts.experiments import ExperimentStore
from mlflow.contracts.housekeeping import Housekeeping
from mlflow.contracts.logged_models import LoggedModelStore
from mlflow.contracts.model_versions import ModelVersionStore
from mlflow.contracts.registered_models import RegisteredModelStore
from mlflow.contracts.runs import RunStore
from mlflow.contracts.serving import ModelServing

T = TypeVar("T")


class TrackingStore(ExperimentStore, RunStore, LoggedModelStore):
    """Where runs are kept."""


class RegistryStore(RegisteredModelStore, ModelVersionStore):
    """Where registered models are kept."""


class Receipt(Protocol):
    """Something that was logged and may not be in the store yet."""

    def result(self, timeout: float | None = None) -> None:
        """Return when it is in the store.

        Args:
            timeout: Seconds to wait at most; for ever where None.

        Raises:
            MlflowException: The store refused it.
            TimeoutError: The time is over.
        """


class Store(TrackingStore, RegistryStore):
    """Both in one."""

    def settled(self) -> Store:
        """The store that has what it is given when it returns, after what was logged before is there.

        Raises:
            TemporarilyUnavailable: What was logged before cannot get there just now.
        """
        return self

    def handed(self, run_id: str, work: Callable[[], object]) -> Receipt | None:
        """Log something, to be waited for later; None, and nothing done, where this store has it at once anyway.

        Args:
            run_id: The run that it is logged to.
            work: Logs it to this store.
        """
        return None

    def kept(self, run_id: str, files: T) -> T:
        """The files of a run, so that those which cannot be sent just now are kept."""
        return files

    def flush(self) -> None:
        """Return when what was logged is in the store, or the store turns out to be away."""


#: Every contract, in the order in which documents show them.
CONTRACTS: tuple[type, ...] = (
    ExperimentStore,
    RunStore,
    LoggedModelStore,
    RegisteredModelStore,
    ModelVersionStore,
    ArtifactListings,
    ArtifactProxy,
    ModelServing,
    Housekeeping,
)


def all_acts() -> list[tuple[type, Act]]:
    """Every declared act with the contract it belongs to."""
    return [(contract, declared) for contract in CONTRACTS for declared in acts_of(contract).values()]

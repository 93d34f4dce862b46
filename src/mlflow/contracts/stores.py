"""The two stores that clients speak to, and the whole contract."""

from __future__ import annotations

from mlflow.contracts.acts import Act, acts_of
from mlflow.contracts.artifacts import ArtifactListings, ArtifactProxy
from mlflow.contracts.experiments import ExperimentStore
from mlflow.contracts.logged_models import LoggedModelStore
from mlflow.contracts.model_versions import ModelVersionStore
from mlflow.contracts.registered_models import RegisteredModelStore
from mlflow.contracts.runs import RunStore


class TrackingStore(ExperimentStore, RunStore, LoggedModelStore):
    """Where runs are kept."""


class RegistryStore(RegisteredModelStore, ModelVersionStore):
    """Where registered models are kept."""


class Store(TrackingStore, RegistryStore):
    """Both in one."""


#: Every contract, in the order in which documents show them.
CONTRACTS: tuple[type, ...] = (
    ExperimentStore,
    RunStore,
    LoggedModelStore,
    RegisteredModelStore,
    ModelVersionStore,
    ArtifactListings,
    ArtifactProxy,
)


def all_acts() -> list[tuple[type, Act]]:
    """Every declared act with the contract it belongs to."""
    return [(contract, declared) for contract in CONTRACTS for declared in acts_of(contract).values()]

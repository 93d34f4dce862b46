"""The laws of a store (:mod:`mlflow.contracts`), as tests that every implementation passes.

Inherit from :class:`StoreContract` and provide a fixture ``store`` that returns an empty
:class:`~mlflow.contracts.stores.Store` of its own to each test. Where an implementation cannot afford a fresh store per
test, a shared one will do: the tests make their own experiments and models, under names of their own.
"""

from __future__ import annotations

from mlflow.testing.store_experiments import ExperimentContract
from mlflow.testing.store_inputs import InputContract
from mlflow.testing.store_logged_models import LoggedModelContract
from mlflow.testing.store_logging import LoggingContract
from mlflow.testing.store_registry import RegistryContract
from mlflow.testing.store_runs import RunContract
from mlflow.testing.store_search import SearchContract
from mlflow.testing.store_series import SeriesContract
from mlflow.testing.store_tables import TableContract


class TrackingStoreContract(
    ExperimentContract,
    RunContract,
    LoggingContract,
    SeriesContract,
    SearchContract,
    TableContract,
    InputContract,
    LoggedModelContract,
):
    """The laws of a store of runs."""


class RegistryStoreContract(RegistryContract):
    """The laws of a store of registered models."""


class StoreContract(TrackingStoreContract, RegistryStoreContract):
    """All laws."""


__all__ = ["RegistryStoreContract", "StoreContract", "TrackingStoreContract"]

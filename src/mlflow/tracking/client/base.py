"""What every part of the client needs: the stores, and the files of a run or model."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from mlflow.active.addresses import chosen_registry_uri, get_tracking_uri, registry_beside
from mlflow.active.runs import open_run
from mlflow.active.stores import open_store
from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.local import LocalArtifacts
from mlflow.artifacts.stores import open_artifacts
from mlflow.contracts.stores import RegistryStore, Store
from mlflow.entities.cards import lead_to
from mlflow.tracking.links import pages

_REMEMBERED = 64

lead_to(pages)


class ClientBase:
    """The two stores of a client.

    Args:
        tracking_uri: Where runs are kept; the URI in force where None.
        registry_uri: Where registered models are kept; the URI in force where None, else where runs are.
    """

    def __init__(self, tracking_uri: str | Path | None = None, registry_uri: str | None = None) -> None:
        if isinstance(tracking_uri, Path):
            tracking_uri = tracking_uri.absolute().as_uri()
        self._tracking_uri = get_tracking_uri() if tracking_uri is None else tracking_uri
        self._registry_uri = registry_uri or chosen_registry_uri() or registry_beside(self._tracking_uri)
        self._files: OrderedDict[str, ArtifactStore] = OrderedDict()

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self._tracking_uri, self._registry_uri))

    @property
    def tracking_uri(self) -> str:
        """Where runs are kept."""
        return self._tracking_uri

    @property
    def _tracking(self) -> Store:
        return open_store(self._tracking_uri)

    @property
    def _registry(self) -> RegistryStore:
        return open_store(self._registry_uri)

    def _artifacts_of_run(self, run_id: str) -> ArtifactStore:
        """The files of a run.

        Raises:
            ResourceDoesNotExist: There is no such run.
        """
        found = self._files.get(run_id)
        if found is None:
            opened = open_run(run_id)
            info = opened.run.info if opened is not None else self._tracking.get_run(run_id).info
            found = self._remember(run_id, info.artifact_uri or "")
            found = self._files[run_id] = self._tracking.kept(run_id, found)
            if isinstance(found, LocalArtifacts) and self._tracking_uri.startswith("http"):
                del self._files[run_id]  # they may wait beside the journal, and go elsewhere when they are sent
        return found

    def _artifacts_of_model(self, model_id: str) -> ArtifactStore:
        """The files of a logged model.

        Raises:
            ResourceDoesNotExist: There is no such model.
        """
        found = self._files.get(model_id)
        if found is None:
            found = self._remember(model_id, self._tracking.get_logged_model(model_id).artifact_location)
        return found

    def _remember(self, owner: str, location: str) -> ArtifactStore:
        files = self._files[owner] = open_artifacts(location, self._tracking_uri)
        if len(self._files) > _REMEMBERED:
            self._files.popitem(last=False)
        return files

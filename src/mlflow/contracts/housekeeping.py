"""What a server can do to keep its store small: its bin, what takes space, and journals that wait on its machine."""

from __future__ import annotations

from abc import ABC, abstractmethod

import msgspec

from mlflow.contracts.acts import Level, Rule, act
from mlflow.entities import PagedList

_READ = Rule(Level.READ, "experiment")
_READ_SERVER = Rule(Level.READ, "server")
_ADMIN = Rule(Level.ADMIN, "server")

#: Objects named in one request to purge.
MAX_PURGED_AT_ONCE = 100


class Binned(msgspec.Struct, omit_defaults=True):
    """Something in the bin.

    Args:
        kind: ``run``, ``logged_model`` or ``experiment``.
        id: Its id.
        name: Its name.
        experiment_id: The experiment it is in, or is.
        experiment_name: The name of that.
        deleted: When it was put in the bin, milliseconds since the epoch. Who did it is not recorded.
        user_id: Who made the run.
        runs: Runs that go with an experiment.
        models: Logged models that go with it.
        points: Points of the run's metrics.
        record_bytes: What its records take in the database, about.
    """

    kind: str
    id: str
    name: str
    experiment_id: str
    experiment_name: str
    deleted: int
    user_id: str = ""
    runs: int = 0
    models: int = 0
    points: int = 0
    record_bytes: int = 0


class Kept(msgspec.Struct):
    """Something that a purge leaves where it is.

    Args:
        what: What it is.
        why: Why it stays.
    """

    what: str
    why: str


class Purge(msgspec.Struct, omit_defaults=True):
    """What was deleted for good, or what would be.

    Args:
        runs: Runs.
        models: Logged models.
        experiments: Experiments.
        files: Files that lie in their folders; counted beforehand only.
        bytes: Bytes of these.
        at_least: Whether there are more files than were counted.
        purged: Ids of the objects that are gone.
        remaining: Objects that are still to go; ask again for these.
        kept: What stays, and why.
    """

    runs: int = 0
    models: int = 0
    experiments: int = 0
    files: int = 0
    bytes: int = 0
    at_least: bool = False
    purged: list[str] = msgspec.field(default_factory=list)
    remaining: int = 0
    kept: list[Kept] = msgspec.field(default_factory=list)


class RunUse(msgspec.Struct, omit_defaults=True):
    """What one run takes.

    Args:
        run_id: The run.
        name: Its name.
        deleted: Whether it is in the bin.
        points: Points of its metrics.
        record_bytes: What its records take in the database, about.
        files: Files in its folder.
        file_bytes: Bytes of these.
    """

    run_id: str
    name: str
    deleted: bool = False
    points: int = 0
    record_bytes: int = 0
    files: int = 0
    file_bytes: int = 0


class ExperimentUse(msgspec.Struct, omit_defaults=True):
    """What one experiment takes.

    Args:
        experiment_id: The experiment.
        name: Its name.
        deleted: Whether it is in the bin.
        runs: Its runs, those in the bin included.
        binned_runs: Those in the bin.
        points: Points of their metrics.
        record_bytes: What their records take in the database, about.
        files: Files in its place.
        file_bytes: Bytes of these.
        at_least: Whether there are more files than were counted.
        unknown: Why its files could not be counted.
    """

    experiment_id: str
    name: str
    deleted: bool = False
    runs: int = 0
    binned_runs: int = 0
    points: int = 0
    record_bytes: int = 0
    files: int = 0
    file_bytes: int = 0
    at_least: bool = False
    unknown: str = ""


class Measurement(msgspec.Struct, omit_defaults=True):
    """How far measuring has come, or when it was done last.

    Args:
        running: Whether the server is at it.
        started: When the one that runs began, milliseconds since the epoch.
        finished: When the last one ended, whose figures are shown; 0 before the first.
        experiments: Experiments to be measured.
        measured: Those that were.
        files: Files counted so far.
    """

    running: bool = False
    started: int = 0
    finished: int = 0
    experiments: int = 0
    measured: int = 0
    files: int = 0


class Journal(msgspec.Struct, omit_defaults=True):
    """A journal of logging calls that wait on the server's machine.

    Args:
        name: Name of its file.
        store: Address of the store it is for, without a password.
        own: Whether that is this server's store, so that the server can ship it.
        in_use: Whether the process that writes it runs, and ships it itself.
        process: Id of that process.
        host: Machine of that process.
        began: When it was begun, milliseconds since the epoch.
        changed: When something was last written to it.
        records: Logging calls in it that are not known to be shipped; null where it is too large to be counted.
        runs: How many runs they are about.
        bytes: Size of the file.
        files: Whether files of runs wait beside it.
        refused: Records that the store would not have, kept beside it.
        trouble: Why the last of these were refused.
        command: What ships it by hand.
    """

    name: str
    store: str
    own: bool = False
    in_use: bool = False
    process: int = 0
    host: str = ""
    began: int = 0
    changed: int = 0
    records: int | None = None
    runs: int = 0
    bytes: int = 0
    files: bool = False
    refused: int = 0
    trouble: str = ""
    command: str = ""


class Shipped(msgspec.Struct, omit_defaults=True):
    """What became of journals that were shipped.

    Args:
        shipped: Records that the store has now.
        refused: Records that it will not have; they are kept in files beside the journals.
        left: Records that are still to be shipped.
        trouble: Why.
    """

    shipped: int = 0
    refused: int = 0
    left: int = 0
    trouble: str = ""


class ServerFacts(msgspec.Struct, omit_defaults=True):
    """What an operator asks first.

    Args:
        version: Version of MLflow's interface.
        penstock_version: Version of Penstock.
        python: Version of Python.
        started: When the process that answers started, milliseconds since the epoch.
        store: Kind of the store.
        artifacts: Kind of the place of new experiments' files.
        database_bytes: Size of the database, where it is a file.
        free_bytes: Bytes of it that deleted records left, and that can be given back.
        disk_bytes: Size of the disk with the database or the files.
        disk_free: What is free on it.
        cannot_purge: Why this server cannot delete for good; empty where it can.
    """

    version: str
    penstock_version: str
    python: str
    started: int
    store: str
    artifacts: str
    database_bytes: int | None = None
    free_bytes: int | None = None
    disk_bytes: int | None = None
    disk_free: int | None = None
    cannot_purge: str = ""


class GivenBack(msgspec.Struct):
    """Space of a database's file.

    Args:
        given_back: Bytes by which it is smaller.
        free: Bytes in it that are still free.
    """

    given_back: int
    free: int


class Housekeeping(ABC):
    """The bin, the space that things take, and what waits to be shipped. All of it is Penstock's own."""

    @act("GET", "mlflow/housekeeping/bin", rule=_READ, returns="binned")
    @abstractmethod
    def search_bin(
        self, kind: str, older_than: int = 0, max_results: int = 100, page_token: str | None = None
    ) -> PagedList[Binned]:
        """List what is in the bin, the newest first; runs and models of a deleted experiment are counted with it.

        Args:
            kind: ``run``, ``logged_model`` or ``experiment``.
            older_than: Only what has been there for so many milliseconds.
            max_results: 1 to 1,000 per page.
            page_token: Where the page before ended.

        Raises:
            InvalidParameterValue: There is no such kind, or the token cannot be read.
        """

    @act("POST", "mlflow/runs/purge", rule=Rule(Level.MANAGE, "run", "run_ids"), returns="")
    @abstractmethod
    def purge_runs(self, run_ids: list[str], older_than: int | None = None, only_tell: bool = False) -> Purge:
        """Delete runs for good, with their files; they must be in the bin. This cannot be undone.

        A call works for some seconds, then tells what remains.

        Args:
            run_ids: 1 to 100 runs.
            older_than: Refuse those that have been in the bin for less than so many milliseconds.
            only_tell: Say what would go, and delete nothing.

        Raises:
            InvalidParameterValue: One is not in the bin, or not for so long.
            ResourceDoesNotExist: There is no such run.
            MlflowNotImplementedException: The files are where this server cannot delete them.
        """

    @act("POST", "mlflow/logged-models/purge", rule=Rule(Level.MANAGE, "logged_model", "model_ids"), returns="")
    @abstractmethod
    def purge_logged_models(
        self, model_ids: list[str], older_than: int | None = None, only_tell: bool = False
    ) -> Purge:
        """Delete logged models for good, with their files, as :meth:`purge_runs` does with runs."""

    @act("POST", "mlflow/experiments/purge", rule=Rule(Level.MANAGE, "experiment", "experiment_id"), returns="")
    @abstractmethod
    def purge_experiment(self, experiment_id: str, older_than: int | None = None, only_tell: bool = False) -> Purge:
        """Delete an experiment of the bin for good, with all that is in it, as :meth:`purge_runs` does with runs."""

    @act("GET", "mlflow/housekeeping/usage", rule=_READ, returns="experiments")
    @abstractmethod
    def search_usage(self, max_results: int = 200, page_token: str | None = None) -> PagedList[ExperimentUse]:
        """List what experiments take, those first that take most, as it was measured last.

        Args:
            max_results: 1 to 1,000 per page.
            page_token: Where the page before ended.
        """

    @act(
        "GET",
        "mlflow/housekeeping/usage/runs",
        rule=Rule(Level.READ, "experiment", "experiment_id"),
        returns="runs",
    )
    @abstractmethod
    def get_largest_runs(self, experiment_id: str) -> list[RunUse]:
        """The up to 50 runs of an experiment that took most when it was measured last."""

    @act("GET", "mlflow/housekeeping/measurement", rule=_READ_SERVER, returns="")
    @abstractmethod
    def get_measurement(self) -> Measurement:
        """How far measuring has come."""

    @act("POST", "mlflow/housekeeping/measure", rule=Rule(Level.EDIT, "server"), returns="")
    @abstractmethod
    def measure(self) -> Measurement:
        """Begin to measure what experiments take, in the background; nothing happens while that is under way."""

    @act("GET", "mlflow/housekeeping/facts", rule=_READ_SERVER, returns="")
    @abstractmethod
    def get_server_facts(self) -> ServerFacts:
        """What kind of server this is, and how much room it has."""

    @act("POST", "mlflow/housekeeping/compact", rule=_ADMIN, returns="")
    @abstractmethod
    def give_back_space(self) -> GivenBack:
        """Make the file of the database smaller by what is free in it; one of more than a gigabyte is left alone."""

    @act("GET", "mlflow/housekeeping/journals", rule=_ADMIN, returns="journals")
    @abstractmethod
    def list_journals(self) -> list[Journal]:
        """Journals that wait on the server's machine, of programs of the user that the server runs as."""

    @act("POST", "mlflow/housekeeping/journals/ship", rule=_ADMIN, returns="")
    @abstractmethod
    def ship_journals(self) -> Shipped:
        """Ship the journals that are for this server's store, and that no running process holds."""

"""``mlflow gc``: deletion for good."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import click

from mlflow.active.addresses import get_tracking_uri
from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.stores import open_artifacts
from mlflow.cli.sizes import size_of, told_space
from mlflow.exceptions import InvalidParameterValue, ResourceDoesNotExist
from mlflow.mlruns.layout import holds_layout
from mlflow.mlruns.progress import Progress
from mlflow.store.sql.footing import Footing
from mlflow.store.sql.purging import Plan, Purging
from mlflow.store.sql.retention import Expiry, duration
from mlflow.store.sql.space import give_back
from mlflow.store.sql.store import FILE, SqlStore, open_store
from mlflow.tracking.orphans import Orphan, orphans, remove, roots
from mlflow.tracking.purging import Reach, keep_unreachable, purge
from mlflow.uris import StoreUri, parse_location, parse_store_uri, sqlite_file, without_password

#: Lines that are shown of a long list.
_SHOWN = 20


@click.command("gc")
@click.option("--older-than", metavar="DURATION", help="Only what was deleted so long ago, such as 1d2h3m4s.")
@click.option("--backend-store-uri", metavar="URI", help="The folder or database; by default ./mlruns.")
@click.option(
    "--artifacts-destination",
    metavar="URI",
    envvar="MLFLOW_ARTIFACTS_DESTINATION",
    help="Where the server keeps the files it moves for clients.",
)
@click.option("--run-ids", metavar="IDS", help="Only these runs, separated by commas.")
@click.option("--experiment-ids", metavar="IDS", help="Only these experiments with all that is in them.")
@click.option("--logged-model-ids", metavar="IDS", help="Only these logged models.")
@click.option("--tracking-uri", metavar="URI", help="A server through which to reach the files it moves for clients.")
@click.option("--with-registered", is_flag=True, help="Take files that registered models are made of as well.")
@click.option("--leave-files", is_flag=True, help="Delete records even where their files cannot be reached.")
@click.option("--retention", is_flag=True, help="Also put into the bin what experiments do not want to keep longer.")
@click.option(
    "--orphans", "only_orphans", is_flag=True, help="Delete folders of files that belong to no record instead."
)
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
def gc(
    older_than: str | None,
    backend_store_uri: str | None,
    artifacts_destination: str | None,
    run_ids: str | None,
    experiment_ids: str | None,
    logged_model_ids: str | None,
    tracking_uri: str | None,
    with_registered: bool,
    leave_files: bool,
    retention: bool,
    only_orphans: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Delete for good what is in the bin, with its files: runs, logged models and experiments.

    Run it where the store is. What it deletes cannot be restored.
    """
    place = _place(backend_store_uri)
    store = open_store(place)
    reach = _reach(artifacts_destination, tracking_uri or _server())
    if only_orphans:
        _delete_orphans(store, reach, dry_run, yes)
        return
    now = int(time.time() * 1000)
    purging = Purging(*store.foundation)
    plan = purging.plan(
        now,
        None if older_than is None else duration(older_than),
        _ids(run_ids),
        _ids(experiment_ids),
        _ids(logged_model_ids),
        with_registered=with_registered,
    )
    problems = [] if leave_files else keep_unreachable(purging, plan, reach)
    if problems and not plan.size:
        raise InvalidParameterValue(f"{problems[0]} Or delete the records alone: --leave-files.")
    if retention:  # what this puts in the bin is not in the plan: it can be restored until the next time
        _expire(store, now, dry_run, yes)
    _tell(plan, dry_run)
    if dry_run:
        _tell_places(purging, plan)
        return
    with Progress("Deleting", plan.size) as progress:
        done = purge(purging, plan, reach, progress.step, leave_files=leave_files)
    click.echo(
        f"Deleted for good: {done.runs:,} runs, {done.models:,} logged models, {done.experiments:,} experiments; "
        f"{done.folders:,} folders of files.{told_space(give_back(store.foundation[0]))}"
    )
    for what, why in done.left[:_SHOWN]:
        click.echo(f"  left: {what}: {why}")


def _place(uri: str | None) -> StoreUri:
    given = uri or get_tracking_uri()
    place = parse_store_uri(given)
    if place.kind not in ("directory", "sql"):
        raise InvalidParameterValue(
            f"{without_password(given)!r} is the address of a server. Run this where the server runs, and give its "
            "folder or database URL as --backend-store-uri."
        )
    file = str(Path(place.text) / FILE) if place.kind == "directory" else sqlite_file(place.text)
    if file is not None and not Path(file).is_file() and not (place.kind == "directory" and holds_layout(place.text)):
        raise ResourceDoesNotExist(f"There is no store at {given}.")
    return place


def _server() -> str | None:
    """The tracking URI in force, where it is the address of a server."""
    uri = get_tracking_uri()
    return uri if parse_store_uri(uri).kind == "http" else None


def _ids(text: str | None) -> list[str] | None:
    if text is None:
        return None
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found:
        raise InvalidParameterValue("A list of ids is empty; leave the option out, or name some.")
    return found


def _reach(destination: str | None, server: str | None) -> Reach:
    def reach(root: str) -> ArtifactStore:
        place = parse_location(root)
        if place.scheme != "mlflow-artifacts":
            return open_artifacts(place)
        if destination:
            return open_artifacts(parse_location(destination).join(place.path.lstrip("/")))
        if server:
            return open_artifacts(place, server)
        raise InvalidParameterValue(
            f"Files at {root} are behind a server. Give the place where it keeps them as --artifacts-destination, or "
            "its address as --tracking-uri."
        )

    return reach


def _tell(plan: Plan, dry_run: bool) -> None:
    counts = f"{len(plan.runs):,} runs, {len(plan.models):,} logged models, {len(plan.experiments):,} experiments"
    if dry_run:
        click.echo(f"Would delete for good: {counts}.")
        for doomed in [*plan.experiments, *plan.runs, *plan.models][:_SHOWN]:
            click.echo(f"  {doomed.kind} {doomed.id}")
        if plan.size > _SHOWN:
            click.echo(f"  and {plan.size - _SHOWN:,} more")
    for what, why in plan.kept[:_SHOWN]:
        click.echo(f"  kept: {what}: {why}")
    if len(plan.kept) > _SHOWN:
        click.echo(f"  kept: {len(plan.kept) - _SHOWN:,} more")


def _tell_places(purging: Purging, plan: Plan) -> None:
    """Say where files would be deleted: whoever makes an experiment may name its place, and any bucket."""
    places = Counter(filter(None, map(purging.place, [*plan.runs, *plan.models])))
    for place, count in places.most_common(_SHOWN):
        click.echo(f"  files: {count:,} folders in {place}")
    if len(places) > _SHOWN:
        click.echo(f"  files: {len(places) - _SHOWN:,} more places")


def _expire(store: SqlStore, now: int, dry_run: bool, yes: bool) -> None:
    """Put runs into the bin that are older than their experiments keep them."""
    expired = Expiry(*store.foundation).expired(now)
    if not expired:
        return
    click.echo(f"{len(expired):,} runs are older than their experiments keep them.")
    if dry_run:
        return
    if not yes:
        click.confirm("Put them into the bin?", abort=True)
    with Progress("Deleting", len(expired)) as progress:
        for run_id in expired:
            store.delete_run(run_id)
            progress.step()


def _delete_orphans(store: SqlStore, reach: Reach, dry_run: bool, yes: bool) -> None:
    footing = Footing(*store.foundation)
    places = roots(footing, reach)
    with Progress("Looking", len(places)) as progress:
        found = list(orphans(footing, reach, places, progress.step))
    gone = sorted((o for o in found if not o.is_record), key=lambda o: -o.size)
    for orphan in gone[:_SHOWN]:
        click.echo(f"  {size_of(orphan.size):>9}  {orphan.files:>7,} files  {_path(orphan)}")
    if len(gone) > _SHOWN:
        click.echo(f"  and {len(gone) - _SHOWN:,} smaller ones")
    for orphan in [o for o in found if o.is_record][:_SHOWN]:
        click.echo(f"  kept: {_path(orphan)}: holds a record in MLflow's layout, which is not in the database")
    total = size_of(sum(orphan.size for orphan in gone))
    click.echo(f"{len(gone):,} folders belong to no run and no logged model: {total}.")
    if dry_run or not gone:
        return
    if not yes:
        click.confirm("Delete them for good? Be sure that no other store keeps its files there.", abort=True)
    with Progress("Deleting", len(gone)) as progress:
        for orphan in gone:
            remove(footing, reach, orphan)
            progress.step()
    click.echo(f"Deleted {len(gone):,} folders.")


def _path(orphan: Orphan) -> str:
    return f"{orphan.root}/{orphan.path}"

"""Which store serves which location: a table of schemes."""

from __future__ import annotations

from pathlib import Path

from mlflow._door import resolve
from mlflow.artifacts.contract import ArtifactStore
from mlflow.artifacts.local import LocalArtifacts
from mlflow.artifacts.plugged import plugged
from mlflow.exceptions import MlflowException, MlflowNotImplementedException
from mlflow.uris import Location, parse_location

#: Scheme → function of ``(location, server)``; loaded on use, since each brings its own libraries.
_ON_USE: dict[str, str] = {
    "mlflow-artifacts": "mlflow.artifacts.proxy:open_store",
    **dict.fromkeys(("http", "https"), "mlflow.artifacts.web:open_store"),
    "s3": "mlflow.artifacts.clouds:open_s3",
    "gs": "mlflow.artifacts.clouds:open_gcs",
    **dict.fromkeys(("az", "wasbs", "abfss"), "mlflow.artifacts.clouds:open_azure"),
    "sftp": "mlflow.artifacts.sftp:open_sftp",
    **dict.fromkeys(("ftp", "ftps"), "mlflow.artifacts.ftp:open_ftp"),
    **dict.fromkeys(("hdfs", "viewfs"), "mlflow.artifacts.hadoop:open_hdfs"),
    "dbfs": "mlflow.artifacts.dbfs:open_dbfs",
}

#: Library that an opener needs → the extra that brings it.
_EXTRAS = {"obstore": "objects", "paramiko": "sftp", "pyarrow": "hdfs", "requests": "dbfs"}
#: … and scheme → the extra, where several need the same library.
_OF_SCHEME = {"ftps": "ftp", "viewfs": "hdfs"}

_CLOUD = "This scheme is not built in: give s3://, wasbs:// or abfss://, for R2 with MLFLOW_S3_ENDPOINT_URL"

#: Scheme → what to do for it, as long as there is no store for it here.
_ELSEWHERE: dict[str, str] = dict.fromkeys(("r2", "wasb", "abfs", "adl"), _CLOUD)


def open_artifacts(location: str | Path | Location, server: str | None = None) -> ArtifactStore:
    """The store of a location.

    Args:
        location: Path or URI of the root.
        server: Address of the tracking server, for ``mlflow-artifacts:`` locations that name no host.

    Raises:
        MlflowNotImplementedException: No store is known for the scheme; the message says what helps.
        MlflowException: The library that speaks to the store is not installed, or there are no credentials.
        InvalidParameterValue: The location is odd, see :func:`mlflow.uris.parse_location`.
    """
    place = location if isinstance(location, Location) else parse_location(location)
    if place.is_local:
        return LocalArtifacts(place.local_path)
    brought = plugged(place)
    if brought is not None:
        return brought
    opener = _ON_USE.get(place.scheme)
    if opener is None:
        helps = _ELSEWHERE.get(place.scheme, f"There are local folders, {', '.join(sorted(_ON_USE))}")
        raise MlflowNotImplementedException(f"Files at {place.shown!r} cannot be reached. {helps}.")
    try:
        opened = resolve(opener)(place, server)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in {*_EXTRAS, "fsspec"}:
            raise
        extra = _EXTRAS.get(missing) or _OF_SCHEME.get(place.scheme, place.scheme)
        raise MlflowException(
            f"Files at {place.shown!r} need {missing}, which is not installed: pip install 'penstock[{extra}]'. Or let "
            "a server that has it proxy them."
        ) from None
    assert isinstance(opened, ArtifactStore)
    return opened

"""The session of Spark that a model is saved, loaded and asked with, and the file system it shares with its cluster."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyspark import SparkConf
from pyspark.sql import SparkSession

from mlflow.environment_variables import MLFLOW_DFS_TMP


def session() -> Any:
    """The session in use, or a new one.

    A new one keeps to the master that spark-submit was told; where there is none it is this machine's processors, with
    no port open to others.
    """
    there = SparkSession.getActiveSession()
    if there is not None:
        return there
    builder = SparkSession.builder.appName("mlflow")
    if not SparkConf().contains("spark.master"):
        for key, value in _LOCAL.items():
            builder = builder.config(key, value)
    return builder.getOrCreate()


_LOCAL = {
    "spark.master": "local[*]",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",  # of frames of pandas; Spark's 200 are for clusters
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


def write(model: Any, folder: Path, dfs_tmpdir: str | None) -> None:
    """Write a model of Spark into a folder of this machine.

    Args:
        model: What has a ``write()``.
        folder: A new folder.
        dfs_tmpdir: Folder that the driver and the executors share; without one, executors on other machines meet at
            ``MLFLOW_DFS_TMP``.
    """
    with _shared(session(), dfs_tmpdir) as shared:
        if shared is None:
            model.write().save(folder.absolute().as_uri())
        else:
            place = shared.place("model")
            model.write().save(place)
            shared.take(place, folder)


def read(reader: Any, folder: Path, dfs_tmpdir: str | None) -> Any:
    """Read a model of Spark from a folder of this machine; arguments as :func:`write` takes them."""
    with _shared(session(), dfs_tmpdir, keep=True) as shared:
        if shared is None:
            return reader(folder.absolute().as_uri())
        place = shared.place("model")
        shared.give(folder, place)
        return reader(place)


class _Shared:
    """A folder of this user's in the file system of a cluster."""

    def __init__(self, spark: Any, above: str) -> None:
        self._jvm = spark._jvm
        self._conf = spark.sparkContext._jsc.hadoopConfiguration()
        self._root = self._jvm.org.apache.hadoop.fs.Path(f"{above.rstrip('/')}/penstock-{uuid.uuid4().hex}")
        self.files = self._root.getFileSystem(self._conf)
        mine = self._jvm.org.apache.hadoop.fs.permission.FsPermission("700")
        self.files.mkdirs(self._root, mine)

    def place(self, name: str) -> str:
        return f"{self._root.toString()}/{name}"

    def take(self, place: str, folder: Path) -> None:
        path = self._jvm.org.apache.hadoop.fs.Path
        self.files.copyToLocalFile(False, path(place), path(folder.absolute().as_uri()), True)

    def give(self, folder: Path, place: str) -> None:
        path = self._jvm.org.apache.hadoop.fs.Path
        self.files.copyFromLocalFile(False, True, path(folder.absolute().as_uri()), path(place))

    def leave(self, now: bool) -> None:
        if now:
            self.files.delete(self._root, True)
        else:
            self.files.deleteOnExit(self._root)


@contextmanager
def _shared(spark: Any, dfs_tmpdir: str | None, keep: bool = False) -> Iterator[_Shared | None]:
    """A new folder that all of a cluster sees; None where this machine is the cluster and nobody asks for one.

    Some models read their tables when they are first asked, so what was loaded stays until the session ends.
    """
    if dfs_tmpdir is None and spark.sparkContext.master.startswith("local"):
        yield None
        return
    shared = _Shared(spark, dfs_tmpdir or str(MLFLOW_DFS_TMP.get()))
    done = False
    try:
        yield shared
        done = True
    finally:
        shared.leave(now=not (keep and done))

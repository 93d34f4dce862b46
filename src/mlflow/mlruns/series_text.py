"""Series as lines of text, written part by part."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import BinaryIO

from mlflow.entities import Metric
from mlflow.mlruns.files import is_file
from mlflow.mlruns.writing import aside_name, make_folders, open_new, remove_others, split_keys


def line(point: Metric) -> str:
    """A point of a run: ``timestamp value step``, and the dataset where MLflow can read it there."""
    return f"{point.timestamp} {float(point.value)!r} {point.step}{dataset_fields(point)}\n"


def dataset_fields(point: Metric) -> str:
    """What stands behind a point that was measured on a dataset: nothing where MLflow could not read the line then."""
    name, digest = point.dataset_name, point.dataset_digest
    return f" {name} {digest}" if name and digest and not any(map(str.isspace, name + digest)) else ""


class SeriesFiles:
    """The files of a run's metrics while they are being written.

    Args:
        folder: Where they go.
        keys: Every metric of the run.
        is_new: Nobody has read the folder yet.
        aside: Folder where a file is put first that replaces another.
    """

    def __init__(self, folder: str, keys: Collection[str], *, is_new: bool, aside: str) -> None:
        fit, self.unfit = split_keys(keys)
        self._fit = frozenset(fit)
        self._folder, self._is_new, self._aside = folder, is_new, aside
        #: Names of datasets that lines of points cannot hold.
        self.unsaid: set[str] = set()
        self._key: str | None = None
        self._file: BinaryIO | None = None
        self._passing = ""
        if is_new:
            make_folders(folder, fit)
        else:
            remove_others(folder, fit)

    def write(self, histories: Iterable[tuple[str, list[Metric]]]) -> list[Metric]:
        """Write series, one after another, each perhaps in several parts.

        Returns:
            The points among them that say which logged model was measured.
        """
        measured: list[Metric] = []
        try:
            for key, points in histories:
                if key not in self._fit:
                    continue
                if key != self._key:
                    self._finish()
                    self._begin(key)
                assert self._file is not None
                plain = [f"{p.timestamp} {float(p.value)!r} {p.step}\n" for p in points if not p.dataset_name]
                if len(plain) < len(points):
                    plain = list(map(line, points))
                    self.unsaid |= {p.dataset_name for p in points if p.dataset_name and not dataset_fields(p)}
                self._file.write("".join(plain).encode())
                measured += [point for point in points if point.model_id]
            self._finish()
        except BaseException:
            self._give_up()
            raise
        return measured

    def _begin(self, key: str) -> None:
        self._key = key
        target = f"{self._folder}/{key}"
        if self._is_new:
            self._passing = ""
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            self._passing = aside_name(self._aside)
        self._file = open(open_new(self._passing or target), "wb")  # noqa: SIM115

    def _finish(self) -> None:
        if self._file is None:
            return
        self._file.close()
        self._file = None
        if self._passing:
            target = f"{self._folder}/{self._key}"
            if is_file(Path(target)) and filecmp.cmp(self._passing, target, shallow=False):
                os.unlink(self._passing)
            else:
                os.replace(self._passing, target)

    def _give_up(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            if self._passing and os.path.exists(self._passing):
                os.unlink(self._passing)

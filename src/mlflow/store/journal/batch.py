"""Records that go to a store in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mlflow.contracts.limits import MAX_ENTITIES_PER_BATCH, MAX_METRICS_PER_BATCH, MAX_PARAMS_TAGS_PER_BATCH
from mlflow.entities import Metric, Param, RunTag
from mlflow.store.journal.records import POINT, Record

#: Characters of keys and texts in one batch, well below what a server takes.
_MOST_TEXT: Final = 400_000


class Batch:
    """Points, params and tags of one run, gathered from records."""

    __slots__ = ("metrics", "params", "records", "tags", "text")

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.metrics: list[Metric] = []
        self.params: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.text = 0

    @classmethod
    def of(cls, records: Sequence[Record]) -> Batch:
        batch = cls()
        for record in records:
            batch.add(record)
        return batch

    @property
    def is_full(self) -> bool:
        return len(self.metrics) + len(self.params) + len(self.tags) >= MAX_METRICS_PER_BATCH or self.text >= _MOST_TEXT

    def takes(self, record: Record) -> bool:
        """Whether a store takes what is here and this in one batch."""
        if not self.records:
            return True
        if record[0] == POINT:
            return not self.is_full
        _, _, metrics, params, tags = record
        new = [pair for pair in params if pair[0] not in self.params]
        if any(self.params.get(key, value) != value for key, value in params):
            return False  # one of them is refused, and it is known which
        return (
            len(self.metrics) + len(metrics) <= MAX_METRICS_PER_BATCH
            and len(self.params) + len(new) <= MAX_PARAMS_TAGS_PER_BATCH
            and len(self.tags) + len(tags) <= MAX_PARAMS_TAGS_PER_BATCH
            and len(self.metrics) + len(metrics) + len(self.params) + len(new) + len(self.tags) + len(tags)
            <= MAX_ENTITIES_PER_BATCH
            and self.text < _MOST_TEXT
        )

    def add_point(self, record: Record) -> None:
        self.records.append(record)
        self.metrics.append(Metric(*record[2:]))
        self.text += len(record[2])

    def add(self, record: Record) -> None:
        if record[0] == POINT:
            self.add_point(record)
            return
        self.records.append(record)
        _, _, metrics, params, tags = record
        self.metrics += [Metric(*point) for point in metrics]
        self.params.update(params)
        self.tags.update(tags)
        self.text += sum(len(point[0]) for point in metrics)
        self.text += sum(len(key) + len(value) for key, value in (*params, *tags))

    def arguments(self) -> tuple[list[Metric], list[Param], list[RunTag]]:
        return (
            self.metrics,
            [Param(key, value) for key, value in self.params.items()],
            [RunTag(key, value) for key, value in self.tags.items()],
        )

"""What stands in a journal: records, and the frames that show whether one is whole.

A record is a tuple of a kind, the run (or experiment) it is about, and the arguments of one call, as plain values. A
frame is a mark, the record's length and checksum, and the record in MessagePack: a record that was cut off or changed
is told from one that is whole, and what follows it is found again.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias
from zlib import crc32

import msgspec

from mlflow.exceptions import InvalidParameterValue

Record: TypeAlias = "tuple[Any, ...]"

#: First record of each file: ``(HEAD, address, process id, host, time)``.
HEAD: Final = 0
#: ``(POINT, run_id, key, value, timestamp, step[, model_id, dataset_name, dataset_digest])``.
POINT: Final = 1
#: ``(BATCH, run_id, points, params, tags)``; a point is what follows the run in POINT, a param or tag a pair.
BATCH: Final = 2
#: ``(UPDATE, run_id, status, end_time, run_name)``.
UPDATE: Final = 3
#: ``(INPUTS, run_id, datasets, models)``.
INPUTS: Final = 4
#: ``(OUTPUTS, run_id, models)``.
OUTPUTS: Final = 5
#: ``(UNTAG, run_id, key)``.
UNTAG: Final = 6
#: ``(CREATE, run_id, experiment_id, user_id, start_time, tags, run_name)``.
CREATE: Final = 7
#: ``(EXPERIMENT, experiment_id, name, artifact_location, tags)``.
EXPERIMENT: Final = 8
#: ``(EXPERIMENT_TAG, experiment_id, key, value)``.
EXPERIMENT_TAG: Final = 9
#: ``(FILES, run_id)``: files of the run wait beside the journal.
FILES: Final = 10
#: ``(MODEL, model_id, experiment_id, name, model_type, source_run_id, params, tags)``.
MODEL: Final = 11
#: ``(MODEL_STATUS, model_id, status)``, after the files of the model, which wait beside the journal.
MODEL_STATUS: Final = 12
#: ``(MODEL_TAGS, model_id, tags)``.
MODEL_TAGS: Final = 13
#: ``(MODEL_PARAMS, model_id, params)``.
MODEL_PARAMS: Final = 14

#: Names of the kinds, where people read them.
NAMES: Final = {
    POINT: "log_metric",
    BATCH: "log_batch",
    UPDATE: "update_run",
    INPUTS: "log_inputs",
    OUTPUTS: "log_outputs",
    UNTAG: "delete_tag",
    CREATE: "create_run",
    EXPERIMENT: "create_experiment",
    EXPERIMENT_TAG: "set_experiment_tag",
    FILES: "log_artifacts",
    MODEL: "create_logged_model",
    MODEL_STATUS: "finalize_logged_model",
    MODEL_TAGS: "set_logged_model_tags",
    MODEL_PARAMS: "log_logged_model_params",
}

_OF_RUNS: Final = frozenset({POINT, BATCH, UPDATE, INPUTS, OUTPUTS, UNTAG, CREATE, FILES})
#: Kinds that make what other records are about, and are sent before them.
MAKING: Final = frozenset({EXPERIMENT, CREATE, MODEL})

#: Largest record: one call's batch is well below it.
_LARGEST: Final = 64 << 20
_MARK: Final = 0xC71B
_HEAD: Final = struct.Struct("<HII")
_MARK_BYTES: Final = struct.pack("<H", _MARK)
FRAME_HEAD: Final = _HEAD.size

_pack = _HEAD.pack
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


def frame(record: Record) -> bytes:
    """A record as it stands in a file.

    Raises:
        InvalidParameterValue: A text in it is no valid Unicode.
    """
    try:
        payload = _encode(record)
    except UnicodeEncodeError as error:
        raise InvalidParameterValue(f"A text that is no valid Unicode cannot be stored ({error.reason}).") from None
    return _pack(_MARK, len(payload), crc32(payload)) + payload


def record_at(data: bytes, start: int) -> tuple[int, Record] | None:
    """The record whose frame begins at ``start``, and where the frame ends; None where there is no whole one."""
    if len(data) - start < FRAME_HEAD:
        return None
    mark, length, checksum = _HEAD.unpack_from(data, start)
    end = start + FRAME_HEAD + length
    if mark != _MARK or length > _LARGEST or end > len(data):
        return None
    payload = data[start + FRAME_HEAD : end]
    if crc32(payload) != checksum:
        return None
    try:
        record = _decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not isinstance(record, list) or len(record) < 2:
        return None
    return end, tuple(record)


def wanted_length(data: bytes, start: int) -> int:
    """Bytes that the frame at ``start`` says it has; 0 where no frame begins there."""
    if len(data) - start < FRAME_HEAD:
        return FRAME_HEAD if data[start : start + 2] == _MARK_BYTES[: len(data) - start] else 0
    mark, length, _ = _HEAD.unpack_from(data, start)
    return FRAME_HEAD + length if mark == _MARK and length <= _LARGEST else 0


def records_in(data: bytes, start: int = 0) -> Iterator[tuple[int, Record | None]]:
    """The records from ``start`` on, each with the end of its frame; None in place of bytes that are no record.

    A tail that is not whole is given as None, too.
    """
    while start < len(data):
        found = record_at(data, start)
        if found is not None:
            start = found[0]
            yield found
            continue
        start = _next_whole(data, start + 1)
        yield start, None


def _next_whole(data: bytes, start: int) -> int:
    """Where the next whole record begins, or the end."""
    while True:
        start = data.find(_MARK_BYTES, start)
        if start < 0:
            return len(data)
        if record_at(data, start) is not None:
            return start
        start += 1


def runs_of(records: Iterable[Record]) -> list[str]:
    """The runs that records are about, in order of their first."""
    return list(dict.fromkeys(str(r[1]) for r in records if r[0] in _OF_RUNS))


def shown(record: Record) -> dict[str, Any]:
    """A record for people."""
    return {"what": NAMES.get(record[0], str(record[0])), "of": record[1], "arguments": list(record[2:])}

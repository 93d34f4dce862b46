"""Records in frames: what is whole is read, whatever surrounds it."""

from __future__ import annotations

from math import inf, isnan, nan
from pathlib import Path

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.store.journal.file import JournalFile, all_records, is_behind, unshipped
from mlflow.store.journal.records import BATCH, HEAD, POINT, UPDATE, Record, frame, records_in

_RUN = "0" * 32
_RECORDS: list[Record] = [
    (POINT, _RUN, "loss", 0.1, 1_700_000_000_000, 2**63 - 1),
    (POINT, _RUN, "loss", -inf, 0, -(2**63) + 1, "m-1", "wine", "d"),
    (BATCH, _RUN, [["a", 1.0, 2, 3]], [["p", "x" * 6000]], [["t", "ü 🦆"]]),
    (UPDATE, _RUN, "FINISHED", 5, None),
]


def test_what_is_written_is_read() -> None:
    data = b"".join(frame(record) for record in _RECORDS)
    found = list(records_in(data))
    assert [record for _, record in found] == _RECORDS
    assert found[-1][0] == len(data)
    ((_, record),) = records_in(frame((POINT, _RUN, "loss", nan, 0, 0)))
    assert record is not None and isnan(record[3])


def test_a_tail_cut_off_anywhere_costs_its_record_alone() -> None:
    whole = b"".join(frame(record) for record in _RECORDS)
    last = whole + frame((POINT, _RUN, "cut", 1.0, 2, 3))
    for end in range(len(whole), len(last)):
        found = [record for _, record in records_in(last[:end])]
        assert [record for record in found if record is not None] == _RECORDS, end
        assert len(found) == len(_RECORDS) + (end > len(whole)), end


def test_a_changed_byte_anywhere_costs_its_record_alone() -> None:
    before, middle, after = (frame((POINT, _RUN, name, 1.0, 2, 3)) for name in "bma")
    for at in range(len(middle)):
        changed = bytearray(middle)
        changed[at] ^= 0x55
        names = [record and record[2] for _, record in records_in(before + bytes(changed) + after)]
        assert names == ["b", None, "a"], at


def test_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(InvalidParameterValue):
        frame((BATCH, _RUN, [], [], [("t", "\ud800")]))


def test_a_file_belongs_to_its_owner(tmp_path: Path) -> None:
    file = JournalFile.create(tmp_path, "here")
    assert JournalFile.claim(file.path) is None
    file.close(remove=False)
    taken = JournalFile.claim(file.path)
    assert taken is not None and taken.is_adopted and JournalFile.claim(file.path) is None
    taken.close(remove=True)
    assert JournalFile.claim(file.path) is None and not list(tmp_path.iterdir())


def _filled(folder: Path, records: list[Record]) -> JournalFile:
    file = JournalFile.create(folder, "here")
    with file.path.open("ab") as out:
        for record in records:
            out.write(frame(record))
    file.end = file.path.stat().st_size
    return file


def test_what_is_shipped_is_not_shipped_again(tmp_path: Path) -> None:
    file = _filled(tmp_path, _RECORDS)
    ends = [end for end, _ in file.read(file.first)]
    assert unshipped(file.path) == _RECORDS and is_behind(file.path, file.end)
    file.mark(ends[1])
    file.close(remove=False)
    again = JournalFile.claim(file.path)
    assert again is not None and again.shipped == ends[1]
    assert [record for _, record in again.read(again.shipped)] == _RECORDS[2:] == unshipped(file.path)
    assert all_records(file.path) == _RECORDS
    again.mark(again.end)
    assert not is_behind(file.path, again.end) and not unshipped(file.path)
    again.empty()
    assert not all_records(file.path) and not is_behind(file.path, ends[-1])


def test_a_progress_that_was_cut_off_means_from_the_beginning(tmp_path: Path) -> None:
    file = _filled(tmp_path, _RECORDS)
    file.mark(file.end)
    file.close(remove=False)
    data = bytearray(file.path.read_bytes())
    data[8:12] = b"\xff" * 4
    file.path.write_bytes(bytes(data))
    again = JournalFile.claim(file.path)
    assert again is not None and again.shipped == again.first
    again.close(remove=True)


def test_a_long_file_is_read_in_parts(tmp_path: Path) -> None:
    records: list[Record] = [(BATCH, _RUN, [], [["k" * 50, "v" * (i % 3000)]], []) for i in range(300)]
    file = _filled(tmp_path, records)
    for most in (1, 100, 5000, 1 << 20):
        found, start = [], file.first
        while part := file.read(start, most):
            found += [record for _, record in part]
            start = part[-1][0]
        assert found == records, most
    file.close(remove=True)


@pytest.mark.parametrize("at", range(0, 100, 3))
def test_a_file_whose_beginning_is_damaged_is_read(tmp_path: Path, at: int) -> None:
    file = _filled(tmp_path, _RECORDS)
    file.close(remove=False)
    data = bytearray(file.path.read_bytes())
    assert file.first < 100 < len(data)
    if at < file.first:
        data[at] ^= 0xFF
    file.path.write_bytes(bytes(data))
    taken = JournalFile.claim(file.path)
    assert taken is not None
    found = [record for _, record in taken.read(taken.shipped) if record is not None and record[0] != HEAD]
    assert found == _RECORDS
    taken.close(remove=True)


@pytest.mark.parametrize("size", range(0, 60, 3))
def test_a_file_whose_beginning_was_cut_off_does_no_harm(tmp_path: Path, size: int) -> None:
    file = _filled(tmp_path, _RECORDS)
    file.close(remove=False)
    file.path.write_bytes(file.path.read_bytes()[:size])
    taken = JournalFile.claim(file.path)
    if taken is not None:
        assert [record for _, record in taken.read(taken.shipped) if record is not None] == []
        taken.close(remove=True)

"""Requests to a scoring server that are small and would cost much."""

from __future__ import annotations

import pytest

from mlflow.exceptions import BadRequest
from mlflow.serving.tables import TableReader
from mlflow.types.schema import ColSpec, Schema

_SCHEMA = Schema([ColSpec("double", "a"), ColSpec("string", "b")])
_WIDE = b"," * 150_000


@pytest.mark.parametrize("schema", [_SCHEMA, None])
@pytest.mark.parametrize(
    "body",
    [
        _WIDE,
        b"a,b\n" + _WIDE,
        b"\n\n \n" + _WIDE,
        b"a,b\r" + _WIDE,
        b"a,b\r\n\r\n" + _WIDE,
        b'"a\n\n\n",' + _WIDE,
        b'a,b\n"\n\n\n",' + _WIDE,
        b'"a""\n\n\n",' + _WIDE,
        b'x"\n"' + _WIDE,
        b'a,x"y' + _WIDE + b'"\n',
        b'"a' + _WIDE,
        b'"' + b"x" * 200_000 + b'"' + _WIDE,
    ],
)
def test_a_csv_of_countless_columns_is_refused(schema: Schema | None, body: bytes) -> None:
    with pytest.raises(BadRequest, match="columns"):
        TableReader(schema).csv(body)


@pytest.mark.parametrize("body", [b'a,b\n1,"x,y\nz"\n', b'a,b\r\n1,"x,y\nz"\r\n', b'\n"a","b"\n1,"x,y\nz"'])
def test_other_csv_is_read(body: bytes) -> None:
    frame = TableReader(_SCHEMA).csv(body)
    assert frame.to_dict("list") == {"a": [1.0], "b": ["x,y\nz"]}
    wide = b",".join(b"c%d" % i for i in range(9_000)) + b"\n" + b",".join([b"1"] * 9_000)
    assert TableReader(None).csv(wide).shape == (1, 9_000)


def test_records_that_make_an_empty_giant_are_refused() -> None:
    reader = TableReader(None)
    with pytest.raises(BadRequest, match="too large a table"):
        reader.records([{f"c{i}": 1} for i in range(20_000)])
    assert reader.records([{f"c{i % 300}": 1} for i in range(3_000)]).shape == (3_000, 300)
    assert TableReader(_SCHEMA).records([{f"c{i}": 1, "a": 1} for i in range(20_000)]).shape == (20_000, 1)

from __future__ import annotations

import base64
import json

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.search import RUNS, PageToken, decode_token, encode_token, fingerprint, parse_order_by


def made(content: object) -> str:
    return base64.b64encode(json.dumps(content).encode()).decode()


@pytest.mark.parametrize("token", [None, ""])
def test_no_token_is_the_first_page(token: str | None) -> None:
    assert decode_token(token) is None


def test_tokens_come_back_as_they_went() -> None:
    assert decode_token(encode_token(offset=7)) == PageToken(offset=7)
    values = ("é\ud800?>~", 1, -0.5, None, True, "x" * 8000)
    assert decode_token(encode_token(after=values)) == PageToken(after=values)


def test_tokens_of_mlflow_are_understood() -> None:
    assert decode_token("eyJvZmZzZXQiOiAxfQ==") == PageToken(offset=1)
    assert decode_token(made({"offset": 100}), mark="any") == PageToken(offset=100)


def test_a_token_belongs_to_its_order() -> None:
    one = fingerprint(parse_order_by(["metrics.acc"], RUNS))
    other = fingerprint(parse_order_by(["metrics.acc DESC"], RUNS))
    token = encode_token(after=[1.0, 2, "id"], mark=one)
    assert decode_token(token, mark=one) == PageToken(after=(1.0, 2, "id"))
    with pytest.raises(InvalidParameterValue, match="another order_by"):
        decode_token(token, mark=other)


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "€",
        "=",
        "e30",
        made({}),
        made([]),
        made(1),
        made({"offset": -1}),
        made({"offset": "1"}),
        made({"offset": True}),
        made({"offset": 1.5}),
        made({"offset": 2**64}),
        made({"offset": 1, "after": []}),
        made({"offset": 1, "more": 1}),
        made({"offset": 1, "for": 1}),
        made({"after": "x"}),
        made({"after": [[1]]}),
        made({"after": [{"a": 1}]}),
        made({"after": [float("nan")]}),
        made({"after": [2**64]}),
        made({"after": ["\0"]}),
        made({"after": [1] * 1000}),
        base64.b64encode(b"[" * 50_000).decode(),
        "A" * 200_000,
    ],
)
def test_forged_tokens_are_refused(token: str) -> None:
    with pytest.raises(InvalidParameterValue, match="page token"):
        decode_token(token)


def test_a_page_begins_in_one_place() -> None:
    with pytest.raises(ValueError, match="not at both"):
        encode_token()
    with pytest.raises(ValueError, match="not at both"):
        encode_token(offset=1, after=[1])
    with pytest.raises(ValueError):
        encode_token(after=[float("inf")])

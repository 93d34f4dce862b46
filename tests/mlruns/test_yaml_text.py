"""``meta.yaml`` as we write it is read by YAML's own reader as what was meant."""

from __future__ import annotations

import random
import sys

import pytest
import yaml

from mlflow.mlruns.yaml_text import yaml_text


def text(chance: random.Random) -> str:
    """Any characters, odd ones often."""
    odd = "\"'\\ \n\t\r:#-?{}[]&*!|>%@`,=<0123456789.eE+~\x00\x7f\x85\xa0\u2028\u2029\ufeff\ufffe\U0001f600ünNyY"
    pick = [chance.choice(odd) if chance.random() < 0.7 else chr(chance.randrange(sys.maxunicode)) for _ in range(8)]
    return "".join(c for c in pick[: chance.randrange(9)] if not 0xD800 <= ord(c) <= 0xDFFF)


def test_any_text_comes_back() -> None:
    chance = random.Random(7)
    for _ in range(3000):
        fields = {"a": text(chance), "b": {f"k{text(chance)}": text(chance)}, f"c{text(chance)}": chance.randrange(99)}
        assert yaml.safe_load(yaml_text(fields)) == fields


_ODD = (
    "", " ", "null", "~", "True", "off", "NaN", ".inf", "12", "1_000", "1e3", "0x1f", "1:30", "2024-01-01", "- a",
    "a: b", "a #b", "'", '"', "\\", "a\nb", "tab\t", "\x07", "\x85", "\u2028", "\ufeff", "=", "<<", "!x", "&a", "*a",
    "%",
)  # fmt: skip


@pytest.mark.parametrize("text", _ODD)
def test_what_yaml_takes_for_something_else(text: str) -> None:
    assert yaml.safe_load(yaml_text({"name": text, text or "x": "value"}))["name"] == text


def test_it_looks_as_mlflow_writes_it() -> None:
    fields = {
        "name": "wine", "experiment_id": "12", "creation_time": 5, "end_time": None, "tags": [], "source_name": "",
        "artifact_location": "file:///a/b/mlruns/1", "aliases": {"champion": "10"}, "empty": {},
    }  # fmt: skip
    assert yaml_text(fields) == (
        "aliases:\n  champion: '10'\nartifact_location: file:///a/b/mlruns/1\ncreation_time: 5\nempty: {}\n"
        "end_time: null\nexperiment_id: '12'\nname: wine\nsource_name: ''\ntags: []\n"
    )

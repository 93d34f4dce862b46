"""The parsers on noise: an answer or InvalidParameterValue with a place, in time that grows as the text does."""

from __future__ import annotations

import gc
import random
import re
import string
import time

import pytest

from mlflow.exceptions import InvalidParameterValue
from mlflow.search import RUNS, decode_token, parse_columns, parse_filter, parse_order_by
from mlflow.search.lexer import MAX_LENGTH
from mlflow.search.vocabulary import VOCABULARIES, Vocabulary

PIECES = [
    *("AND", "or", "NOT", "in", "IS", "NULL", "LIKE", "ilike", "BETWEEN", "ASC", "min(", "count(", "last"),
    *("metrics.", "params.`a b`", "tags.'t'", 'tag."x"', "attr.status", "dataset.name"),
    *("run name", "`run name`", "status"),
    *("=", "!=", "<=", ">", "<>", "==", "(", ")", ",", ";", "--", "'", '"', "`", ".", "..", "''", "%", "\\", "\n"),
    *("1", "-1.5e3", ".5", "1e999", "inf", "NaN", "0x1", "9" * 30, "'text'",
      '"te\'xt"', "é", "🙂", "\u200b", "\x00", "٣"),
]  # fmt: skip
VALID = [
    "metrics.acc > 0.9 AND (params.`a b` = 'x' OR NOT tags.t ILIKE '%y%') AND start_time BETWEEN 1 AND 2",
    "min(metrics.`val/loss`) < .1 and run_name in ('a', \"b\",) and end_time is not null and dataset.name != 'd'",
]


def read(text: str, vocabulary: Vocabulary) -> None:
    """Reads a text as a filter and as an order; nothing but one error may come of it."""
    for parse in (lambda: parse_filter(text, vocabulary), lambda: parse_order_by([text], vocabulary)):
        try:
            parse()
        except InvalidParameterValue as error:
            message = error.message
            if "Cannot read the" in message:
                head, _, lines = message.partition(".\n  ")
                shown, _, caret = lines.rpartition("\n  ")
                place = int(re.search(r"at character (\d+)", head)[1])  # type: ignore[index]
                assert 1 <= place <= len(text) + 1
                assert caret.strip() == "^" and len(caret) <= len(shown) + 1
                assert len(shown) <= 122 and "\n" not in shown


@pytest.mark.parametrize("seed", range(4))
def test_soup(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(2_500):
        pieces = [chance.choice(PIECES) for _ in range(chance.randrange(1, 14))]
        read(chance.choice([" ", "", "  "]).join(pieces), chance.choice(VOCABULARIES))


@pytest.mark.parametrize("text", VALID)
def test_a_valid_text_with_a_character_changed(text: str) -> None:
    for place in range(len(text) + 1):
        for character in string.punctuation + " é\x00\n0a":
            read(text[:place] + character + text[place:], RUNS)
            read(text[:place] + character + text[place + 1 :], RUNS)
        read(text[:place], RUNS)
        read(text[place:], RUNS)


@pytest.mark.parametrize(
    "piece",
    ["(", "NOT ", "NOT(", "'", "''", "'a' ", "`", '"', " ", "a.", "a", "1", "1.", "-", "AND ", "tags.t = 'x' AND ",
     "tags.t = 'x' OR (", "min(", "metrics.a IN (", "1,", "=", "=>", "\n", "é", "\x00"],
)  # fmt: skip
def test_what_reading_costs_grows_as_the_text_does(piece: str) -> None:
    for before in ("", "metrics.a IN (", "tags.t = 'x' AND ", "'"):
        text = (before + piece * MAX_LENGTH)[:MAX_LENGTH]
        quarter, whole = _cost(text[: MAX_LENGTH // 4]), _cost(text)
        # Four times where it grows with the length, sixteen where it grows with its square.
        assert whole < 9 * quarter + 0.01, (before, quarter, whole)
    read(text + "x", RUNS)  # too long


def _cost(text: str) -> float:
    """Seconds of this thread's own work, of the better of two tries: what else the machine does is not in it.

    Nor is what collecting garbage costs among all that other tests have left.
    """
    tries = []
    gc.disable()
    for _ in range(2):
        start = time.thread_time()
        read(text, RUNS)
        tries.append(time.thread_time() - start)
    gc.enable()
    return min(tries)


def test_noise_is_no_token_and_no_column() -> None:
    chance = random.Random(9)
    for _ in range(2_000):
        text = "".join(chance.choice(string.printable + "é🙂\x00") for _ in range(chance.randrange(1, 60)))
        for parse in (decode_token, lambda t: parse_columns([t])):
            try:
                parse(text)
            except InvalidParameterValue:
                continue

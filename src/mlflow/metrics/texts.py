"""Metrics of texts: how hard they are to read, how long they are, how much of a target they hold.

ROUGE is that of Lin (2004), BLEU that of Papineni and others (2002) over the words that the ``13a`` rules of the NIST
script find; both are computed here, so that nothing is downloaded. A score stands for each row.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from mlflow._door import resolve
from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.metrics.base import MetricValue
from mlflow.metrics.metric import EvaluationMetric, make_metric

_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)")
_VOWELS = re.compile(r"[aeiouyäöüàáâéèêíîóôúû]+")
_NGRAMS = 4
#: The rules of tokenization 13a: what stands apart from words. Points and commas do, except between digits.
_APART = (
    (re.compile(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])"), r" \1 "),
    (re.compile(r"([^0-9])([\.,])"), r"\1 \2 "),
    (re.compile(r"([\.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)


def _of_rows(name: str, greater_is_better: bool, score: Callable[[str], float], long_name: str) -> EvaluationMetric:
    def eval_fn(predictions: Any, targets: Any = None, metrics: Any = None) -> MetricValue:
        return MetricValue(scores=[score(text) for text in _texts(predictions, "predictions", name)])

    return make_metric(
        eval_fn=eval_fn, greater_is_better=greater_is_better, name=name, long_name=long_name, version="v1"
    )


def _of_pairs(name: str, score: Callable[[str, str], float]) -> EvaluationMetric:
    def eval_fn(predictions: Any, targets: Any = None, metrics: Any = None) -> MetricValue | None:
        if targets is None or len(targets) == 0:
            return None
        pairs = zip(_texts(predictions, "predictions", name), _texts(targets, "targets", name), strict=True)
        return MetricValue(scores=[score(found, wanted) for found, wanted in pairs])

    return make_metric(eval_fn=eval_fn, greater_is_better=True, name=name, version="v1")


def _texts(values: Any, role: str, name: str) -> list[str]:
    found = list(values)
    wrong = next((at for at, value in enumerate(found) if not isinstance(value, str)), None)
    if wrong is not None:
        raise InvalidParameterValue(
            f"{name} is of texts; in row {wrong} the {role} hold a {type(found[wrong]).__name__}."
        )
    return found


def flesch_kincaid_grade_level() -> EvaluationMetric:
    """``flesch_kincaid_grade_level``: years of school that reading the predictions takes, by words and syllables."""

    def score(text: str) -> float:
        words, sentences = _measured(text)
        syllables = sum(_syllables(word) for word in words)
        return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 if words else 0.0

    return _of_rows("flesch_kincaid_grade_level", False, score, "flesch_kincaid_grade_level")


def ari_grade_level() -> EvaluationMetric:
    """``ari_grade_level``: years of school that reading the predictions takes, by words and characters."""

    def score(text: str) -> float:
        words, sentences = _measured(text)
        characters = len("".join(text.split()))
        return 4.71 * characters / len(words) + 0.5 * len(words) / sentences - 21.43 if words else 0.0

    return _of_rows("ari_grade_level", False, score, "automated_readability_index_grade_level")


def _measured(text: str) -> tuple[list[str], int]:
    """The words of a text, and how many sentences it has."""
    return [word for word in text.split() if any(map(str.isalnum, word))], max(1, len(_SENTENCE.findall(text)))


def _syllables(word: str) -> int:
    """Syllables of an English word: groups of vowels, less a silent e at its end."""
    letters = word.lower().strip(".,;:!?()\"'")
    count = len(_VOWELS.findall(letters))
    silent = letters.endswith(("e", "es", "ed")) and not letters.endswith(("le", "ted", "ded", "ses", "ces", "ges"))
    return max(1, count - (silent and count > 1))


def token_count(encoding: str = "cl100k_base") -> EvaluationMetric:
    """``token_count``: how many tokens each prediction has.

    Args:
        encoding: Name of an encoding of tiktoken, which must be installed, and fetches it once.
    """

    def eval_fn(predictions: Any, targets: Any = None, metrics: Any = None) -> MetricValue:
        tokens = _encoding(encoding)
        texts = _texts(predictions, "predictions", "token_count")
        return MetricValue(scores=[float(len(tokens.encode(text, disallowed_special=()))) for text in texts])

    return make_metric(eval_fn=eval_fn, greater_is_better=True, name="token_count")


def _encoding(name: str) -> Any:
    try:
        find = resolve("tiktoken:get_encoding")
    except ModuleNotFoundError:
        raise MlflowException("token_count needs tiktoken: pip install tiktoken brings it.") from None
    try:
        return find(name)
    except Exception as error:  # it may fetch the encoding, by a library of its choice
        raise MlflowException(
            f"tiktoken has no encoding {name!r} at hand: {error}. It is fetched once; TIKTOKEN_CACHE_DIR names a "
            "folder that has it."
        ) from error


def bleu() -> EvaluationMetric:
    """``bleu``: the geometric mean of the shares of 1- to 4-grams that the target has, less for shortness; 0 to 1."""
    return _of_pairs("bleu", _bleu)


def _bleu(found: str, wanted: str) -> float:
    predicted, target = _tokens(found), _tokens(wanted)
    logs = 0.0
    for n in range(1, _NGRAMS + 1):
        grams = _ngrams(predicted, n)
        shared = sum((grams & _ngrams(target, n)).values())
        if not shared:
            return 0.0
        logs += math.log(shared / sum(grams.values()))
    shortness = min(0.0, 1 - len(target) / len(predicted))
    return math.exp(shortness + logs / _NGRAMS)


def _tokens(text: str) -> list[str]:
    line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    for entity, character in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
        line = line.replace(entity, character)
    line = f" {line} "
    for pattern, apart in _APART:
        line = pattern.sub(apart, line)
    return line.split()


def rouge1() -> EvaluationMetric:
    """``rouge1``: F1 of the words that prediction and target share."""
    return _of_pairs("rouge1", lambda found, wanted: _rouge_n(found, wanted, 1))


def rouge2() -> EvaluationMetric:
    """``rouge2``: F1 of the pairs of words that prediction and target share."""
    return _of_pairs("rouge2", lambda found, wanted: _rouge_n(found, wanted, 2))


def rougeL() -> EvaluationMetric:
    """``rougeL``: F1 of the longest sequence of words that prediction and target share."""
    return _of_pairs("rougeL", lambda found, wanted: _rouge_l([_words(found)], [_words(wanted)]))


def rougeLsum() -> EvaluationMetric:
    """``rougeLsum``: as ``rougeL``, line by line."""
    return _of_pairs("rougeLsum", lambda found, wanted: _rouge_l(_lines(found), _lines(wanted)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _lines(text: str) -> list[list[str]]:
    return [words for line in text.split("\n") if (words := _words(line))]


def _ngrams(words: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[at:] for at in range(n)), strict=False))


def _f1(shared: int, found: int, wanted: int) -> float:
    return 2 * shared / (found + wanted) if shared else 0.0


def _rouge_n(found: str, wanted: str, n: int) -> float:
    predicted, target = _ngrams(_words(found), n), _ngrams(_words(wanted), n)
    return _f1(sum((predicted & target).values()), sum(predicted.values()), sum(target.values()))


def _rouge_l(found: list[list[str]], wanted: list[list[str]]) -> float:
    """F1 of what the lines of a target have in common with all lines of a prediction, each word counted once."""
    left = Counter(word for line in found for word in line)
    owed = Counter(word for line in wanted for word in line)
    shared = 0
    for target in wanted:
        places = set[int]().union(*(_common(target, line) for line in found))
        for place in sorted(places):
            word = target[place]
            if left[word] > 0 and owed[word] > 0:
                shared += 1
                left[word] -= 1
                owed[word] -= 1
    return _f1(shared, sum(map(len, found)), sum(map(len, wanted)))


def _common(target: list[str], line: list[str]) -> set[int]:
    """Places in the target of a longest sequence of words that a line has too."""
    lengths = [[0] * (len(line) + 1) for _ in range(len(target) + 1)]
    for row, word in enumerate(target, 1):
        for column, other in enumerate(line, 1):
            lengths[row][column] = (
                lengths[row - 1][column - 1] + 1
                if word == other
                else max(lengths[row - 1][column], lengths[row][column - 1])
            )
    places, row, column = set[int](), len(target), len(line)
    while row and column:
        if target[row - 1] == line[column - 1]:
            row, column = row - 1, column - 1
            places.add(row)
        elif lengths[row][column - 1] > lengths[row - 1][column]:
            column -= 1
        else:
            row -= 1
    return places

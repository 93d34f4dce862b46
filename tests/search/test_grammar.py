from __future__ import annotations

import sys

import pytest

from mlflow.exceptions import InvalidParameterValue, MlflowException
from mlflow.search import (
    EXPERIMENTS,
    LOGGED_MODELS,
    MODEL_VERSIONS,
    REGISTERED_MODELS,
    RUNS,
    And,
    Between,
    Comparison,
    Identifier,
    In,
    IsNull,
    Not,
    Or,
    parse_filter,
)
from mlflow.search.grammar import MAX_DEPTH, MAX_TESTS, MAX_VALUES
from mlflow.search.lexer import MAX_LENGTH

ACC = Identifier("metric", "acc", "number")
LR = Identifier("param", "lr", "text")
T = Identifier("tag", "t", "text")
STATUS = Identifier("attribute", "status", "text")


def runs(text: str) -> object:
    return parse_filter(text, RUNS)


def complaint(text: str, vocabulary=RUNS) -> str:
    with pytest.raises(InvalidParameterValue) as caught:
        parse_filter(text, vocabulary)
    assert caught.value.error_code == "INVALID_PARAMETER_VALUE"
    return caught.value.message


@pytest.mark.parametrize("text", [None, ""])
def test_no_filter(text: str | None) -> None:
    assert parse_filter(text, RUNS) is None


def test_a_comparison_says_what_where_and_how() -> None:
    node = runs("  metrics.acc >= .5")
    assert node == Comparison(ACC, ">=", 0.5)
    assert isinstance(node, Comparison) and node.identifier.position == 2


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("metrics.acc > 0", "acc"),
        ("metrics.a.b.c > 0", "a.b.c"),
        ("metrics.`val/loss` > 0", "val/loss"),
        ('metrics."it\'s" > 0', "it's"),
        ("metrics.'a`b' > 0", "a`b"),
        ("metrics. > 0", ""),
        ("metrics.`` > 0", ""),
        ("metrics.精度 > 0", "精度"),
        ("metrics.and > 0", "and"),
        ("metrics.1st > 0", "1st"),
    ],
)
def test_keys(text: str, key: str) -> None:
    assert runs(text) == Comparison(Identifier("metric", key, "number"), ">", 0.0)


@pytest.mark.parametrize(
    ("written", "value"),
    [("1", 1.0), ("-1", -1.0), ("+1", 1.0), (".5", 0.5), ("1.", 1.0), ("1e-3", 0.001), ("2E+2", 200.0)],
)
def test_metric_values_are_floats(written: str, value: float) -> None:
    node = runs(f"metrics.acc = {written}")
    assert node == Comparison(ACC, "=", value)
    assert isinstance(node, Comparison) and type(node.value) is float


@pytest.mark.parametrize(
    ("written", "value"),
    [("1500", 1500), ("1.5", 1.5), ("99999999999999999999", 1e20), ("-9223372036854775808", -(2**63))],
)
def test_times_are_whole_where_they_fit(written: str, value: float) -> None:
    node = runs(f"start_time < {written}")
    assert isinstance(node, Comparison)
    assert node.value == value and type(node.value) is type(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("''", ""),
        ('"it\'s"', "it's"),
        ("'it''s'", "it''s"),
        ("'a\\'", "a\\"),
        ("'日本 %_'", "日本 %_"),
        ("'a\nb'", "a\nb"),
    ],
)
def test_texts_have_no_escape(written: str, value: str) -> None:
    assert runs(f"params.lr = {written}") == Comparison(LR, "=", value)


def test_aliases_lead_to_one_name() -> None:
    for name in ("start_time", "created", "Created", "attributes.created", "attr.start_time", "run.start_time"):
        assert runs(f"{name} > 1") == Comparison(Identifier("attribute", "start_time", "number"), ">", 1)
    for name in ("run_name", "`run name`", '"Run name"', "attributes.'Run Name'"):
        assert runs(f"{name} = 'x'") == Comparison(Identifier("attribute", "run_name", "text"), "=", "x")
    for prefix in ("params", "param", "parameters", "parameter"):
        assert runs(f"{prefix}.lr = 'x'") == Comparison(LR, "=", "x")
    with pytest.raises(InvalidParameterValue):
        parse_filter("run.name = 'x'", EXPERIMENTS)


def test_version_numbers_may_be_quoted() -> None:
    number = Identifier("attribute", "version_number", "number")
    assert parse_filter("version_number = '1'", MODEL_VERSIONS) == Comparison(number, "=", 1)
    assert parse_filter("version_number IN ('1', 2)", MODEL_VERSIONS) == In(number, (1, 2))
    assert "a number that fits" in complaint("version_number = 'one'", MODEL_VERSIONS)


def test_and_binds_closer_than_or_and_not_closest() -> None:
    a, b, c = Comparison(ACC, ">", 0.0), Comparison(LR, "=", "1"), Comparison(T, "=", "x")
    assert runs("metrics.acc > 0 OR params.lr = '1' AND tags.t = 'x'") == Or((a, And((b, c))))
    assert runs("(metrics.acc > 0 OR params.lr = '1') AND tags.t = 'x'") == And((Or((a, b)), c))
    assert runs("NOT metrics.acc > 0 and params.lr = '1'") == And((Not(a), b))
    assert runs("not (metrics.acc > 0 or params.lr = '1')") == Not(Or((a, b)))


def test_the_tree_is_flat() -> None:
    a, b, c = Comparison(ACC, ">", 0.0), Comparison(LR, "=", "1"), Comparison(T, "=", "x")
    assert runs("((metrics.acc > 0)) AND (params.lr = '1' AND (tags.t = 'x'))") == And((a, b, c))
    assert runs("metrics.acc > 0 OR (params.lr = '1' OR tags.t = 'x')") == Or((a, b, c))
    assert runs("NOT NOT (NOT (metrics.acc > 0))") == Not(a)


def test_stray_ands_are_let_pass_and_stray_ors_are_not() -> None:
    a, b = Comparison(ACC, ">", 0.0), Comparison(LR, "=", "1")
    for text in ("AND metrics.acc > 0", "metrics.acc > 0 AND", "(metrics.acc > 0 AND)"):
        assert runs(text) == a
    assert runs("metrics.acc > 0 AND AND params.lr = '1' AND") == And((a, b))
    for text in (
        "metrics.acc > 0 OR",
        "OR metrics.acc > 0",
        "metrics.acc > 0 OR OR params.lr = '1'",
        "AND",
        "()",
        "NOT",
    ):
        complaint(text)


def test_every_leaf_has_its_negation() -> None:
    assert runs("status IN ('A', 'B',)") == In(STATUS, ("A", "B"))
    assert runs("status NOT IN ('A')") == In(STATUS, ("A",), negated=True)
    assert runs("metrics.acc between -1 and 2") == Between(ACC, -1.0, 2.0)
    assert runs("metrics.acc NOT BETWEEN 0 AND 1 AND status = 'A'") == And(
        (Between(ACC, 0.0, 1.0, negated=True), Comparison(STATUS, "=", "A"))
    )
    assert runs("params.lr NOT like '0%'") == Comparison(LR, "NOT LIKE", "0%")
    assert runs("params.lr not ilike '0%'") == Comparison(LR, "NOT ILIKE", "0%")
    assert runs("end_time IS NULL") == IsNull(Identifier("attribute", "end_time", "number"))
    assert runs("tags.t is not null") == IsNull(T, negated=True)


def test_functions_over_a_metric() -> None:
    for name in ("min", "max", "first", "last", "count"):
        wanted = Identifier("metric", "val/loss", "number", name)  # type: ignore[arg-type]
        assert runs(f"{name}(metrics.`val/loss`) < 1") == Comparison(wanted, "<", 1.0)
        assert runs(f"{name.upper()} ( metric.'val/loss' ) < 1") == Comparison(wanted, "<", 1.0)
    assert "metric" in complaint("min(params.lr) = '1'")
    assert "runs have min, max, first, last, count" in complaint("avg(metrics.acc) > 1")
    complaint("min(metrics.acc > 1")
    complaint("min(")
    assert "logged models have min, max, count" in complaint("first(metrics.acc) > 1", LOGGED_MODELS)
    assert "model versions have none" in complaint("min(metrics.acc) > 1", MODEL_VERSIONS)
    wanted = Identifier("metric", "acc", "number", "count")
    assert parse_filter("count(metrics.acc) > 1", LOGGED_MODELS) == Comparison(wanted, ">", 1.0)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("metrics.val/loss > 0", 12, "backticks"),
        ("metrics.acc <> 0", 13, "!="),
        ("metrics.acc == 0", 13, "single ="),
        ("metrics.acc > 0; x", 16, "AND or OR"),
        ("metrics.acc > 0 -- c", 17, "comments"),
        ("metrics.acc > '1'", 15, "without quotes"),
        ("metrics.acc > inf", 15, "number"),
        ("metrics.acc LIKE '1'", 13, "= != >"),
        ("metrics.acc", 12, "it ends here"),
        ("params.lr = abc", 13, "quotes"),
        ("params.lr = 'unclosed", 13, "never closed"),
        ("params.lr > 'a'", 11, "LIKE"),
        ("params.lr BETWEEN 'a' AND 'b'", 11, "numbers only"),
        ("params.lr IS 1", 14, "NULL or NOT NULL"),
        ("status IN ('a' 'b')", 16, "comma"),
        ("status IN ()", 12, "quotes"),
        ("status = 'a' status = 'b'", 14, "AND, OR"),
        ("status = 'a')", 13, "AND, OR"),
        ("(status = 'a'", 14, ")"),
        ("Status = 'a'", 1, "run_id, run_name, status"),
        ("METRICS.acc > 1", 1, "metrics.key"),
        ("metrics > 1", 1, "needs a key"),
        ("dataset.foo = 'x'", 1, "name, digest, context"),
        ("1 = metrics.acc", 1, "attribute"),
        ("   ", 4, "it ends here"),
        ("status = '\0'", 11, "NUL"),
    ],
)
def test_errors_point_at_the_place(text: str, place: int, says: str) -> None:
    message = complaint(text)
    first, quoted, caret = message.split("\n")
    assert f"at character {place}:" in first and says in first
    assert quoted[caret.index("^") :] == "".join(c if c.isprintable() else " " for c in "  " + text)[place + 1 :]


def test_errors_quote_little_and_no_control_characters() -> None:
    message = complaint("status = 'a' AND " * 200 + "\x1b[31m <> " + "status = 'b' AND " * 200)
    assert len(message) < 500 and "\x1b" not in message
    _, quoted, _caret = message.split("\n")
    assert quoted.startswith("  …") and quoted.endswith("…")
    assert len(complaint("x" * 5000)) < 500


def test_limits_are_errors_of_their_own() -> None:
    assert "characters" in complaint("status = '" + "x" * MAX_LENGTH + "'")
    assert str(MAX_TESTS) in complaint(" AND ".join(["status = 'a'"] * (MAX_TESTS + 1)))
    assert isinstance(runs(" AND ".join(["status = 'a'"] * MAX_TESTS)), And)
    assert "levels deep" in complaint("(" * 5000 + "status = 'a'" + ")" * 5000)
    assert "levels deep" in complaint("NOT " * (MAX_DEPTH + 1) + "status = 'a'")
    assert runs("(" * MAX_DEPTH + "status = 'a'" + ")" * MAX_DEPTH) == Comparison(STATUS, "=", "a")
    assert str(MAX_VALUES) in complaint("start_time IN (" + "1," * (MAX_VALUES + 1) + ")")
    assert "64 bits" in complaint("metrics.acc > 1e999")
    assert "64 bits" in complaint("start_time > " + "9" * 5000)


def test_the_deepest_filter_needs_little_stack() -> None:
    text = "(" * MAX_DEPTH + "status = 'a'" + " OR status = 'b')" * MAX_DEPTH
    depth, frame = 0, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 6 * MAX_DEPTH)
    try:
        assert isinstance(runs(text), Or)
    finally:
        sys.setrecursionlimit(limit)


def test_only_texts_are_filters() -> None:
    with pytest.raises(MlflowException, match="must be a string, not list"):
        parse_filter(["status = 'a'"], RUNS)  # type: ignore[arg-type]


def test_nouns_know_what_they_have() -> None:
    assert "registered models have no 'metrics'" in complaint("metrics.a > 1", REGISTERED_MODELS)
    assert "(name, creation_timestamp" in complaint("version_number > 0", REGISTERED_MODELS)
    complaint("dataset.name = 'x'", LOGGED_MODELS)
    created = parse_filter("creation_time > 0", LOGGED_MODELS)
    assert created == Comparison(Identifier("attribute", "creation_timestamp", "number"), ">", 0)

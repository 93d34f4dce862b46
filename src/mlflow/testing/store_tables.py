"""The laws of :class:`~mlflow.contracts.run_tables.RunTables`: runs by column, in groups, and what they have."""

from __future__ import annotations

import random
import statistics
from math import inf, isnan, nan

import pytest

from mlflow.contracts.run_tables import Figures, RunColumns, RunGroup, RunKeys
from mlflow.contracts.stores import Store
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, PagedList, Param, RunTag, ViewType
from mlflow.testing.store_names import INVALID, fresh, refuses


def sweep(store: Store) -> tuple[str, list[str]]:
    """An experiment with six runs, the third of which is in the bin, and their ids in order of their start."""
    experiment_id = store.create_experiment(fresh())
    ids = []
    losses: list[list[float]] = [[3.0, 1.0, 2.0], [4.0], [nan, 0.5], [inf], [2.5, nan], []]
    for i, values in enumerate(losses):
        tags = [RunTag("team", "blue")] if i % 2 else []
        run = store.create_run(experiment_id, "ada" if i < 3 else "bob", 1000 + i, tags, f"run-{i}").info.run_id
        params = [Param("family", "tree" if i < 2 else "net"), Param("same", "1"), Param("lr", f"0.{i}")]
        if i == 4:
            params = params[1:]
        store.log_batch(run, [Metric("loss", value, 1, step) for step, value in enumerate(values)], params)
        store.log_batch(run, [Metric("epochs", 7.0, 1), Metric("odd", nan, 1)], tags=[RunTag("shared", "yes")])
        ids.append(run)
    store.delete_run(ids[2])
    return experiment_id, ids


def found(page: PagedList[RunGroup]) -> list[tuple[tuple[str | None, ...], int]]:
    """Values and sizes of groups."""
    return [(tuple(group.values.values()), group.count) for group in page]


class TableContract:
    """Laws of tables of runs; needs the fixture ``store``."""

    # By column

    def test_columns_of_runs(self, store: Store) -> None:
        experiment_id, ids = sweep(store)
        columns = [*(f"{function}(metrics.loss)" for function in ("min", "max", "first", "count")), "metrics.loss"]
        columns += ["params.family", "params.no", "tags.team", "attributes.start_time", "attributes.user_id"]
        columns += ["end_time", "experiment_id"]
        table = store.get_run_columns([experiment_id], columns)
        assert table.run_ids == [ids[5], ids[4], ids[3], ids[1], ids[0]] and table.total == 5
        assert table.run_names == ["run-5", "run-4", "run-3", "run-1", "run-0"]
        shown = table.columns
        assert list(shown) == columns
        last = shown["metrics.loss"]
        assert last[0] is None and isnan(last[1]) and last[2:] == [inf, 4.0, 2.0]
        assert shown["min(metrics.loss)"] == [None, 2.5, inf, 4.0, 1.0]
        assert shown["max(metrics.loss)"] == [None, 2.5, inf, 4.0, 3.0]
        assert shown["first(metrics.loss)"] == [None, 2.5, inf, 4.0, 3.0]
        assert shown["count(metrics.loss)"] == [None, 2, 1, 1, 3]
        assert shown["params.family"] == ["net", None, "net", "tree", "tree"]
        assert shown["tags.team"] == ["blue", None, "blue", "blue", None]
        assert shown["attributes.start_time"] == [1005, 1004, 1003, 1001, 1000]
        assert shown["end_time"] == [None] * 5 and shown["params.no"] == [None] * 5
        assert shown["attributes.user_id"] == ["bob", "bob", "bob", "ada", "ada"]
        assert shown["experiment_id"] == [experiment_id] * 5

    def test_columns_follow_filter_order_and_size(self, store: Store) -> None:
        experiment_id, ids = sweep(store)
        table = store.get_run_columns([experiment_id], ["params.lr"], "metrics.loss > 0", order_by=["metrics.loss"])
        assert table.columns == {"params.lr": ["0.0", "0.1", "0.3"]} and table.total == 3
        table = store.get_run_columns([experiment_id], [], order_by=["start_time ASC"], max_results=2)
        assert table.run_ids == ids[:2] and table.total == 5 and table.columns == {}
        table = store.get_run_columns([experiment_id], ["tags.team"], run_view_type=ViewType.DELETED_ONLY)
        assert table.run_ids == [ids[2]] and table.columns == {"tags.team": [None]}
        table = store.get_run_columns([experiment_id], ["params.lr"], run_ids=[ids[0], ids[4], ids[2], "none"])
        assert table.run_ids == [ids[4], ids[0]] and table.total == 2
        assert store.get_run_columns([experiment_id], ["params.lr"], run_ids=[]) == RunColumns(
            [], [], {"params.lr": []}
        )
        assert store.get_run_columns([], ["params.lr"]).run_ids == []

    def test_many_columns(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        run = store.create_run(experiment_id).info.run_id
        store.log_batch(run, [Metric(f"m{n}", n, 1) for n in range(100)])
        wanted = [f"metrics.m{n}" for n in range(100)]
        table = store.get_run_columns([experiment_id], wanted, order_by=[f"metrics.m{n}" for n in range(10)])
        assert table.columns == {f"metrics.m{n}": [float(n)] for n in range(100)}

    def test_texts_that_look_like_numbers_stay_texts(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        for value in ("1e3", "NaN", "Infinity", "007", ""):
            store.log_param(store.create_run(experiment_id, run_name="NaN").info.run_id, "p", value)
        table = store.get_run_columns([experiment_id], ["params.p", "run_name"])
        assert sorted(table.columns["params.p"]) == ["", "007", "1e3", "Infinity", "NaN"]
        assert table.columns["run_name"] == ["NaN"] * 5

    @pytest.mark.parametrize(
        "wrong",
        [
            {"columns": ["loss"]},
            {"columns": ["metrics"]},
            {"columns": ["metrics."]},
            {"columns": ["inputs"]},
            {"columns": ["text"]},
            {"columns": ["attributes.none"]},
            {"columns": ["mean(metrics.loss)"]},
            {"columns": ["min(params.lr)"]},
            {"columns": ["min(metrics.loss"]},
            {"columns": ["dataset.name"]},
            {"columns": [f"metrics.{n}" for n in range(101)]},
            {"filter_string": "loss <"},
            {"order_by": ["loss"]},
            {"max_results": 0},
            {"max_results": 100_001},
            {"run_ids": ["x"] * 10_001},
        ],
    )
    def test_bad_questions_for_columns_are_refused(self, store: Store, wrong: dict[str, object]) -> None:
        given: dict[str, object] = {"columns": ["metrics.loss"], **wrong}
        with refuses(INVALID):
            store.get_run_columns([store.create_experiment(fresh())], **given)  # type: ignore[arg-type]

    def test_a_search_has_the_same_columns(self, store: Store) -> None:
        experiment_id, ids = sweep(store)
        columns = [
            "min(metrics.loss)",
            "max(metrics.loss)",
            "first(metrics.loss)",
            "metrics.loss",
            "count(metrics.none)",
        ]
        runs = store.search_runs([experiment_id], order_by=["start_time ASC"], columns=columns)
        assert runs[0].data.metrics == {"loss": 2.0, "min(loss)": 1.0, "max(loss)": 3.0, "first(loss)": 3.0}
        assert runs[4].data.metrics == {}
        (first,) = (m for m in runs[0].data.metric_points if m.key == "first(loss)")
        assert (first.step, first.timestamp) == (0, 1)
        (run,) = store.search_runs([experiment_id], f"run_id = '{ids[3]}'", columns=["min(metrics.loss)"])
        assert run.data.metrics == {"min(loss)": inf} and run.data.params == {}

    @pytest.mark.parametrize(
        ("clause", "names"),
        [
            ("min(metrics.loss)", "0 4 1 3 5"),
            ("max(metrics.loss) DESC", "3 1 0 4 5"),
            ("first(metrics.loss)", "4 0 1 3 5"),
            ("count(metrics.loss) DESC", "0 4 3 1 5"),
        ],
    )
    def test_a_search_is_ordered_by_functions(self, store: Store, clause: str, names: str) -> None:
        experiment_id, _ = sweep(store)
        runs = store.search_runs([experiment_id], order_by=[clause])
        assert [run.info.run_name for run in runs] == [f"run-{n}" for n in names.split()]

    # In groups

    def test_groups(self, store: Store) -> None:
        experiment_id, _ = sweep(store)
        groups = store.group_runs([experiment_id], ["params.family"], ["metrics.loss", "min(metrics.loss)"])
        assert found(groups) == [(("net",), 2), (("tree",), 2), ((None,), 1)] and groups.token is None
        net, tree, none = groups
        deviation = round(2**0.5, 12)
        for figures in tree.metrics.values():
            assert figures.deviation is not None
            figures.deviation = round(figures.deviation, 12)
        assert list(tree.values) == ["params.family"]
        assert tree.metrics["metrics.loss"] == Figures(2, 0, 3.0, deviation, 2.0, 4.0)
        assert tree.metrics["min(metrics.loss)"] == Figures(2, 0, 2.5, round(4.5**0.5, 12), 1.0, 4.0)
        # An infinity in one run, nothing in the other; NaN after a number.
        assert net.metrics["metrics.loss"] == Figures(0, 1) and none.metrics["metrics.loss"] == Figures(0, 1)
        assert none.metrics["min(metrics.loss)"] == Figures(1, 0, 2.5, None, 2.5, 2.5)

    def test_groups_by_several_columns(self, store: Store) -> None:
        experiment_id, _ = sweep(store)
        groups = store.group_runs([experiment_id], ["tags.team", "attributes.user_id"])
        assert found(groups) == [(("blue", "bob"), 2), (("blue", "ada"), 1), ((None, "ada"), 1), ((None, "bob"), 1)]
        assert groups[0].values == {"tags.team": "blue", "attributes.user_id": "bob"} and groups[0].metrics == {}
        assert found(store.group_runs([experiment_id], ["status"])) == [(("RUNNING",), 5)]
        assert found(store.group_runs([experiment_id], ["params.none"])) == [((None,), 5)]

    def test_groups_follow_filter_and_view(self, store: Store) -> None:
        experiment_id, _ = sweep(store)
        assert found(store.group_runs([experiment_id], ["params.family"], filter_string="metrics.loss < 3")) == [
            (("tree",), 1)
        ]
        deleted = store.group_runs([experiment_id], ["params.lr"], run_view_type=ViewType.DELETED_ONLY)
        assert found(deleted) == [(("0.2",), 1)]
        assert store.group_runs([], ["params.lr"]) == []

    @pytest.mark.parametrize(
        ("order", "values"),
        [
            (["count"], [None, "net", "tree"]),
            (["count DESC", "params.family DESC"], ["tree", "net", None]),
            (["params.family"], ["net", "tree", None]),
            (["`epochs` DESC"], None),
            (["max(metrics.loss)"], [None, "tree", "net"]),
            (["max(metrics.loss) DESC"], ["tree", None, "net"]),
        ],
    )
    def test_orders_of_groups(self, store: Store, order: list[str], values: list[str | None] | None) -> None:
        experiment_id, _ = sweep(store)

        def groups() -> list[str | None]:
            page = store.group_runs([experiment_id], ["params.family"], ["max(metrics.loss)"], order_by=order)
            return [group.values["params.family"] for group in page]

        if values is None:
            with refuses(INVALID):
                groups()
        else:
            assert groups() == values

    def test_pages_of_groups(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        for i in range(7):
            store.log_param(store.create_run(experiment_id).info.run_id, "p", str(i % 5))
        seen, token = [], None
        for _ in range(3):
            page = store.group_runs([experiment_id], ["params.p"], max_results=2, page_token=token)
            seen += found(page)
            token = page.token
        assert token is None
        assert seen == [(("0",), 2), (("1",), 2), (("2",), 1), (("3",), 1), (("4",), 1)]

    def test_groups_by_data_set(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        runs = [store.create_run(experiment_id).info.run_id for _ in range(4)]

        def read(run: int, name: str, digest: str, context: str) -> None:
            tag = InputTag("mlflow.data.context", context)
            store.log_inputs(runs[run], [DatasetInput(Dataset(name, digest, "local", "{}"), [tag])])

        read(0, "wine", "1", "training")
        read(0, "wine", "2", "test")
        read(1, "wine", "1", "training")
        read(1, "iris", "1", "test")
        read(2, "iris", "1", "training")
        groups = store.group_runs([experiment_id], ["dataset.name"])
        assert found(groups) == [(("iris",), 2), (("wine",), 2), ((None,), 1)]
        groups = store.group_runs([experiment_id], ["dataset.name", "dataset.context"])
        assert sum(group.count for group in groups) == 8  # as each run with each of its names and contexts
        assert found(store.group_runs([experiment_id], ["datasets.digest"])) == [(("1",), 3), (("2",), 1), ((None,), 1)]

    def test_figures_keep_their_digits(self, store: Store) -> None:
        experiment_id = store.create_experiment(fresh())
        chance = random.Random(5)
        wanted = {
            "near": [chance.random() for _ in range(40)],
            "far": [1e9 + chance.random() for _ in range(40)],
            "tiny": [0.7 + 1e-9 * chance.random() for _ in range(40)],
            "same": [0.1] * 3,
        }
        for group, numbers in wanted.items():
            for number in [*numbers, 1e200, nan, -inf]:
                run_id = store.create_run(experiment_id).info.run_id
                store.log_param(run_id, "group", group)
                store.log_metric(run_id, "m", number, 1)
        groups = store.group_runs([experiment_id], ["params.group"], ["metrics.m"], order_by=["params.group DESC"])
        assert [group.values["params.group"] for group in groups] == sorted(wanted, reverse=True)
        for found in groups:
            group, figures = str(found.values["params.group"]), found.metrics["metrics.m"]
            numbers = wanted[group]
            assert (found.count, figures.count, figures.odd) == (len(numbers) + 3, len(numbers), 3)
            assert figures.mean == pytest.approx(statistics.fmean(numbers), rel=1e-14)
            assert figures.deviation == pytest.approx(statistics.stdev(numbers), rel=1e-6, abs=0)
            assert (figures.minimum, figures.maximum) == (min(numbers), max(numbers))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"by": []},
            {"by": ["family"]},
            {"by": ["metrics.loss"]},
            {"by": ["attributes.start_time"]},
            {"by": ["dataset.colour"]},
            {"by": ["text"]},
            {"by": [f"params.{n}" for n in range(6)]},
            {"metrics": ["params.lr"]},
            {"metrics": ["loss"]},
            {"metrics": [f"metrics.{n}" for n in range(21)]},
            {"filter_string": "loss <"},
            {"order_by": ["metrics.other"]},
            {"order_by": ["count SIDEWAYS"]},
            {"order_by": ["count"] * 51},
            {"max_results": 10_001},
            {"max_results": 0},
            {"page_token": "x"},
        ],
    )
    def test_bad_questions_for_groups_are_refused(self, store: Store, wrong: dict[str, object]) -> None:
        given: dict[str, object] = {"by": ["params.family"], **wrong}
        with refuses(INVALID):
            store.group_runs([store.create_experiment(fresh())], **given)  # type: ignore[arg-type]

    # What they have

    def test_keys_of_some_runs(self, store: Store) -> None:
        experiment_id, _ = sweep(store)
        all_tags = ["mlflow.runName", "shared", "team"]
        whole = RunKeys(["epochs", "loss", "odd"], ["family", "lr", "same"], all_tags)
        assert store.get_run_keys([experiment_id]) == whole
        assert store.get_run_keys([experiment_id], run_view_type=ViewType.ACTIVE_ONLY) == whole
        some = RunKeys(["epochs", "odd"], ["family", "lr", "same"], all_tags)
        assert store.get_run_keys([experiment_id], "start_time = 1005") == some
        some = RunKeys(["epochs", "loss", "odd"], ["lr", "same"], ["mlflow.runName", "shared"])
        assert store.get_run_keys([experiment_id], "params.family IS NULL") == some
        assert store.get_run_keys([experiment_id], "status = 'KILLED'") == RunKeys()
        binned = store.get_run_keys([experiment_id], run_view_type=ViewType.DELETED_ONLY)
        assert binned == RunKeys(["epochs", "loss", "odd"], ["family", "lr", "same"], ["mlflow.runName", "shared"])

    def test_keys_that_differ(self, store: Store) -> None:
        experiment_id, _ = sweep(store)
        differing = RunKeys(["loss"], ["family", "lr"], ["mlflow.runName", "team"])
        assert store.get_run_keys([experiment_id], differing=True) == differing
        # Among these one lacks nothing and nothing but names and rates differs.
        trees = store.get_run_keys([experiment_id], "params.family = 'tree'", differing=True)
        assert trees == RunKeys(["loss"], ["lr"], ["mlflow.runName", "team"])
        assert store.get_run_keys([experiment_id], "start_time = 1000", differing=True) == RunKeys()
        assert store.get_run_keys([], differing=True) == RunKeys()

    def test_bad_filter_for_keys_is_refused(self, store: Store) -> None:
        with refuses(INVALID):
            store.get_run_keys([store.create_experiment(fresh())], "loss <")

    # Quick search

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("text ILIKE '%RUN-4%'", "4"),
            ("text LIKE '%RUN-4%'", ""),
            ("text LIKE 'run-_'", "5 4 3 1 0"),
            ("text ILIKE '%Tree%'", "1 0"),
            ("text = 'tree'", "1 0"),
            ("text = 'Tree'", ""),
            ("text ILIKE '%famil%'", "5 3 1 0"),
            ("text ILIKE '%blue%'", "5 3 1"),
            ("text ILIKE '%team%'", ""),
            ("text ILIKE '%wine%'", "0"),
            ("text ILIKE '%ünïcode%'", "1"),
            ("text ILIKE '%a note%'", "3"),
            ("text ILIKE '%secret%'", ""),
            ("text ILIKE '%0.3%' OR text ILIKE '%wine%'", "3 0"),
            ("NOT text ILIKE '%blue%'", "4 0"),
            ("text ILIKE '%blue%' AND NOT text ILIKE '%tree%' AND metrics.loss > 1", "3"),
            ("attributes.text ILIKE '%''; DROP TABLE runs; --%'", ""),
            ("text ILIKE '%run%%9%'", ""),
        ],
    )
    def test_quick_search(self, store: Store, text: str, names: str) -> None:
        experiment_id, ids = sweep(store)
        store.log_inputs(ids[0], [DatasetInput(Dataset("wine", "1", "local", "{}"), [])])
        store.set_tag(ids[1], "t", "ÜNÏCODE")
        store.set_tag(ids[3], "mlflow.note.content", "A note")
        store.set_tag(ids[3], "mlflow.log-model.history", '[{"a": "secret"}]')
        runs = store.search_runs([experiment_id], text)
        assert [run.info.run_name for run in runs] == [f"run-{n}" for n in names.split()]
        assert store.count_runs([experiment_id], text) == len(runs)

    def test_quick_search_by_id(self, store: Store) -> None:
        experiment_id, ids = sweep(store)
        runs = store.search_runs([experiment_id], f"text LIKE '%{ids[1][4:28]}%'")
        assert [run.info.run_id for run in runs] == [ids[1]]

    @pytest.mark.parametrize(
        "wrong",
        ["text != 'x'", "text NOT ILIKE 'x'", "text IN ('x')", "text IS NULL", "text", "text > 'x'", "text ILIKE 1"],
    )
    def test_a_quick_search_that_nearly_all_pass_is_refused(self, store: Store, wrong: str) -> None:
        with refuses(INVALID):
            store.search_runs([store.create_experiment(fresh())], wrong)
        with refuses(INVALID):
            store.search_runs([store.create_experiment(fresh())], order_by=["text"])

"""Pages of every noun while objects are added and deleted: what stays comes once."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import Any

import pytest

from mlflow.entities import LoggedModelTag, PagedList, RunTag
from mlflow.store.sql.store import SqlStore, open_store
from mlflow.uris import StoreUri


@pytest.fixture(scope="module")
def store(any_database: str) -> SqlStore:
    return open_store(StoreUri("sql", any_database), "/artifacts")


@dataclass(frozen=True)
class Changing:
    """A noun whose objects come and go while one turns its pages.

    Args:
        add: Adds an object by a number, and returns what tells it from others.
        remove: Removes one.
        page: A page in an order: order, size, token.
        orders: Orders to try.
    """

    add: Callable[[SqlStore, int], Any]
    remove: Callable[[SqlStore, Any], None]
    page: Callable[[SqlStore, Any, int, str | None], tuple[list[Any], str | None]]
    orders: Sequence[Any]


def _run(store: SqlStore, number: int) -> str:
    run_id = store.create_run("0", start_time=number % 3, tags=[RunTag("paged", str(number % 4))]).info.run_id
    if number % 3:
        value = (nan, inf, -inf, 0.5, 0.5)[number % 5]
        store.log_metric(run_id, "paged", value, 1)
    return run_id


def _logged(store: SqlStore, number: int) -> str:
    model = store.create_logged_model("0", f"paged{number % 3}", tags=[LoggedModelTag("paged", "1")])
    if number % 3:
        run_id = store.create_run("0").info.run_id
        store.log_metric(run_id, "paged", (nan, inf, 0.5)[number % 3], 1, model_id=model.model_id)
    return model.model_id


def _experiment(store: SqlStore, number: int) -> str:
    return store.create_experiment(f"paged {number}")


def _model(store: SqlStore, number: int) -> str:
    return store.create_registered_model(f"paged{number * 7 % 101}").name


def _version(store: SqlStore, number: int) -> str:
    if number == 0:
        store.create_registered_model("versions")
    return str(store.create_model_version("versions", "s3://b/x").version)


def _told(page: PagedList[Any], name: Callable[[Any], Any]) -> tuple[list[Any], str | None]:
    return [name(thing) for thing in page], page.token


CHANGING = {
    "runs": Changing(
        _run,
        lambda s, i: s.delete_run(i),
        lambda s, o, n, t: _told(
            s.search_runs(["0"], "tags.paged IS NOT NULL", max_results=n, order_by=o, page_token=t),
            lambda r: r.info.run_id,
        ),
        (
            None,
            ["metrics.paged"],
            ["metrics.paged DESC"],
            ["tags.paged", "metrics.paged"],
            ["end_time"],
            ["run_id DESC"],
        ),
    ),
    "experiments": Changing(
        _experiment,
        lambda s, i: s.delete_experiment(i),
        lambda s, o, n, t: _told(
            s.search_experiments(filter_string="name LIKE 'paged%'", max_results=n, order_by=o, page_token=t),
            lambda e: e.experiment_id,
        ),
        (None, ["name"], ["last_update_time"]),
    ),
    "registered models": Changing(
        _model,
        lambda s, i: s.delete_registered_model(i),
        lambda s, o, n, t: _told(s.search_registered_models("name LIKE 'paged%'", n, o, t), lambda m: m.name),
        (None, ["name DESC"], ["timestamp DESC"]),
    ),
    "model versions": Changing(
        _version,
        lambda s, i: s.delete_model_version("versions", i),
        lambda s, o, n, t: _told(s.search_model_versions("name = 'versions'", n, o, t), lambda v: str(v.version)),
        (None, ["version_number"], ["creation_timestamp DESC"]),
    ),
    "logged models": Changing(
        _logged,
        lambda s, i: s.delete_logged_model(i),
        lambda s, o, n, t: _told(
            s.search_logged_models(["0"], "tags.paged = '1'", None, n, o, t), lambda m: m.model_id
        ),
        (None, [{"field_name": "metrics.paged"}], [{"field_name": "name", "ascending": False}]),
    ),
}


@pytest.mark.parametrize("name", CHANGING)
def test_what_stays_comes_once_while_others_come_and_go(store: SqlStore, name: str) -> None:
    noun, chance, count = CHANGING[name], random.Random(8), 0
    there = []
    for _ in range(14):
        there.append(noun.add(store, count))
        count += 1
    for order in noun.orders:
        found, token = noun.page(store, order, 3, None)
        at_start, come, gone = list(there), set(), set()
        while token is not None:
            for _ in range(2):
                there.append(noun.add(store, count))
                come.add(there[-1])
                count += 1
            leaving = chance.sample([thing for thing in there if thing not in gone], 2)
            leaving[0] = found[-1]  # also the one that the token speaks of
            for thing in set(leaving) - gone:
                noun.remove(store, thing)
                gone.add(thing)
            page, token = noun.page(store, order, 3, token)
            if count > 10_000:
                pytest.fail("the pages never end")
            found += page
        there = [thing for thing in there if thing not in gone]
        assert len(found) == len(set(found)), order
        assert [t for t in at_start if t not in gone and t not in found] == [], order
        assert set(found) <= set(at_start) | come

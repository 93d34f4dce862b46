"""What entities show in a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import mlflow
from mlflow import MlflowClient
from mlflow.entities import (
    Experiment,
    Metric,
    ModelVersion,
    Param,
    RegisteredModel,
    RegisteredModelAlias,
    Run,
    RunData,
    RunInfo,
)
from mlflow.entities.cards import Pages, card, duration, lead_to, moment
from mlflow.tracking.links import pages

EVIL = "<script>alert(1)</script><img src=x onerror='alert(2)'>\"'&"


class _Seen(HTMLParser):
    """The elements, attributes and words of a text, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


@pytest.fixture
def at_an_address() -> Iterator[None]:
    """Pages at an address, whatever the tracking URI is."""
    lead_to(lambda: Pages("http://ui.test/#"))
    yield
    lead_to(pages)


def _run(name: str = "forest", **params: str) -> Run:
    info = RunInfo("r" * 32, "7", "ann", "FINISHED", 1_000, 62_000, "active", "file:///x", name)
    metrics = [Metric("loss", 0.123456789, 0, 0), Metric("nan", float("nan"), 0, 0)]
    return Run(info, RunData(metrics, [Param(key, value) for key, value in params.items()]))


@pytest.mark.usefixtures("at_an_address")
def test_a_run_tells_what_was_logged_and_where_its_page_is() -> None:
    seen = _Seen(_run(lr="0.1", depth="3")._repr_html_())
    for word in (
        "Run forest",
        "Status FINISHED",
        "Duration 1 min 1 s",
        "depth 3",
        "lr 0.1",
        "loss 0.123457",
        "nan nan",
    ):
        assert word in re.sub(r"\s+", " ", seen.text)
    assert seen.links == [f"http://ui.test/#/experiments/7/runs/{'r' * 32}"]


@pytest.mark.usefixtures("at_an_address")
@pytest.mark.parametrize(
    "html",
    [
        _run(EVIL, **{EVIL: EVIL})._repr_html_,
        Experiment("1", EVIL, EVIL, "active", {EVIL: EVIL})._repr_html_,
        ModelVersion(EVIL, "1", 0, source=EVIL, tags={EVIL: EVIL}, aliases=[EVIL])._repr_html_,
        RegisteredModel(EVIL, description=EVIL, aliases=[RegisteredModelAlias(EVIL, "1")])._repr_html_,
    ],
)
def test_nothing_that_was_logged_becomes_part_of_the_page(html: object) -> None:
    assert callable(html)
    seen = _Seen(html())
    assert seen.tags <= {"div", "span", "b", "table", "tr", "th", "td", "a", "code"}
    assert seen.attributes <= {"style", "href", "target", "rel"}
    assert EVIL in seen.text
    assert all(link.startswith("http://ui.test/#/") for link in seen.links)


def test_long_values_and_many_rows_are_cut() -> None:
    seen = _Seen(card("Run", "x", (), "p", [("Params", {str(number): "v" * 1000 for number in range(30)})]))
    assert "and 10 more" in seen.text
    assert seen.text.count("…") == 20
    assert len(seen.text) < 10_000


@pytest.mark.usefixtures("at_an_address")
def test_names_of_models_are_quoted_in_addresses() -> None:
    assert _Seen(ModelVersion("a/b c", "2", 0)._repr_html_()).links == ["http://ui.test/#/models/a%2Fb%20c/versions/2"]
    assert _Seen(RegisteredModel("a?b")._repr_html_()).links == ["http://ui.test/#/models/a%3Fb"]


def test_times_are_written_as_people_do() -> None:
    assert moment(None) is None
    assert moment(1_700_000_000_000) == "2023-11-14 22:13:20 UTC"
    assert [duration(0, end) for end in (None, 12_345, 200_000, 7_500_000)] == [
        None,
        "12.3 s",
        "3 min 20 s",
        "2 h 5 min",
    ]


def test_a_store_without_pages_tells_the_command_that_shows_them(tmp_path: Path) -> None:
    mlflow.set_tracking_uri(tmp_path / "my runs")
    with mlflow.start_run(run_name="notebook") as run:
        mlflow.log_metric("loss", 0.5)
        seen = _Seen(run._repr_html_())  # of the run that is open: as it is now
    assert "loss 0.5" in seen.text
    assert re.search(r"mlflow ui --backend-store-uri \S*my%20runs", seen.text)
    assert seen.links == []
    found = MlflowClient().get_run(run.info.run_id)
    assert "FINISHED" in _Seen(found._repr_html_()).text


def test_an_address_with_a_password_is_not_shown() -> None:
    mlflow.set_tracking_uri("http://ann:secret@tracking.test:5000")
    html = _run()._repr_html_()
    assert "secret" not in html
    assert _Seen(html).links == [f"http://tracking.test:5000/#/experiments/7/runs/{'r' * 32}"]
    mlflow.set_tracking_uri("postgresql://ann:secret@host/runs")
    assert "secret" not in _run()._repr_html_()

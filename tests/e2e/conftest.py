"""A server with runs and a model in it, and a Chromium that looks at it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from mlflow.models.evaluation.validation import ModelValidationFailedException
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression

import mlflow
from mlflow.active.addresses import forget_addresses
from mlflow.active.experiments import forget_experiment
from mlflow.models import MetricThreshold
from tests.processes import server

_UI = Path(mlflow.__file__).parent / "server" / "ui" / "index.html"
_CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

#: Rules of WCAG 2.0 to 2.2, levels A and AA, run by axe inside the page.
_AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

#: Resolves when no colour changes any more; what turns for ever, such as a sign of loading, is not waited for.
_AT_REST = """
    async () => {
        for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
        const ends = document.getAnimations().filter(each => each.effect.getComputedTiming().endTime !== Infinity)
        await Promise.allSettled(ends.map(each => each.finished))
    }
"""

PREFIX = "/team/ml"
STEPS = 40


@dataclass
class Logged:
    """Where the pages are and what was logged for them.

    Args:
        address: The server without a prefix.
        experiment: Id of the experiment with a few rich runs.
        best: Id of its run with the highest accuracy.
        parent: Id of its run with children.
        many: Id of the experiment with more runs than a page of the table.
        evaluated: Id of the run of an evaluation, in an experiment of its own.
    """

    address: str
    experiment: str = ""
    best: str = ""
    parent: str = ""
    many: str = ""
    evaluated: str = ""
    losses: list[float] = field(default_factory=list)


@pytest.fixture(scope="session")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    if not _UI.is_file():
        pytest.fail("The UI is not built: run `npm ci && npm run build` in ui/.")
    folder = tmp_path_factory.mktemp("server")
    with server(Path(sys.executable), folder, 30, "--static-prefix", PREFIX) as address:
        before = Path.cwd()
        os.chdir(tmp_path_factory.mktemp("client"))
        mlflow.set_tracking_uri(address)
        try:
            logged = _log(Logged(address))
        finally:  # at once: tests of other rooms may come between those that look at these pages
            forget_addresses()
            forget_experiment()
            os.chdir(before)
        yield logged


def _log(logged: Logged) -> Logged:
    logged.experiment = mlflow.set_experiment("wine").experiment_id
    for index, family in enumerate(["forest", "forest", "boosting", "linear", "linear", "linear"]):
        with mlflow.start_run(run_name=f"{family}-{index}") as run:
            mlflow.log_params({"family": family, "depth": index, "seed": 7})
            mlflow.set_tag("team", "cellar")
            mlflow.log_metric("accuracy", 0.7 + index / 20)
            losses = [(10 + index) / (step + 5) for step in range(STEPS)]
            for step, loss in enumerate(losses):
                mlflow.log_metric("val/loss", loss, step=step)
            if index == 5:
                logged.best, logged.losses = run.info.run_id, losses
                _log_files()
                _log_model()
    with mlflow.start_run(run_name="sweep") as parent:
        logged.parent = parent.info.run_id
        for depth in range(3):
            with mlflow.start_run(run_name=f"trial-{depth}", nested=True):
                mlflow.log_param("depth", depth)
    client = mlflow.MlflowClient()
    logged.many = client.create_experiment("many")
    for number in range(250):
        client.create_run(logged.many, run_name=f"run-{number:03d}", start_time=1_700_000_000_000 + number)
    client.create_experiment("nothing yet")
    logged.evaluated = _evaluate()
    return logged


def _evaluate() -> str:
    """A classifier of three classes that is better than its baseline, but not as good as it should be."""
    mlflow.set_experiment("evaluated")
    rows = pd.DataFrame({"x": range(90)}).assign(label=lambda table: table.x // 30)
    model = LogisticRegression(max_iter=500).fit(rows[["x"]], rows.label)
    wanted = {
        "f1_score": MetricThreshold(threshold=0.5, min_absolute_change=0.2, greater_is_better=True),
        "log_loss": MetricThreshold(threshold=0.0001, greater_is_better=False),
    }
    with mlflow.start_run(run_name="judged") as run, contextlib.suppress(ModelValidationFailedException):
        mlflow.evaluate(
            model, rows, targets="label", model_type="classifier", validation_thresholds=wanted,
            baseline_model=DummyClassifier(strategy="prior").fit(rows[["x"]], rows.label),
            evaluator_config={"log_model_explainability": False},
        )  # fmt: skip
    return run.info.run_id


def _log_files() -> None:
    mlflow.log_text("one line\nanother line\n", "notes.txt")
    mlflow.log_dict({"alpha": 0.5, "names": ["a", "b"]}, "settings.json")
    mlflow.log_text("id,score\n1,0.25\n2,0.75\n", "tables/scores.csv")
    mlflow.log_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>',
        "plots/box.svg",
    )


def _log_model() -> None:
    rows = pd.DataFrame({"alcohol": [10.0, 11.0, 12.0, 13.0], "sugar": [1.0, 2.0, 1.5, 0.5]})
    model = LogisticRegression().fit(rows, [0, 0, 1, 1])
    mlflow.sklearn.log_model(model, name="model", input_example=rows[:1], registered_model_name="red or white")
    mlflow.MlflowClient().set_registered_model_alias("red or white", "champion", "1")


@pytest.fixture(scope="module")  # its loop runs in this thread, in which other tests run loops of their own
def chromium() -> Iterator[Browser]:
    if not _CHROMIUM:
        without = pytest.fail if os.environ.get("CI") else pytest.skip
        without("There is no Chromium: `apt-get install chromium`, or name one in CHROMIUM.")
    expect.set_options(timeout=20_000)  # a busy machine may take seconds to compile the pages' scripts
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A page in a fresh browser profile, and all that it said and asked for."""

    def __init__(self, page: Page, logged: Logged) -> None:
        self.page = page
        self.address = logged.address
        self.said: list[str] = []
        self.asked_elsewhere: list[str] = []
        page.set_default_timeout(10_000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(f"uncaught: {error}"))
        page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            asked = message.location.get("url", "").removeprefix(self.address)  # what failed to load
            self.said.append(f"{message.type}: {message.text} ({asked})")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.asked_elsewhere.append(request.url)

    def open(self, hash_path: str) -> Page:
        """Load the page anew at an address behind ``#``."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}{PREFIX}/#{hash_path}")
        return self.page

    def axe(self) -> None:
        """Check the page as it stands against WCAG AA.

        Raises:
            AssertionError: Something breaks a rule; each is named with the elements that do.
        """
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        self.page.evaluate(_AT_REST)  # what fades in has no contrast yet
        found = self.page.evaluate("only => axe.run({runOnly: only, resultTypes: ['violations']})", _WCAG)
        told = [
            f"{broken['id']}: {broken['help']}\n"
            + "\n".join(f"    {node['html'][:200]}" for node in broken["nodes"][:5])
            for broken in found["violations"]
        ]
        assert not told, "\n".join(told)

    def forgive(self, text: str) -> None:
        """Take one expected complaint out of what was said.

        Raises:
            AssertionError: There was no such complaint.
        """
        found = next((said for said in self.said if text in said), None)
        assert found is not None, f"no complaint about {text!r} among {self.said}"
        self.said.remove(found)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visit(chromium: Browser, logged: Logged) -> Iterator[Visit]:
    """Every visit ends with: nothing was complained about, and nobody else was asked for anything."""
    context = chromium.new_context(viewport={"width": 1400, "height": 860})
    visit = Visit(context.new_page(), logged)
    yield visit
    context.close()
    assert visit.said == []
    assert visit.asked_elsewhere == []

"""Times the pages of the UI in a real Chromium, beside a genuine MLflow's pages over the same records.

    python benchmarks/ui.py [--rounds 3] [--folder DIR]

Every round opens each page of each contestant in turn in a fresh profile. A time ends when what was asked for can be
seen, whatever else the page goes on loading. Nothing here fails for being slow; what is lost is printed as such.
The table goes into benchmarks/UI.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

import report
from contestants import GENUINE, ROOT, Contestant, genuine, install, penstock
from processes import environment, serving
from ui_pages import PATIENCE, MlflowPages, Pages, PenstockPages
from ui_records import LONG, SERIES, Table, fill

_PAGE = ROOT / "benchmarks" / "UI.md"
_SIZES = (10_000, 100_000)
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
#: Milliseconds in which a page comes to rest before something is asked of it.
_REST = 1_500
#: Rows down to which a reader goes.
_DEEP = 1_000

Figures = Iterator[tuple[str, float]]

TITLES: dict[str, tuple[str, str]] = {
    "wire_kb": ("bytes over the wire for the first page, cold", "KB"),
    **{
        f"{key}_{size}": (title.format(size=f"{size:,}"), unit)
        for size in _SIZES
        for key, title, unit in (
            ("cold", "{size} runs: first rows, cold", "s"),
            ("warm", "{size} runs: first rows, warm", "s"),
            ("sort", "{size} runs: sorted by a metric", "s"),
            ("filter", "{size} runs: filtered by a param", "s"),
            ("deep", f"{{size}} runs: down to row {_DEEP:,}", "s"),
            ("heap", "{size} runs: memory of scripts afterwards", "MB"),
        )
    },
    "lines_cold": (f"{SERIES} series of 100,000 points drawn, cold", "s"),
    "lines_warm": (f"{SERIES} series of 100,000 points drawn, warm", "s"),
}


class Reader:
    """Someone with a browser of their own."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page = page
        self._session = session
        self.received = 0
        session.on("Network.loadingFinished", self._count)
        session.send("Network.enable")

    def _count(self, event: dict[str, float]) -> None:
        self.received += int(event["encodedDataLength"])

    def timed(self, act: Callable[[], object], seen: Callable[[], object]) -> float:
        """Seconds from an act until something is seen."""
        start = time.perf_counter()
        act()
        seen()
        return time.perf_counter() - start

    def heap_mb(self) -> float:
        """Memory that scripts hold once what is not needed is gone."""
        self._session.send("HeapProfiler.collectGarbage")
        self._session.send("Performance.enable")
        found = {each["name"]: each["value"] for each in self._session.send("Performance.getMetrics")["metrics"]}
        return float(found["JSHeapUsedSize"]) / 1e6


@contextmanager
def reading(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    try:
        yield Reader(page, context.new_cdp_session(page))
    finally:
        context.close()


def opened(reader: Reader, pages: Pages, found: Table) -> float:
    """Seconds until the first rows of a table can be seen."""
    reader.page.goto("about:blank")
    address = pages.table(found.experiment)
    return reader.timed(lambda: reader.page.goto(address), lambda: pages.first(reader.page, found.newest))


def first_rows(reader: Reader, pages: Pages, found: Table) -> Figures:
    yield f"cold_{found.runs}", opened(reader, pages, found)
    reader.page.wait_for_timeout(_REST)
    if found.runs == _SIZES[0]:
        yield "wire_kb", reader.received / 1e3
    yield f"warm_{found.runs}", opened(reader, pages, found)


def sort(reader: Reader, pages: Pages, found: Table) -> Figures:
    opened(reader, pages, found)
    reader.page.wait_for_timeout(_REST)
    pages.before_sorting(reader.page)
    seen = reader.timed(lambda: pages.sort(reader.page), lambda: pages.first(reader.page, found.greatest))
    yield f"sort_{found.runs}", seen


def filter(reader: Reader, pages: Pages, found: Table) -> Figures:
    opened(reader, pages, found)
    reader.page.wait_for_timeout(_REST)
    act = partial(pages.filter, reader.page, "params.param_0 = 'the one'")
    yield f"filter_{found.runs}", reader.timed(act, lambda: pages.first(reader.page, found.chosen))


def deep(reader: Reader, pages: Pages, found: Table) -> Figures:
    opened(reader, pages, found)
    reader.page.wait_for_timeout(_REST)
    name = f"run-{found.runs - _DEEP:06d}"
    yield f"deep_{found.runs}", reader.timed(lambda: pages.go_down(reader.page, name), lambda: None)
    yield f"heap_{found.runs}", reader.heap_mb()


def lines(reader: Reader, pages: Pages) -> Figures:
    page, address = reader.page, pages.charts(LONG)
    yield "lines_cold", reader.timed(lambda: page.goto(address), lambda: pages.drawn(page, SERIES))
    page.goto("about:blank")
    yield "lines_warm", reader.timed(lambda: page.goto(address), lambda: pages.drawn(page, SERIES))


def measured(browser: Browser, pages: Pages, tables: list[Table]) -> Figures:
    """All figures; each question is asked in a profile of its own, since pages remember what was asked before."""
    for found in tables:
        for ask in (first_rows, filter, deep, sort):
            with reading(browser) as reader:
                yield from _until_lost(ask(reader, pages, found))
    with reading(browser) as reader:
        yield from _until_lost(lines(reader, pages))


def _until_lost(figures: Figures) -> Figures:
    try:
        yield from figures
    except (BrowserError, TimeoutError) as error:  # what does not come in time is left out of the table, and said
        print(f"  given up: {str(error).splitlines()[0]}", flush=True)


def written(results: dict[str, dict[str, list[float]]]) -> str:
    lines = ["| what | Penstock | MLflow | ratio |", "|---|--:|--:|--:|"]
    for key, (title, unit) in TITLES.items():
        medians = {who: statistics.median(values) for who, values in results[key].items()}
        ours, theirs = medians.get("Penstock"), medians.get("MLflow")
        cells = [report.shown(value, unit) if value is not None else "never" for value in (ours, theirs)]
        ratio = f"{report.shown(theirs / ours, '×')}{' (a loss)' if theirs < ours else ''}" if ours and theirs else ""
        lines.append(f"| {title} | {cells[0]} | {cells[1]} | {ratio} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the records are kept for another time; a temporary one else")
    parser.add_argument("--only", default="", help="Penstock or MLflow; UI.md is then left alone")
    options = parser.parse_args()
    print("Installing …", flush=True)
    theirs = install("bench-ui-mlflow", GENUINE)
    ours = install("bench-ui-penstock", str(ROOT))
    folder = options.folder or Path(tempfile.mkdtemp(prefix="bench-ui-"))
    folder.mkdir(exist_ok=True)
    results: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    try:
        print("Filling the databases …", flush=True)
        tables = prepared(folder, genuine(theirs.python), penstock(ours.python))
        contestants = [
            (penstock(ours.python), PenstockPages, "ours.db"),
            (genuine(theirs.python), MlflowPages, "theirs.db"),
        ]
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
            for number in range(1, options.rounds + 1):
                for who, pages, database in contestants:
                    if options.only and who.name != options.only:
                        continue
                    print(f"round {number}: {who.name}", flush=True)
                    arguments = ["server", "--backend-store-uri", f"sqlite:///{folder / database}"]
                    with serving(who, arguments, "/health", folder) as running:
                        for key, value in measured(browser, pages(running.address), tables):
                            print(f"  {key}: {value:.3g}", flush=True)
                            results[key][who.name].append(value)
            browser.close()
        versions = {"Penstock": ours.version, "MLflow": theirs.version}
        text = f"{report.conditions(folder, options.rounds, versions)}\n\n{written(results)}"
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    print("\n" + text)
    if not options.only:
        report.write(_PAGE, text)


def prepared(folder: Path, theirs: Contestant, ours: Contestant) -> list[Table]:
    """The same records in a database of each; those of an earlier time where the folder has them."""
    source, target, noted = folder / "theirs.db", folder / "ours.db", folder / "tables.json"
    if noted.exists():
        return [Table(**each) for each in json.loads(noted.read_text())]
    _run(theirs, folder, "db", "upgrade", f"sqlite:///{source}")
    tables = fill(source, _SIZES)
    _run(ours, folder, "db", "import", f"sqlite:///{source}", "--into", f"sqlite:///{target}")
    noted.write_text(json.dumps([asdict(each) for each in tables]))
    return tables


def _run(who: Contestant, folder: Path, *words: str) -> None:
    command = [str(who.python), "-m", "mlflow", *words]
    done = subprocess.run(command, cwd=folder, env=environment(who), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()

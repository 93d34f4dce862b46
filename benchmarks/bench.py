"""Compares with a genuine MLflow: every round runs each measure of each contestant in turn.

    python benchmarks/bench.py [--rounds 3] [--folder DIR] [--only import,tracking]

Nothing here fails for being slow; what is lost is printed as such.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import load
import report
from contestants import (
    GENUINE,
    ROOT,
    Contestant,
    genuine,
    genuine_buffered,
    genuine_files,
    genuine_one_worker,
    install,
    penstock,
)
from processes import run_case, serving, watching

#: Points a second that are offered to a server, whatever it takes.
OFFERED = 200_000
#: Points of the long series.
LONG = 1_000_000
#: Runs in a table.
FEW, MANY = 2_000, 100_000
#: Groups that take minutes are run once.
ONCE = frozenset({"long"})

Figures = Iterator[tuple[str, float]]


def importing(who: Contestant, folder: Path) -> Figures:
    facts = run_case(who, "importing", folder)
    yield from ((key, facts[key]) for key in ("import_s", "import_modules", "import_mb"))


def first_script(who: Contestant, folder: Path) -> Figures:
    yield "process_s", run_case(who, "first_script", folder)["process_s"]


def logging(who: Contestant, folder: Path) -> Figures:
    facts = run_case(who, "logging_calls", folder, "2000")
    yield from ((key, value) for key, value in facts.items() if key != "process_s")


def tracking(who: Contestant, folder: Path) -> Figures:
    facts = run_case(who, "tracking", folder)
    yield from ((key, value) for key, value in facts.items() if key != "process_s")


def table(who: Contestant, folder: Path) -> Figures:
    yield "table_ms", run_case(who, "table", folder)["table_ms"]


def models(who: Contestant, folder: Path) -> Figures:
    facts = run_case(who, "model", folder, "5")
    yield from ((key, facts[key]) for key in ("first_model_s", "model_s"))


def server(who: Contestant, folder: Path) -> Figures:
    place = Path(tempfile.mkdtemp(dir=folder))
    arguments = ["server", "--backend-store-uri", f"sqlite:///{place}/records.db"]
    with serving(who, [*arguments, *who.server_options], "/health", place) as running:
        time.sleep(2)
        yield "server_start_s", running.start_s
        yield "server_mb", running.memory_mb()
        facts = run_case(who, "remote", place, "300", "64", MLFLOW_TRACKING_URI=running.address)
        yield from ((key, value) for key, value in facts.items() if key != "process_s")


def artifacts(who: Contestant, folder: Path) -> Figures:
    place = Path(tempfile.mkdtemp(dir=folder))
    arguments = ["server", "--backend-store-uri", f"sqlite:///{place}/records.db"]
    arguments += ["--artifacts-destination", f"{place}/kept"]
    try:
        with serving(who, [*arguments, *who.server_options], "/health", place) as running, watching(running) as most:
            facts = run_case(who, "artifacts", place, "2048", "1000", MLFLOW_TRACKING_URI=running.address)
        yield from ((key, value) for key, value in facts.items() if key != "process_s")
        yield "artifacts_mb", most[0]
    finally:
        shutil.rmtree(place, ignore_errors=True)  # gigabytes


def long_series(who: Contestant, folder: Path) -> Figures:
    place = Path(tempfile.mkdtemp(dir=folder))
    uri = f"sqlite:///{place}/records.db"
    facts = run_case(who, "long_series", place, str(LONG), MLFLOW_TRACKING_URI=uri)
    yield from ((key, value) for key, value in facts.items() if key != "process_s")
    yield "bytes_a_point", sum(path.stat().st_size for path in place.glob("records.db*")) / LONG
    with serving(who, ["server", "--backend-store-uri", uri, *who.server_options], "/health", place) as running:
        yield "chart_ms", load.chart_ms(running.address, "loss", 400)


def many_runs(who: Contestant, folder: Path) -> Figures:
    """Both with as few runs as MLflow makes in a minute; ours with many, too, which are made once."""
    yield from _asked(who, folder, FEW, "few")
    if who.name == "Penstock":
        yield from _asked(who, folder, MANY, "many")


def _asked(who: Contestant, folder: Path, count: int, size: str) -> Figures:
    place = folder / f"runs-{count}-{who.name}".replace(" ", "-")
    facts_file = place / "facts.json"
    uri = f"sqlite:///{place}/records.db"
    if not facts_file.exists():
        place.mkdir()
        facts_file.write_text(json.dumps(run_case(who, "many_runs", place, str(count), MLFLOW_TRACKING_URI=uri)))
    facts = json.loads(facts_file.read_text())
    for key in ("page_ms", "sorted_ms"):
        yield f"{size}_{key}", facts[f"many_{key}"]
    plain = {"experiment_ids": [str(int(facts["experiment"]))], "max_results": 100}
    by_metric = {**plain, "order_by": ["metrics.m7 DESC"]}
    with serving(who, ["server", "--backend-store-uri", uri, *who.server_options], "/health", place) as running:
        yield f"{size}_server_page_ms", load.answered_ms(running.address, "runs/search", plain)[0]
        milliseconds, answer = load.answered_ms(running.address, "runs/search", by_metric)
        yield f"{size}_server_sorted_ms", milliseconds
        following = {**by_metric, "page_token": answer["next_page_token"]}
        yield f"{size}_server_second_ms", load.answered_ms(running.address, "runs/search", following)[0]
        filtered = {**by_metric, "filter": "metrics.m3 > 0.5 AND params.p3 LIKE '1%'"}
        yield f"{size}_server_filtered_ms", load.answered_ms(running.address, "runs/search", filtered)[0]
        if who.name == "Penstock":
            body = {"experiment_ids": plain["experiment_ids"]}
            yield f"{size}_count_ms", load.answered_ms(running.address, "runs/count", body)[0]
            yield f"{size}_keys_ms", load.answered_ms(running.address, "runs/keys", body)[0]


def ingest(who: Contestant, folder: Path) -> Figures:
    place = Path(tempfile.mkdtemp(dir=folder))
    arguments = ["server", "--backend-store-uri", f"sqlite:///{place}/records.db"]
    with serving(who, [*arguments, *who.server_options], "/health", place) as running:
        rate, tail = load.ingest(running.address, 8, 8, 600)
        yield "ingest_points_s", rate
        yield "ingest_p99_ms", tail
        yield "ingest_paced_p99_ms", load.ingest(running.address, 8, 8, 250, OFFERED)[1]


def scoring(who: Contestant, folder: Path) -> Figures:
    run_case(who, "model", folder, "1")
    saved = max(folder.glob("*/saved"), key=lambda path: path.stat().st_mtime)
    example = json.loads((saved / "input_example.json").read_text())
    row = json.dumps({"dataframe_split": {"columns": example["columns"], "data": example["data"][:1]}}).encode()
    arguments = ["models", "serve", "-m", str(saved), "--env-manager", "local"]
    with serving(who, arguments, "/ping", saved.parent) as running:
        yield "scoring_start_s", running.start_s
        load.scoring(running.address, row, 1, 8)
        rate, tail = load.scoring(running.address, row, 5, 8)
        yield "scoring_rps", rate
        yield "scoring_p99_ms", tail


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where the stores are; its file system counts")
    parser.add_argument("--only", default="", help="comma-separated groups; the README is then left alone")
    options = parser.parse_args()

    print("Installing both …", flush=True)
    ours, theirs = install("bench-penstock", str(ROOT)), install("bench-mlflow", GENUINE)
    us, them = penstock(ours.python), genuine(theirs.python)
    one_worker = genuine_one_worker(theirs.python)
    stores = (us, them, genuine_files(theirs.python))
    groups: dict[str, tuple[Callable[[Contestant, Path], Figures], tuple[Contestant, ...]]] = {
        "import": (importing, (us, them)),
        "first": (first_script, (us, them)),
        "logging": (logging, (*stores, genuine_buffered(theirs.python))),
        "tracking": (tracking, stores),
        "table": (table, stores),
        "model": (models, (us, them)),
        "server": (server, (us, them, one_worker, genuine_buffered(theirs.python))),
        "artifacts": (artifacts, (us, them, one_worker)),
        "runs": (many_runs, (us, them, one_worker)),
        "long": (long_series, (us, them)),
        "ingest": (ingest, (us, them, one_worker)),
        "scoring": (scoring, (us, them, one_worker)),
    }
    chosen = options.only.split(",") if options.only else list(groups)
    results: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for who, installed in (("Penstock", ours), ("MLflow", theirs)):
        results["install_mb"][who].append(installed.megabytes)
        results["install_packages"][who].append(installed.packages)

    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=options.folder))
    try:
        for number in range(1, options.rounds + 1):
            for group in (name for name in chosen if number == 1 or name not in ONCE):
                measure, contestants = groups[group]
                for who in contestants:
                    print(f"round {number}: {group}, {who.name}", flush=True)
                    try:
                        for key, value in measure(who, folder):
                            results[key][who.name].append(value)
                    except (RuntimeError, OSError) as error:  # one that fails is told, and left out of the table
                        print(f"{who.name} failed at {group}: {error}", flush=True)
        versions = {"Penstock": ours.version, "MLflow": theirs.version}
        text = f"{report.conditions(folder, options.rounds, versions)}\n\n{report.table(results)}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n" + text)
    raw = ROOT / "benchmarks" / "results"
    raw.mkdir(exist_ok=True)
    (raw / f"{time.strftime('%Y-%m-%dT%H%M%S')}.json").write_text(json.dumps(results, indent=1))
    if not options.only:
        report.write(ROOT / "benchmarks" / "README.md", text)


if __name__ == "__main__":
    os.environ.pop("MLFLOW_TRACKING_URI", None)
    main()

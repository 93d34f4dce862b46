"""The table: medians of every contestant, and the ratio to the incumbent's best."""

from __future__ import annotations

import datetime
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- table -->", "<!-- end of table -->"


@dataclass(frozen=True)
class Measure:
    """A figure that cases report under ``key``; ``alone`` where MLflow has none to compare with."""

    key: str
    title: str
    unit: str
    more_is_better: bool = False
    alone: bool = False


MEASURES = (
    Measure("install_mb", "installed size", "MB"),
    Measure("install_packages", "installed packages", ""),
    Measure("import_s", "`import mlflow`", "s"),
    Measure("import_modules", "modules it imports", ""),
    Measure("import_mb", "memory after it", "MB"),
    Measure("process_s", "first script in an empty folder, whole process", "s"),
    Measure("log_metric_us", "`log_metric`, embedded store, until the call returns", "µs"),
    Measure("log_metric_stored_us", "`log_metric`, embedded store, until a reader sees it", "µs"),
    Measure("log_batch_us", "`log_batch` of 1,000, a point", "µs"),
    Measure("first_history_us", "`get_metric_history` of 10,000, a point, first of a process", "µs"),
    Measure("history_us", "the same, median of five", "µs"),
    Measure("long_log_s", "a series of 1,000,000 points, logged in batches of 1,000", "s"),
    Measure("long_read_s", "the same read whole", "s"),
    Measure("chart_ms", "the same in 400 points, from a server", "ms"),
    Measure("bytes_a_point", "the same on disk, a point", "bytes"),
    Measure("call_on_empty_us", "one `log_metric` to an empty run, median", "µs"),
    Measure("call_on_long_us", "one `log_metric` to the series of 1,000,000, median", "µs"),
    Measure("create_run_ms", "a run with 20 params, 20 metrics, 5 tags", "ms"),
    Measure("table_ms", "first page of 1,000 runs as a DataFrame", "ms"),
    Measure("few_page_ms", "first page of 100 of 2,000 runs with 20 params and metrics, embedded store", "ms"),
    Measure("few_sorted_ms", "the same, filtered by a metric and sorted by another", "ms"),
    Measure("few_server_page_ms", "first page of 100 of 2,000 runs, from a server", "ms"),
    Measure("few_server_sorted_ms", "the same, sorted by a metric", "ms"),
    Measure("few_server_second_ms", "its second page", "ms"),
    Measure("few_server_filtered_ms", "the same, filtered by a metric and a param", "ms"),
    Measure("many_page_ms", "first page of 100 of 100,000 runs, embedded store", "ms", alone=True),
    Measure("many_sorted_ms", "the same, filtered by a metric and sorted by another", "ms", alone=True),
    Measure("many_server_page_ms", "first page of 100 of 100,000 runs, from a server", "ms", alone=True),
    Measure("many_server_sorted_ms", "the same, sorted by a metric", "ms", alone=True),
    Measure("many_server_second_ms", "its second page", "ms", alone=True),
    Measure("many_server_filtered_ms", "the same, filtered by a metric and a param", "ms", alone=True),
    Measure("many_count_ms", "100,000 runs counted, from a server", "ms", alone=True),
    Measure("many_keys_ms", "the names of all that they logged, from a server", "ms", alone=True),
    Measure("first_model_s", "log a scikit-learn model with input example, first", "s"),
    Measure("model_s", "the same, median of five", "s"),
    Measure("server_start_s", "server start to first 200", "s"),
    Measure("server_mb", "server memory, idle", "MB"),
    Measure("remote_metric_us", "`log_metric` to a server, until the call returns", "µs"),
    Measure("remote_metric_p99_us", "the same, 99th percentile", "µs"),
    Measure("remote_metric_stored_us", "`log_metric` to a server, until a reader sees it", "µs"),
    Measure("ingest_points_s", "ingest over HTTP, 8 writers with batches of 1,000, points", "1/s", more_is_better=True),
    Measure("ingest_p99_ms", "the same, 99th percentile of a batch", "ms"),
    Measure("ingest_paced_p99_ms", "the same where 200,000 points a second are offered, 99th percentile", "ms"),
    Measure("upload_mb_s", "upload of a 64 MB artifact", "MB/s", more_is_better=True),
    Measure("download_mb_s", "download of a 64 MB artifact", "MB/s", more_is_better=True),
    Measure("large_upload_mb_s", "upload of a 2 GB artifact", "MB/s", more_is_better=True),
    Measure("large_download_mb_s", "download of a 2 GB artifact", "MB/s", more_is_better=True),
    Measure("small_upload_files_s", "upload of 1,000 files of 10 kB", "1/s", more_is_better=True),
    Measure("small_download_files_s", "download of these", "1/s", more_is_better=True),
    Measure("artifacts_mb", "most memory of the server meanwhile", "MB"),
    Measure("scoring_start_s", "scoring server start to first 200", "s"),
    Measure("scoring_rps", "one-row requests, 8 connections", "1/s", more_is_better=True),
    Measure("scoring_p99_ms", "the same, 99th percentile", "ms"),
)


def table(results: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    """A Markdown table of ``results[measure][contestant]``."""
    lines = ["| what | Penstock | MLflow | MLflow at its best | ratio |", "|---|--:|--:|--:|--:|"]
    for measure in MEASURES:
        medians = {who: statistics.median(values) for who, values in results.get(measure.key, {}).items() if values}
        rivals = {who: value for who, value in medians.items() if who != "Penstock"}
        if "Penstock" not in medians or not (rivals or measure.alone):
            continue
        if not rivals:
            lines.append(f"| {measure.title} | {shown(medians['Penstock'], measure.unit)} | | | |")
            continue
        best = (max if measure.more_is_better else min)(rivals, key=lambda who: rivals[who])
        ours, theirs = medians["Penstock"], rivals[best]
        ratio = ours / theirs if measure.more_is_better else theirs / ours
        default = shown(rivals["MLflow"], measure.unit) if "MLflow" in rivals else ""
        named = "" if best == "MLflow" else f"{shown(theirs, measure.unit)} ({best.removeprefix('MLflow, ')})"
        lost = " (a loss)" if ratio < 1 else ""
        lines.append(
            f"| {measure.title} | {shown(ours, measure.unit)} | {default} | {named} | {shown(ratio, '×')}{lost} |"
        )
    return "\n".join(lines)


def shown(value: float, unit: str) -> str:
    """A figure with its unit, in three digits."""
    number = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{number} {unit}".strip()


def conditions(folder: Path, rounds: int, versions: Mapping[str, str]) -> str:
    """Date, machine, file system and versions, as a paragraph."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{datetime.date.today().isoformat()}: {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, stores on {file_system(folder)}; "
        f"{f'medians of {rounds} rounds that alternate' if rounds > 1 else 'one round'}; "
        + ", ".join(f"{name}: {version}" for name, version in versions.items())
        + "."
    )


def file_system(folder: Path) -> str:
    """The type of the file system that holds the folder."""
    best, kind = "", "an unknown file system"
    for line in Path("/proc/mounts").read_text().splitlines():
        _, place, found, *_ = line.split()
        if folder.resolve().is_relative_to(place) and len(place) >= len(best):
            best, kind = place, found
    return kind


def write(readme: Path, text: str) -> None:
    """Put the text between the marks of the README."""
    before, _, rest = readme.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")

import { everyRun, runsById, type RunSearch } from "@/api/runSearch";
import type { Run } from "@/api/types";
import { toCSV } from "@/shared/charts/export/csv";
import { download } from "@/shared/download";
import { plural } from "@/shared/format";
import { factsOf } from "@/shared/runs/facts";
import { notify, notifyFailure, notifyProgress } from "@/shared/ui/notify";

import { type Column, metricName } from "../columns/columns";
import { isPicked, type Picked } from "../rows/picked";

const isoOf = (time: number | undefined): string => (time ? new Date(time).toISOString() : "");

/** What a run has in a column, as a file holds it: whole, without rounding. */
export function exactly(run: Run, column: Column): string | number {
  const { info } = run;
  const { metrics, params, tags } = factsOf(run);
  if (column.kind === "metric") return metrics.get(metricName(column)) ?? "";
  if (column.kind === "param") return params.get(column.label) ?? "";
  if (column.kind === "tag") return tags.get(column.label) ?? "";
  const attributes: Record<string, string | number | undefined> = {
    run_id: info.run_id,
    run_name: info.run_name,
    start_time: isoOf(info.start_time),
    end_time: isoOf(info.end_time),
    duration: info.start_time && info.end_time ? (info.end_time - info.start_time) / 1000 : "",
    status: info.status,
    user: tags.get("mlflow.user") ?? info.user_id,
    source: tags.get("mlflow.source.name"),
    version: tags.get("mlflow.source.git.commit"),
    dataset: run.inputs?.dataset_inputs?.map(({ dataset }) => dataset.name).join(", "),
    description: tags.get("mlflow.note.content"),
    experiment: info.experiment_id,
  };
  return attributes[column.key] ?? "";
}

const titleOf = (column: Column): string => (column.key === "duration" ? "duration_s" : column.key);

async function* chosenRuns(search: RunSearch, selection: Picked, signal: AbortSignal): AsyncGenerator<Run[]> {
  if (!selection.all) yield await runsById(search, [...selection.except], signal);
  else for await (const page of everyRun(search, signal)) yield page.filter(({ info }) => isPicked(selection, info.run_id));
}

/** The shown columns of all selected runs as a file of comma-separated values, fetched page by page. */
export async function exportRuns(name: string, search: RunSearch, columns: readonly Column[], selection: Picked): Promise<void> {
  const all = columns.some(({ key }) => key === "run_id") ? columns : [{ key: "run_id", kind: "attribute", label: "Run ID", numeric: false } as const, ...columns];
  const progress = notifyProgress("Reading runs…");
  const titles = all.map(titleOf);
  const head = toCSV({ columns: titles, rows: [] }).trimEnd();
  const parts: string[] = [head];
  let count = 0;
  try {
    for await (const runs of chosenRuns(search, selection, progress.signal)) {
      if (runs.length > 0) parts.push(toCSV({ columns: titles, rows: runs.map((run) => all.map((column) => exactly(run, column))) }).slice(head.length));
      count += runs.length;
      progress.tell(`Read ${plural(count, "run")}…`);
    }
    download(`${name}.csv`, new Blob(parts, { type: "text/csv;charset=utf-8" }));
    notify(`Exported ${plural(count, "run")}`);
  } catch (error) {
    if (!progress.signal.aborted) notifyFailure(error);
  } finally {
    progress.end();
  }
}

import { toNumber } from "@/api/metrics";
import { quotedKey } from "@/api/quote";
import type { ModelVersion, Run, WireNumber } from "@/api/types";
import { ofSystem } from "@/shared/names";
import { nameOf, shortId } from "@/shared/runs/name";

/** What a table of versions shows of a source run. */
export interface Source {
  runId: string;
  name: string;
  experimentId: string;
  /** Last values of the metrics that were asked for. */
  metrics: ReadonlyMap<string, number>;
}

/** Ids of the source runs, each once. */
export const sourceIds = (versions: readonly ModelVersion[]): string[] => [...new Set(versions.flatMap(({ run_id: id }) => (id ? [id] : [])))];

/** How the server calls the columns of some metrics. */
export const metricColumns = (metrics: readonly string[]): string[] => metrics.map((metric) => `metrics.${quotedKey(metric)}`);

interface Columns {
  run_ids: string[];
  run_names: string[];
  columns: Readonly<Record<string, readonly (number | string | null)[]>>;
}

/** Source runs of one experiment from an answer in columns. */
export function sourcesOf({ run_ids: ids, run_names: names, columns }: Columns, experimentId: string, metrics: readonly string[]): Map<string, Source> {
  const keys = metricColumns(metrics);
  return new Map(
    ids.map((runId, i) => {
      const values = metrics.flatMap((metric, at): [string, number][] => {
        const value = columns[keys[at] ?? ""]?.[i];
        return value === null || value === undefined ? [] : [[metric, toNumber(value as WireNumber)]];
      });
      return [runId, { runId, name: names[i] || shortId(runId), experimentId, metrics: new Map(values) }];
    }),
  );
}

/** A source run that was asked for on its own. */
export const sourceOf = ({ info, data }: Run): Source => ({
  runId: info.run_id,
  name: nameOf(info),
  experimentId: info.experiment_id,
  metrics: new Map(data?.metrics?.map(({ key, value }) => [key, toNumber(value)])),
});

/** Names of metrics, those of the system last. */
export function metricNames(run: Run | undefined): string[] {
  const names = run?.data?.metrics?.map(({ key }) => key).sort((a, b) => a.localeCompare(b)) ?? [];
  return [...names.filter((name) => !ofSystem(name)), ...names.filter(ofSystem)];
}

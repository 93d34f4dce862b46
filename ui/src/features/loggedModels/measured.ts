import { toNumber } from "@/api/metrics";
import { quotedKey } from "@/api/quote";
import type { LoggedModel } from "@/api/types";

/** A metric on a data set, or on none. */
export interface Measure {
  metric: string;
  dataset?: string;
}

/** How an address and the columns call a measure. */
export const measureKey = ({ metric, dataset }: Measure): string => (dataset === undefined ? metric : `${metric} on ${dataset}`);

/** What the models were measured by, those first that most of them have. */
export function measuresOf(models: readonly LoggedModel[]): Measure[] {
  const seen = new Map<string, { measure: Measure; count: number }>();
  for (const { data } of models)
    for (const { key, dataset_name: dataset } of data?.metrics ?? []) {
      const measure = { metric: key, dataset: dataset || undefined };
      const name = measureKey(measure);
      seen.set(name, { measure, count: (seen.get(name)?.count ?? 0) + 1 });
    }
  return [...seen].sort((a, b) => b[1].count - a[1].count || a[0].localeCompare(b[0])).map(([, { measure }]) => measure);
}

/** The newest value of a measure. */
export function valueOf({ data }: LoggedModel, { metric, dataset }: Measure): number | undefined {
  const found = (data?.metrics ?? []).filter((each) => each.key === metric && (each.dataset_name || undefined) === dataset);
  const newest = found.reduce((best, each) => (best === undefined || each.timestamp >= best.timestamp ? each : best), found[0]);
  return newest && toNumber(newest.value);
}

/** What the server is asked to order by for a measure. */
export const orderBy = ({ metric, dataset }: Measure, ascending: boolean) => ({ field_name: `metrics.${quotedKey(metric)}`, ascending, ...(dataset === undefined ? {} : { dataset_name: dataset }) });

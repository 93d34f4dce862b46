import { queryOptions } from "@tanstack/react-query";

import { get } from "./client";
import type { Metric, SeriesSummary, WireNumber } from "./types";

/** Points a chart asks for: more than it has pixels, fewer than the wire minds. */
export const CHART_POINTS = 2000;

export interface Point {
  step: number;
  timestamp: number;
  value: number;
}

/** The number a metric value stands for; NaN and the infinities travel as words. */
export function toNumber(value: WireNumber | undefined): number {
  if (typeof value === "number") return value;
  if (value === "Infinity") return Infinity;
  if (value === "-Infinity") return -Infinity;
  return NaN;
}

const toPoint = (metric: Metric): Point => ({ step: metric.step ?? 0, timestamp: metric.timestamp, value: toNumber(metric.value) });

export const metricHistoryQuery = (runId: string, key: string, live: boolean) =>
  queryOptions({
    queryKey: ["history", runId, key],
    queryFn: async ({ signal }) => {
      const query = { run_ids: [runId], metric_key: key, max_results: CHART_POINTS };
      const { metrics } = await get("/mlflow/metrics/get-history-bulk-interval", query, signal);
      return (metrics ?? []).map(toPoint).sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
    },
    staleTime: live ? 2_000 : 60_000,
    refetchInterval: live ? 5_000 : false,
  });

/** Count, first, last, least and greatest value of every series of a run. */
export const summariesQuery = (runId: string, live: boolean) =>
  queryOptions({
    queryKey: ["summaries", runId],
    queryFn: async ({ signal }): Promise<SeriesSummary[]> => (await get("/mlflow/metrics/summaries", { run_id: runId }, signal)).summaries ?? [],
    staleTime: live ? 2_000 : 60_000,
    refetchInterval: live ? 5_000 : false,
    retry: false,
  });

import { queryOptions } from "@tanstack/react-query";

import { get } from "./client";
import { fetchSeries, type Span } from "./seriesBatch";
import type { SeriesColumns, SeriesSummary, WireNumber } from "./types";

/** How often what is live is asked for anew, in milliseconds. */
const REFRESH = 5_000;
/** How long only what is new is asked for: then a point may have come that belongs before others. */
const WHOLE = 60_000;

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

/** The points of a series, which come in order. */
const pointsOf = (series: SeriesColumns | undefined): Point[] =>
  series?.steps.map((step, i) => ({ step, timestamp: series.timestamps[i] as number, value: toNumber(series.values[i] as WireNumber) })) ?? [];

/** Points of a series, and when they were last asked for as a whole. */
export interface Series {
  points: readonly Point[];
  asked: number;
  /** Whether these are all that were logged, or the extremes of their stretches. */
  thinned: boolean;
}

export interface SeriesWish {
  runId: string;
  metric: string;
  /** Whether more may come. */
  live: boolean;
  /** About how many points are enough. */
  points: number;
  /** Only these steps. */
  span?: Span;
}

/** What is known already with what came since: the points from the first new step on take the place of the old ones. */
export function joined(before: readonly Point[], fresh: readonly Point[]): readonly Point[] {
  const [first, last] = [fresh[0], before.at(-1)];
  if (!first) return before;
  if (fresh.length === 1 && last?.step === first.step && last.timestamp === first.timestamp && Object.is(last.value, first.value)) return before;
  let end = before.length;
  while (end > 0 && (before[end - 1] as Point).step >= first.step) end -= 1;
  return [...before.slice(0, end), ...fresh];
}

/**
 * A metric's series of a run, thinned by the server. While it is live only what is new is asked for, from time to time
 * everything, and always when there are twice as many points as are wanted: memory stays bounded.
 */
export const seriesQuery = ({ runId, metric, live, points, span }: SeriesWish) =>
  queryOptions({
    queryKey: ["series", runId, metric, points, span],
    queryFn: async ({ signal, client, queryKey }): Promise<Series> => {
      const known = client.getQueryData<Series>(queryKey);
      const last = known?.points.at(-1);
      const now = Date.now();
      if (live && !span && known && last && now - known.asked < WHOLE && known.points.length < 2 * points) {
        const fresh = pointsOf(await fetchSeries(runId, metric, points, [last.step, Number.MAX_SAFE_INTEGER], signal));
        const all = joined(known.points, fresh);
        return all === known.points ? known : { ...known, points: all };
      }
      const series = await fetchSeries(runId, metric, points, span, signal);
      const found = pointsOf(series);
      return { points: found, asked: now, thinned: (series?.total ?? 0) > found.length };
    },
    structuralSharing: false,
    staleTime: live ? 2_000 : 60_000,
    gcTime: 60_000,
    refetchInterval: live ? REFRESH : false,
  });

/** Count, first, last, least and greatest value of every series of a run. */
export const summariesQuery = (runId: string, live: boolean) =>
  queryOptions({
    queryKey: ["summaries", runId],
    queryFn: async ({ signal }): Promise<SeriesSummary[]> => (await get("/mlflow/metrics/summaries", { run_id: runId }, signal)).summaries ?? [],
    staleTime: live ? 2_000 : 60_000,
    refetchInterval: live ? REFRESH : false,
    retry: false,
  });

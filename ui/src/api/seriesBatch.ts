import { post } from "./client";
import type { SeriesColumns } from "./types";

/** Part of a series by steps, both ends included. */
export type Span = readonly [first: number, last: number];

interface Wanted {
  runId: string;
  span: Span | undefined;
  resolve: (series: SeriesColumns | undefined) => void;
  reject: (reason: unknown) => void;
  signal: AbortSignal;
}

/** Runs that the server takes in one question. */
const MOST_RUNS = 100;

const waiting = new Map<string, Wanted[]>();

/**
 * Points of a run's metric, thinned by the server to about `points`; undefined where it has none.
 *
 * What is asked for in the same moment about one metric goes as one question: a chart of fifty runs asks once. Those
 * that only want what is new ask from the step of the one that is furthest behind.
 */
export function fetchSeries(runId: string, metric: string, points: number, span: Span | undefined, signal: AbortSignal): Promise<SeriesColumns | undefined> {
  const open = span?.[1] === Number.MAX_SAFE_INTEGER;
  const key = JSON.stringify([metric, points, open ? "new" : span]);
  return new Promise((resolve, reject) => {
    const others = waiting.get(key);
    const wanted = { runId, span, resolve, reject, signal };
    if (others) others.push(wanted);
    else {
      waiting.set(key, [wanted]);
      setTimeout(() => {
        const all = (waiting.get(key) ?? []).filter((one) => !one.signal.aborted);
        waiting.delete(key);
        for (let i = 0; i < all.length; i += MOST_RUNS) void ask(metric, points, all.slice(i, i + MOST_RUNS));
      });
    }
  });
}

async function ask(metric: string, points: number, all: readonly Wanted[]): Promise<void> {
  const nobody = new AbortController();
  const leave = () => all.every(({ signal }) => signal.aborted) && nobody.abort();
  for (const { signal } of all) signal.addEventListener("abort", leave);
  try {
    const span = all[0]?.span && ([Math.min(...all.map((one) => one.span?.[0] ?? 0)), all[0].span[1]] as const);
    const wanted = {
      run_ids: [...new Set(all.map(({ runId }) => runId))],
      metric_keys: [metric],
      max_results: points,
      start_step: span?.[0],
      end_step: span?.[1],
    };
    const { series } = await post("/mlflow/metrics/series", wanted, nobody.signal);
    const byRun = new Map((series ?? []).map((one) => [one.run_id, one]));
    for (const one of all) one.resolve(byRun.get(one.runId));
  } catch (reason) {
    for (const one of all) one.reject(reason);
  } finally {
    for (const { signal } of all) signal.removeEventListener("abort", leave);
  }
}

import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";

import { runColumnsQuery, type RunScope } from "@/api/runs";

import { shortId } from "../../../runs/name";
import type { BoardContext, ChartRun } from "../../board/contract";
import { type Cell, columnsOf, type Frame } from "../core/column";
import { DURATION } from "./keys";

const START = "attributes.start_time";
const END = "attributes.end_time";
const EXPERIMENT = "attributes.experiment_id";

/** Runs that one picture shows at most: more marks than this are a cloud, and more lines a wall. */
export const MOST_PLOTTED = 10_000;
const REFRESH_MS = 10_000;

interface Scope extends RunScope {
  runIds?: readonly string[];
}

interface Framed {
  query: UseQueryResult<unknown>;
  frame?: Frame;
  /** How many runs match, which may be more than are shown. */
  total: number;
  /** Experiment of each run. */
  experimentOf: (row: number) => string;
}

/** The search of a board, or its runs by their ids where they come from no search. */
function searchOf({ search, runs }: Pick<BoardContext, "search" | "runs">): Scope {
  if (search) return search;
  return { experimentIds: [...new Set(runs.map((run) => run.experimentId))], filter: "", lifecycle: "active", runIds: runs.filter((run) => !run.hidden).map((run) => run.runId) };
}

/**
 * Values of all runs that the board is about. Of a search that is every run that matches, drawn as a line elsewhere or not:
 * pictures of runs are for many. Without a search it is the runs that are drawn.
 */
export function useFrame(context: Pick<BoardContext, "search" | "runs">, keys: readonly string[]): Framed {
  const { runs } = context;
  const search = useMemo(() => searchOf({ search: context.search, runs }), [context.search, runs]);
  const asked = useMemo(() => askedFor(keys, search.experimentIds.length > 1), [keys, search]);
  const live = runs.some((run) => run.live);
  const query = useQuery({
    ...runColumnsQuery({ ...search, columns: asked, maxResults: MOST_PLOTTED }),
    staleTime: live ? 5_000 : 30_000,
    refetchInterval: live ? REFRESH_MS : false,
    enabled: keys.length > 0 && search.experimentIds.length > 0,
    // A picture stays until the next one is there, if it can show all that is asked for.
    placeholderData: (before) => (before && asked.every((key) => before.columns?.[key]) ? before : undefined),
  });
  const { data } = query;
  // Columns are the same while the answer is, whatever the runs are called: what is computed from them stays.
  const columns = useMemo(() => data && told(data, keys), [data, keys]);
  const frame = useMemo(() => data && columns && named(data, columns, runs), [data, columns, runs]);
  const experiments = data?.columns?.[EXPERIMENT];
  return { query, frame, total: data?.total ?? 0, experimentOf: (row) => String(experiments?.[row] ?? search.experimentIds[0]) };
}

function askedFor(keys: readonly string[], several: boolean): string[] {
  const plain = keys.flatMap((key) => (key === DURATION ? [START, END] : [key]));
  return [...new Set([...plain, ...(several ? [EXPERIMENT] : [])])].sort();
}

type Columns = Readonly<Record<string, readonly Cell[]>>;

interface Answer {
  run_ids?: readonly string[];
  run_names?: readonly string[];
  columns?: Columns;
}

const told = ({ run_ids: ids = [], columns = {} }: Answer, keys: readonly string[]): Frame["columns"] =>
  columnsOf(Object.fromEntries(keys.map((key) => [key, key === DURATION ? durations(columns) : (columns[key] ?? ids.map(() => null))])));

function named({ run_ids: ids = [], run_names: names = [] }: Answer, columns: Frame["columns"], runs: readonly ChartRun[]): Frame {
  const known = new Map(runs.map((run) => [run.runId, run.label]));
  return { ids, names: ids.map((id, row) => known.get(id) ?? (names[row] || shortId(id))), columns };
}

const durations = (columns: Columns): Cell[] =>
  (columns[START] ?? []).map((start, row) => {
    const end = columns[END]?.[row];
    return typeof start === "number" && typeof end === "number" && end > 0 ? (end - start) / 1000 : null;
  });

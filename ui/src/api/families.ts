/** Parents and children among the runs of a search, also those that its pages have not reached. */

import { queryOptions } from "@tanstack/react-query";

import { groupRuns } from "./runGroups";
import { NAMES_ONLY } from "./runs";
import { anyOf, countRuns, type FullScope, IDS_AT_ONCE, runsById, runsKey, searchRuns } from "./runSearch";
import type { Run } from "./types";

const PARENT = "tags.`mlflow.parentRunId`";
const PARENT_COLUMN = "tags.mlflow.parentRunId";
const ANY_ORDER = "attributes.start_time DESC";
const MOST_GROUPS = 10_000;

export interface Families {
  /** How many of the runs a parent has below it, by its id. */
  counts: ReadonlyMap<string, number>;
  /** Ids of parents that are shown for their children's sake: they do not match themselves. */
  dimmed: ReadonlySet<string>;
  /** Of those, the ones below another run, by its id. */
  inner: ReadonlyMap<string, readonly string[]>;
  /** The filter that the runs at the top satisfy; undefined where there are too many families for one. */
  top: string | undefined;
}

export const both = (filter: string, other: string): string => (filter ? `(${filter}) AND ${other}` : other);

/** The filter that children of some runs satisfy. */
export function filterOfChildren(filter: string, families: Families, parents: readonly string[]): string {
  const children = both(filter, anyOf(PARENT, parents));
  const inner = parents.flatMap((parent) => families.inner.get(parent) ?? []);
  return inner.length ? `(${children}) OR ${anyOf("run_id", inner)}` : children;
}

export const parentOf = (run: Run): string | undefined => run.data?.tags?.find(({ key }) => key === "mlflow.parentRunId")?.value;

/**
 * Runs at the top of families: those without a parent that is there, and one of each circle.
 *
 * Args:
 *   parents: The parent of each run by its id.
 */
export function topsOf(parents: ReadonlyMap<string, string | undefined>): Set<string> {
  const tops = new Set<string>();
  const done = new Set<string>();
  for (const start of parents.keys()) {
    const path = new Set<string>();
    let at = start;
    for (;;) {
      if (done.has(at)) break;
      path.add(at);
      const above = parents.get(at);
      if (above === undefined || !parents.has(above)) {
        tops.add(at);
        break;
      }
      if (path.has(above)) {
        // Each is another's parent: where one comes upon them is where they begin.
        tops.add(above);
        break;
      }
      at = above;
    }
    for (const id of path) done.add(id);
  }
  return tops;
}

async function childrenOf(scope: FullScope, signal: AbortSignal): Promise<Map<string, number>> {
  const filter = both(scope.filter, `${PARENT} IS NOT NULL`);
  const { groups } = await groupRuns({ ...scope, filter, by: [PARENT_COLUMN], metrics: [], orderBy: "count DESC" }, MOST_GROUPS, undefined, signal);
  return new Map(groups.map(({ values, count }) => [String(values[PARENT_COLUMN]), count]));
}

const chunks = (ids: readonly string[]): string[][] => Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, i) => ids.slice(i * IDS_AT_ONCE, (i + 1) * IDS_AT_ONCE));

/** Nobody has a parent, as far as is known. */
export const NOBODY: Families = { counts: new Map(), dimmed: new Set(), inner: new Map(), top: `${PARENT} IS NULL` };

/** Families of all runs: parents are counted, and looked up only where some are missing or have parents themselves. */
async function familiesOfAll(scope: FullScope, signal: AbortSignal): Promise<Families> {
  const counts = await childrenOf(scope, signal);
  if (counts.size === 0) return NOBODY;
  const missing: string[] = [];
  const between = new Map<string, string | undefined>();
  const search = { ...scope, orderBy: ANY_ORDER, columns: [PARENT_COLUMN] };
  for (const ids of chunks([...counts.keys()])) {
    const filter = anyOf("run_id", ids);
    if ((await countRuns({ ...scope, filter }, signal)) < ids.length) {
      const here = new Set((await runsById({ ...search, columns: NAMES_ONLY }, ids, signal)).map((run) => run.info.run_id));
      missing.push(...ids.filter((id) => !here.has(id)));
    }
    const children = await searchRuns({ ...search, filter: `${filter} AND ${PARENT} IS NOT NULL` }, IDS_AT_ONCE, undefined, signal);
    for (const run of children.runs) between.set(run.info.run_id, parentOf(run));
  }
  const circled = [...topsOf(between)].filter((id) => between.has(between.get(id) ?? ""));
  if (missing.length + circled.length > IDS_AT_ONCE) return { ...NOBODY, counts, top: undefined };
  return { ...NOBODY, counts, top: topFilter("", missing, circled) };
}

/** Families of the runs that a filter finds, with all that stand above them. */
async function familiesOfFound(scope: FullScope, signal: AbortSignal): Promise<Families> {
  const counts = await childrenOf(scope, signal);
  if (counts.size === 0) return { ...NOBODY, top: scope.filter };
  if (counts.size > IDS_AT_ONCE) return { ...NOBODY, counts, top: undefined };
  const search = { ...scope, orderBy: ANY_ORDER, columns: [PARENT_COLUMN] };
  const parents = new Map<string, string | undefined>();
  const missing = new Set<string>();
  const dimmed = new Set<string>();
  let ahead = [...counts.keys()];
  while (ahead.length > 0) {
    const [there, matching] = await Promise.all([
      runsById(search, ahead, signal),
      searchRuns({ ...search, filter: both(scope.filter, anyOf("run_id", ahead)), columns: NAMES_ONLY }, IDS_AT_ONCE, undefined, signal),
    ]);
    const found = new Map(there.map((run) => [run.info.run_id, parentOf(run)]));
    for (const id of ahead) {
      if (found.has(id)) {
        parents.set(id, found.get(id));
        dimmed.add(id);
      } else missing.add(id);
    }
    for (const run of matching.runs) dimmed.delete(run.info.run_id);
    ahead = [...new Set(found.values())].filter((id): id is string => id !== undefined && !parents.has(id) && !missing.has(id));
    if (parents.size > IDS_AT_ONCE) return { ...NOBODY, counts, top: undefined };
  }
  const tops = topsOf(parents);
  const inner = new Map<string, string[]>();
  for (const id of dimmed) {
    const parent = parents.get(id);
    if (parent !== undefined && !tops.has(id)) inner.set(parent, [...(inner.get(parent) ?? []), id]);
  }
  const all = new Map([...parents.keys()].map((id) => [id, (counts.get(id) ?? 0) + (inner.get(id)?.length ?? 0)]));
  return { counts: all, dimmed, inner, top: topFilter(scope.filter, [...missing], [...tops]) };
}

function topFilter(filter: string, missing: readonly string[], tops: readonly string[]): string {
  const orphan = missing.length ? `(${PARENT} IS NULL OR ${anyOf(PARENT, missing)})` : `${PARENT} IS NULL`;
  const alone = both(filter, orphan);
  return tops.length ? `(${alone}) OR ${anyOf("run_id", tops)}` : alone;
}

export const familiesQuery = (scope: FullScope) =>
  queryOptions({
    queryKey: [...runsKey(scope.experimentIds), "families", scope.filter, scope.lifecycle],
    queryFn: ({ signal }) => (scope.filter ? familiesOfFound(scope, signal) : familiesOfAll(scope, signal)),
    staleTime: 10_000,
    retry: false,
  });

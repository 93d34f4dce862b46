import { queryOptions } from "@tanstack/react-query";

import { type Families, filterOfChildren, parentOf } from "./families";
import { type RunPage, type RunSearch, runsKey, searchRuns } from "./runSearch";

/** Runs of a branch that come at first; the rest when asked for. */
export const BRANCH_PAGE = 200;
const RUNS_AT_ONCE = 2_000;
const PARENTS_AT_ONCE = 200;

const keyOf = (search: RunSearch, branch: string, limit: number): unknown[] => [...runsKey(search.experimentIds), "branch", branch, limit, search];

/** Runs of a group: those of a search that satisfy one more filter. */
export const groupRunsQuery = (search: RunSearch, limit: number) =>
  queryOptions({
    queryKey: keyOf(search, "", limit),
    queryFn: ({ signal }) => searchRuns(search, limit, undefined, signal),
    staleTime: 10_000,
    retry: false,
  });

/** Children of one run. Those of many runs that are opened at once are asked for together. */
export const childRunsQuery = (search: RunSearch, families: Families, parent: string, limit: number) =>
  queryOptions({
    queryKey: keyOf(search, parent, limit),
    queryFn: ({ signal }): Promise<RunPage> => {
      const expected = families.counts.get(parent) ?? 0;
      if (expected > BRANCH_PAGE) return searchRuns({ ...search, filter: filterOfChildren(search.filter, families, [parent]) }, limit, undefined, signal);
      return together(search, families, parent, expected);
    },
    staleTime: 10_000,
    retry: false,
  });

interface Batch {
  parents: string[];
  expected: number;
  answer: Promise<Map<string, RunPage>>;
}

const open = new Map<string, Batch>();

async function together(search: RunSearch, families: Families, parent: string, expected: number): Promise<RunPage> {
  const key = JSON.stringify(search);
  let batch = open.get(key);
  if (!batch || batch.parents.length >= PARENTS_AT_ONCE || batch.expected + expected > RUNS_AT_ONCE) {
    const parents: string[] = [];
    const answer = new Promise((resolve) => setTimeout(resolve)).then(() => {
      if (open.get(key)?.parents === parents) open.delete(key);
      return childrenOfMany(search, families, parents);
    });
    batch = { parents, expected: 0, answer };
    open.set(key, batch);
  }
  batch.parents.push(parent);
  batch.expected += expected;
  return (await batch.answer).get(parent) ?? { runs: [] };
}

async function childrenOfMany(search: RunSearch, families: Families, parents: readonly string[]): Promise<Map<string, RunPage>> {
  const { runs } = await searchRuns({ ...search, filter: filterOfChildren(search.filter, families, parents) }, RUNS_AT_ONCE);
  const pages = new Map<string, RunPage>(parents.map((parent) => [parent, { runs: [] }]));
  for (const run of runs) pages.get(parentOf(run) ?? "")?.runs.push(run);
  return pages;
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { childRunsQuery } from "@/api/branches";
import { type Families, familiesQuery, NOBODY } from "@/api/families";
import { type RunSearch, runsQuery } from "@/api/runSearch";
import type { Run } from "@/api/types";

import type { Picked } from "./picked";
import type { Branches, Row } from "./rows";
import { arrange, flat, openIds } from "./tree";
import { useBranches } from "./useBranches";

const NO_BRANCHES: Branches = new Map();
const NO_IDS: readonly string[] = [];

/** Runs as rows: pages of those at the top as they were fetched, and the children of what is open. */
export function useRunRows(search: RunSearch, opened: Picked, nested: boolean, ready: boolean) {
  const { families, error, known } = useFamilies(search, nested && ready);
  const tooMany = nested && known && families !== undefined && families.top === undefined;
  const treed = nested && !tooMany;
  const top = treed ? families?.top : search.filter;
  const query = useInfiniteQuery({
    ...runsQuery({ ...search, filter: top ?? search.filter }),
    enabled: ready && top !== undefined,
    placeholderData: (before) => before,
  });
  const tops = useMemo(() => unique(query.data?.pages.flatMap((page) => page.runs) ?? []), [query.data]);
  const { rows, more } = useTree(search, tops, treed ? (families ?? NOBODY) : NOBODY, opened, treed);
  return { query, rows, more, families: treed ? families : undefined, tooMany, error, /** Characters before the filter in what was asked about families. */ shift: error ? 1 : 0 };
}

/** Who is below whom. Until that is known, all runs without a parent are at the top. */
function useFamilies(search: RunSearch, wanted: boolean): { families: Families | undefined; error: Error | null; known: boolean } {
  const scope = { experimentIds: search.experimentIds, filter: search.filter, lifecycle: search.lifecycle };
  const all = useQuery({ ...familiesQuery({ ...scope, filter: "" }), enabled: wanted });
  // Where no run has a parent, none that a filter finds has one.
  const childless = all.data?.counts.size === 0;
  const found = useQuery({ ...familiesQuery(scope), enabled: wanted && search.filter !== "" && all.data !== undefined && !childless });
  const families = useMemo(() => {
    if (all.isError) return { ...NOBODY, top: undefined };
    if (search.filter === "") return all.data ?? NOBODY;
    return childless ? { ...NOBODY, top: search.filter } : found.data;
  }, [search.filter, all.data, all.isError, found.data, childless]);
  return { families, error: search.filter === "" ? null : found.error, known: all.isError || (search.filter === "" ? all.isSuccess : found.isSuccess) };
}

/** Rows of the tree. Which branches are open shows only as one goes down: each level that comes may open the next. */
function useTree(search: RunSearch, tops: readonly Run[], families: Families, opened: Picked, treed: boolean): { rows: Row[]; more: (branch: string) => void } {
  const [known, setKnown] = useState(NO_BRANCHES);
  const line = useMemo(() => (treed ? openIds(tops, families, known, opened).join() : ""), [treed, tops, families, known, opened]);
  const ids = useMemo(() => (line ? line.split(",") : NO_IDS), [line]);
  const { branches, more } = useBranches(ids, (branch, limit) => childRunsQuery(search, families, branch, limit));
  if (known !== branches) setKnown(branches);
  const rows = useMemo(() => (treed ? arrange(tops, families, branches, opened) : flat(tops)), [tops, families, branches, opened, treed]);
  return { rows, more };
}

/** A run that moved between two pages while they were fetched comes twice. */
function unique(runs: Run[]): Run[] {
  const seen = new Set<string>();
  return runs.filter((run) => !seen.has(run.info.run_id) && seen.add(run.info.run_id));
}

import { useQueries, type UseQueryOptions } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { BRANCH_PAGE } from "@/api/branches";
import type { RunPage } from "@/api/runSearch";

import type { Branches } from "./rows";

type BranchQuery = Pick<UseQueryOptions<RunPage, Error, RunPage, unknown[]>, "queryKey" | "queryFn" | "staleTime" | "retry">;

/** What open branches have, as far as it was asked for. */
export function useBranches(ids: readonly string[], queryOf: (branch: string, limit: number) => BranchQuery) {
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const combine = useCallback((answers: { data?: RunPage }[]): Branches => new Map(answers.flatMap(({ data }, i) => (data ? [[ids[i] as string, data] as const] : []))), [ids]);
  const branches = useQueries({
    // What is there stays while more of it comes.
    queries: ids.map((id) => ({ ...queryOf(id, limits.get(id) ?? BRANCH_PAGE), placeholderData: (before: RunPage | undefined) => before })),
    combine,
  });
  const more = useCallback((branch: string) => setLimits((before) => new Map(before).set(branch, (before.get(branch) ?? BRANCH_PAGE) * 4)), []);
  return { branches, more };
}

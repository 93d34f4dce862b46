import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { groupRunsQuery } from "@/api/branches";
import { both } from "@/api/families";
import { filterOf, type GroupSearch, groupsQuery } from "@/api/runGroups";
import type { RunSearch } from "@/api/runSearch";

import { arrangeGroups } from "./groupRows";
import { isPicked, type Picked } from "./picked";
import { useBranches } from "./useBranches";

/** Groups as rows, and the runs of those that are open. */
export function useGroupRows(search: RunSearch, groups: Pick<GroupSearch, "by" | "metrics" | "orderBy">, opened: Picked, ready: boolean) {
  const query = useInfiniteQuery({
    ...groupsQuery({ experimentIds: search.experimentIds, filter: search.filter, lifecycle: search.lifecycle, ...groups }),
    enabled: ready && groups.by.length > 0,
    placeholderData: (before) => before,
  });
  const found = useMemo(() => (groups.by.length ? (query.data?.pages.flatMap((page) => page.groups) ?? []) : []), [query.data, groups.by.length]);
  const ids = useMemo(() => found.map(filterOf).filter((branch) => isPicked(opened, branch)), [found, opened]);
  const { branches, more } = useBranches(ids, (branch, limit) => groupRunsQuery({ ...search, filter: both(search.filter, branch) }, limit));
  const rows = useMemo(() => arrangeGroups(found, branches, opened), [found, branches, opened]);
  return { query, rows, more };
}

import { filterOf } from "@/api/runGroups";
import type { RunGroup } from "@/api/types";

import { isPicked, type Picked } from "./picked";
import { type Branches, moreOf, type Row } from "./rows";

/** Rows of groups: the runs of an open group stand below it. A group is known by the filter that its runs satisfy. */
export function arrangeGroups(groups: readonly RunGroup[], branches: Branches, opened: Picked): Row[] {
  return groups.flatMap((group): Row[] => {
    const branch = filterOf(group);
    const open = isPicked(opened, branch);
    const head: Row = { kind: "group", key: branch, depth: 0, group, open };
    if (!open) return [head];
    const page = branches.get(branch);
    const runs = (page?.runs ?? []).map((run): Row => ({ kind: "run", key: `${branch} ${run.info.run_id}`, run, depth: 1, children: 0, open: false, dimmed: false, stray: false }));
    return [head, ...runs, ...moreOf(branch, 1, group.count, page)];
  });
}

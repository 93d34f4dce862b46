import { type Families, parentOf } from "@/api/families";
import type { Run } from "@/api/types";

import { isPicked, type Picked } from "./picked";
import { type Branches, moreOf, type Row } from "./rows";

/** Runs side by side. */
export const flat = (runs: readonly Run[]): Row[] =>
  runs.map((run) => ({ kind: "run", key: run.info.run_id, run, depth: 0, children: 0, open: false, dimmed: false, stray: parentOf(run) !== undefined }));

/**
 * Rows of a tree: the children of an open run stand below it.
 *
 * Args:
 *   tops: Runs at the top, in the order of the table.
 *   families: How many children there are, and who is shown for theirs.
 *   branches: Children by parent, as far as they are known.
 */
export function arrange(tops: readonly Run[], families: Families, branches: Branches, opened: Picked): Row[] {
  const rows: Row[] = [];
  const placed = new Set<string>();
  const put = (run: Run, depth: number): void => {
    const id = run.info.run_id;
    // In a circle each is below another: once is enough.
    if (placed.has(id)) return;
    placed.add(id);
    const children = families.counts.get(id) ?? 0;
    const open = children > 0 && isPicked(opened, id);
    rows.push({ kind: "run", key: id, run, depth, children, open, dimmed: families.dimmed.has(id), stray: depth === 0 && parentOf(run) !== undefined });
    if (!open) return;
    const page = branches.get(id);
    for (const child of page?.runs ?? []) put(child, depth + 1);
    rows.push(...moreOf(id, depth + 1, children, page));
  };
  for (const run of tops) put(run, 0);
  return rows;
}

/** Ids of open runs that can be seen: those whose children are wanted. */
export function openIds(tops: readonly Run[], families: Families, branches: Branches, opened: Picked): string[] {
  const ids = new Set<string>();
  const look = (run: Run): void => {
    const id = run.info.run_id;
    if (ids.has(id) || !families.counts.has(id) || !isPicked(opened, id)) return;
    ids.add(id);
    for (const child of branches.get(id)?.runs ?? []) look(child);
  };
  for (const run of tops) look(run);
  return [...ids];
}

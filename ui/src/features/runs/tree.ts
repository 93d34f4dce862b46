import type { Run } from "@/api/types";
import { factsOf } from "@/shared/runs/facts";

export interface Row {
  run: Run;
  depth: number;
  /** Whether children are known; then the row can be opened. */
  parent: boolean;
  open: boolean;
}

const parentOf = (run: Run): string | undefined => factsOf(run).tags.get("mlflow.parentRunId");

/**
 * Rows of a tree: children stand below their parent when it is open, and on their own when it is not among the runs.
 *
 * Args:
 *   runs: In the order of the table.
 *   children: Children by parent as the server told them, for parents that were opened.
 *   open: Ids of open parents.
 */
export function arrange(runs: readonly Run[], children: ReadonlyMap<string, readonly Run[]>, open: ReadonlySet<string>): Row[] {
  const here = new Set(runs.map((run) => run.info.run_id));
  const below = new Map<string, Run[]>();
  const tops: Run[] = [];
  for (const run of runs) {
    const parent = parentOf(run);
    if (parent && parent !== run.info.run_id && here.has(parent)) below.set(parent, [...(below.get(parent) ?? []), run]);
    else tops.push(run);
  }
  const rows: Row[] = [];
  const placed = new Set<string>();
  const place = (run: Run, depth: number): void => {
    const id = run.info.run_id;
    if (placed.has(id)) return;
    placed.add(id);
    const known = children.get(id) ?? below.get(id) ?? [];
    const row = { run, depth, parent: known.length > 0, open: open.has(id) };
    rows.push(row);
    if (row.open) for (const child of known) place(child, depth + 1);
    else for (const child of known) hide(child);
  };
  // A closed branch is placed too, out of sight.
  const hide = (run: Run): void => {
    if (placed.has(run.info.run_id)) return;
    placed.add(run.info.run_id);
    for (const child of below.get(run.info.run_id) ?? []) hide(child);
  };
  for (const run of tops) place(run, 0);
  // Runs that are each other's parents have no top: show them rather than lose them.
  for (const run of runs) place(run, 0);
  return rows;
}

export const flat = (runs: readonly Run[]): Row[] => runs.map((run) => ({ run, depth: 0, parent: false, open: false }));

import type { RunPage } from "@/api/runSearch";
import type { Run, RunGroup } from "@/api/types";

interface Line {
  /** What no other row has. */
  key: string;
  depth: number;
}

/** A run. Below it stand its children when it is open. */
export interface RunRow extends Line {
  kind: "run";
  run: Run;
  /** How many runs are below it; 0 where it cannot be opened. */
  children: number;
  open: boolean;
  /** It does not match the filter and is shown for its children's sake. */
  dimmed: boolean;
  /** Its parent is in another experiment, or deleted. */
  stray: boolean;
}

/** Runs with the same values. */
export interface GroupRow extends Line {
  kind: "group";
  group: RunGroup;
  open: boolean;
}

/** Where a branch goes on: what is not there yet, or is being fetched. */
export interface MoreRow extends Line {
  kind: "more";
  branch: string;
  left: number;
  busy: boolean;
}

export type Row = RunRow | GroupRow | MoreRow;

/** What a branch has so far; undefined while its first runs are being fetched. */
export type Branches = ReadonlyMap<string, RunPage>;

/** The row that says how a branch goes on, if it does. */
export function moreOf(branch: string, depth: number, count: number, page: RunPage | undefined): MoreRow[] {
  if (page && !page.next) return [];
  return [{ kind: "more", key: `more ${branch}`, branch, depth, left: Math.max(1, count - (page?.runs.length ?? 0)), busy: page === undefined }];
}

export const runsIn = (rows: readonly Row[]): Run[] => rows.flatMap((row) => (row.kind === "run" ? row.run : []));

import { parentOf } from "@/api/families";
import type { Run } from "@/api/types";

export interface Member {
  run: Run;
  children: Run[];
}

/** Children of a run with theirs, as far as they are known: `later` are runs of the generation below. */
export const membersOf = (children: readonly Run[], later: readonly Run[]): Member[] =>
  children.map((run) => ({ run, children: later.filter((other) => parentOf(other) === run.info.run_id) }));

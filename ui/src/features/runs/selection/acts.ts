import type { QueryClient } from "@tanstack/react-query";

import { replaceRuns, runsById, type RunSearch } from "@/api/runSearch";
import { deleteRun, deleteRunTag, restoreRun, setRunTag } from "@/api/runs";
import { factsOf } from "@/shared/runs/facts";

import { isPicked, type Picked } from "../rows/picked";
import { actOnAll } from "./bulk";

interface Target {
  queries: QueryClient;
  selection: Picked;
  search: RunSearch;
}

/** Lists of these runs and of others, their own pages, and the bin: a run stands in many answers. */
const STALE = [["runs"], ["run"], ["bin"]];
const refreshing = ({ queries }: Target) => () => Promise.all(STALE.map((queryKey) => queries.invalidateQueries({ queryKey })));

/** Rows that are going to be gone are gone at once. */
const vanish = ({ queries, selection, search }: Target) => replaceRuns(queries, search.experimentIds, (run) => (isPicked(selection, run.info.run_id) ? null : run));

export async function deleteRuns(target: Target): Promise<void> {
  // Of a search, all rows may match or not: they go when the server has spoken.
  if (!target.selection.all) vanish(target);
  await actOnAll({ ...target, present: "Deleting", past: "Deleted", act: deleteRun, undo: restoreRun, refresh: refreshing(target) });
}

export async function restoreRuns(target: Target): Promise<void> {
  if (!target.selection.all) vanish(target);
  await actOnAll({ ...target, present: "Restoring", past: "Restored", act: restoreRun, undo: deleteRun, refresh: refreshing(target) });
}

/** What runs have as a tag now: taking a change back needs it. */
async function valuesOf({ search }: Target, ids: readonly string[], key: string): Promise<Map<string, string>> {
  const runs = await runsById({ ...search, columns: [`tags.${key}`] }, ids);
  return new Map(runs.flatMap((run) => [[run.info.run_id, factsOf(run).tags.get(key)] as const]).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

async function changeTag(target: Target, key: string, past: string, act: (id: string, before: string | undefined) => Promise<unknown>): Promise<void> {
  let values = new Map<string, string>();
  await actOnAll({
    ...target,
    present: "Tagging",
    past,
    before: async (ids) => {
      values = await valuesOf(target, ids, key);
    },
    act: (id) => act(id, values.get(id)),
    undo: async (id) => {
      const before = values.get(id);
      if (before !== undefined) await setRunTag(id, key, before);
      else if (past === "Tagged") await deleteRunTag(id, key);
    },
    refresh: refreshing(target),
  });
}

export const tagRuns = (target: Target, key: string, value: string): Promise<void> => changeTag(target, key, "Tagged", (id) => setRunTag(id, key, value));

export const untagRuns = (target: Target, key: string): Promise<void> =>
  changeTag(target, key, "Untagged", async (id, before) => {
    if (before !== undefined) await deleteRunTag(id, key);
  });

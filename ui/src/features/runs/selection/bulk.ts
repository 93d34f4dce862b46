import { NAMES_ONLY } from "@/api/runs";
import { everyRun, type RunSearch } from "@/api/runSearch";
import { plural } from "@/shared/format";
import { notifyDone, notifyFailure, notifyProgress } from "@/shared/ui/notify";

import type { Picked } from "../rows/picked";

/** Runs that are changed at the same time: a server has few writers. */
const AT_ONCE = 6;
/** Fewer are done before one has read how far they are. */
const TOLD_FROM = 30;

interface Outcome {
  done: string[];
  refused: { id: string; why: string }[];
}

/** Does something to each of many runs, some at the same time. What is refused does not stop the rest. */
export async function toEach(ids: readonly string[], act: (id: string) => Promise<unknown>, signal: AbortSignal, tell: (done: number) => void = () => undefined): Promise<Outcome> {
  const outcome: Outcome = { done: [], refused: [] };
  let next = 0;
  const work = async () => {
    while (next < ids.length && !signal.aborted) {
      const id = ids[next++] as string;
      try {
        await act(id);
        outcome.done.push(id);
      } catch (error) {
        outcome.refused.push({ id, why: error instanceof Error ? error.message : String(error) });
      }
      tell(outcome.done.length + outcome.refused.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}

/** The sentence about what came of it: what was done, what was not, and why. */
export function sentenceOf(past: string, { done, refused }: Outcome, wanted: number): string {
  const left = wanted - done.length - refused.length;
  const parts = [`${past} ${plural(done.length, "run")}`];
  if (refused.length > 0) parts.push(`${refused.length.toLocaleString("en")} refused: ${refused[0]?.why}`);
  if (left > 0) parts.push(`stopped before ${plural(left, "other")}`);
  return parts.join("; ");
}

/** Ids of the selected runs; those of a search are read page by page. */
export async function idsOf(selection: Picked, search: RunSearch, signal?: AbortSignal): Promise<string[]> {
  if (!selection.all) return [...selection.except];
  const ids: string[] = [];
  for await (const runs of everyRun({ ...search, columns: NAMES_ONLY }, signal)) {
    for (const { info } of runs) if (!selection.except.has(info.run_id)) ids.push(info.run_id);
  }
  return ids;
}

interface BulkAct {
  selection: Picked;
  search: RunSearch;
  /** "Deleting", for as long as it takes; "Deleted" when it is done. */
  present: string;
  past: string;
  act: (id: string) => Promise<unknown>;
  /** Before anything is done, with all that is going to be. */
  before?: (ids: readonly string[]) => Promise<unknown> | void;
  undo?: (id: string) => Promise<unknown>;
  /** After all, and after all is undone. */
  refresh: () => Promise<unknown>;
}

/** Does something to all selected runs, tells how far it is and what came of it, and offers to take it back. */
export async function actOnAll({ selection, search, present, past, act, before, undo, refresh }: BulkAct): Promise<void> {
  const many = selection.all || selection.except.size > TOLD_FROM;
  const progress = many ? notifyProgress("Finding the runs…") : undefined;
  const signal = progress?.signal ?? new AbortController().signal;
  let done: readonly string[] = [];
  const work = async (): Promise<string> => {
    const ids = await idsOf(selection, search, signal);
    await before?.(ids);
    const outcome = await toEach(ids, act, signal, (count) => progress?.tell(`${present} ${count.toLocaleString("en")} of ${plural(ids.length, "run")}…`));
    if (outcome.done.length === 0 && outcome.refused[0]) throw new Error(outcome.refused[0].why);
    done = outcome.done;
    return sentenceOf(past, outcome, ids.length);
  };
  const said = work();
  notifyDone(said, undo && (() => takeBack(done, undo, refresh)));
  try {
    await said;
  } catch (error) {
    if (!signal.aborted) notifyFailure(error);
  } finally {
    progress?.end();
    await refresh();
  }
}

async function takeBack(ids: readonly string[], undo: (id: string) => Promise<unknown>, refresh: () => Promise<unknown>): Promise<void> {
  const progress = ids.length > TOLD_FROM ? notifyProgress("Taking it back…") : undefined;
  const { refused } = await toEach(ids, undo, progress?.signal ?? new AbortController().signal);
  progress?.end();
  await refresh();
  if (refused[0]) throw new Error(`${plural(refused.length, "run")} stayed as they are: ${refused[0].why}`);
}

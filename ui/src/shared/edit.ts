import { type QueryClient, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

import { notifyDone, notifyFailure } from "./ui/notify";

/** How the cached answers below a key look once an edit is done. Made by `showing`. */
export interface Showing {
  key: QueryKey;
  update: (data: unknown) => unknown;
}

/** All answers whose key begins with this one, as they look after the edit. An answer that is not there stays absent. */
export const showing = <T>(key: QueryKey, update: (data: T) => T): Showing => ({ key, update: update as (data: unknown) => unknown });

/** Something a person changes: seen at once, refused by the server perhaps, taken back perhaps. */
export interface Edit<V> {
  act: (what: V) => Promise<unknown>;
  /** What changes on the page before the server has answered. */
  shows?: (what: V) => readonly Showing[];
  /** Prefixes of the answers that are asked anew afterwards, beside those that `shows` names. */
  stale?: (what: V) => readonly QueryKey[];
  /** What the notice says when it is done; no words, no notice. */
  says?: (what: V) => string;
  /** Takes it back; without it the notice offers nothing. */
  undo?: (what: V) => Promise<unknown>;
  /** Edits of one object are sent one after another, so that the last one wins. */
  object?: (what: V) => string;
}

interface Written {
  key: QueryKey;
  before: unknown;
  after: unknown;
}

/** Edits under way, and what has to be asked anew when the last of them is done: an answer in between would show the past. */
class Desk {
  underWay = 0;
  readonly stale: QueryKey[] = [];
  readonly lines = new Map<string, Promise<unknown>>();
}

const desks = new WeakMap<QueryClient, Desk>();

function deskOf(queries: QueryClient): Desk {
  const desk = desks.get(queries) ?? new Desk();
  desks.set(queries, desk);
  return desk;
}

function write(queries: QueryClient, shows: readonly Showing[]): Written[] {
  const written: Written[] = [];
  for (const { key, update } of shows) {
    for (const [full, before] of queries.getQueriesData<unknown>({ queryKey: key })) {
      if (before === undefined) continue;
      const after = update(before);
      if (after === before) continue;
      queries.setQueryData<unknown>(full, after);
      written.push({ key: full, before, after: queries.getQueryData(full) });
    }
  }
  return written;
}

/** Only where nothing else has been written since: what came later is not undone with it. */
function putBack(queries: QueryClient, written: readonly Written[]): void {
  for (const { key, before, after } of written.toReversed()) {
    if (queries.getQueryData(key) === after) queries.setQueryData(key, before);
  }
}

async function during<T>(queries: QueryClient, keys: readonly QueryKey[], work: () => Promise<T>): Promise<T> {
  const desk = deskOf(queries);
  desk.underWay += 1;
  desk.stale.push(...keys);
  try {
    return await work();
  } finally {
    desk.underWay -= 1;
    if (desk.underWay === 0) for (const queryKey of desk.stale.splice(0)) void queries.invalidateQueries({ queryKey });
  }
}

/** Waits for its turn among the edits of one object. */
function inLine<T>(queries: QueryClient, object: string | undefined, work: () => Promise<T>): Promise<T> {
  if (object === undefined) return work();
  const { lines } = deskOf(queries);
  const mine = (lines.get(object) ?? Promise.resolve()).then(work, work);
  lines.set(object, mine);
  const leave = () => void (lines.get(object) === mine && lines.delete(object));
  mine.then(leave, leave);
  return mine;
}

/**
 * Show an edit, ask the server, and put everything back if it refuses.
 *
 * Rejects with the server's refusal.
 */
export async function carryOut<V>(queries: QueryClient, edit: Edit<V>, what: V): Promise<void> {
  const shows = edit.shows?.(what) ?? [];
  const keys = [...shows.map(({ key }) => key), ...(edit.stale?.(what) ?? [])];
  const object = edit.object?.(what);
  // An answer that was asked for before the edit must not come in after it.
  for (const { key } of shows) void queries.cancelQueries({ queryKey: key });
  const written = write(queries, shows);
  const done = during(queries, keys, async () => {
    try {
      await inLine(queries, object, () => edit.act(what));
    } catch (refusal) {
      putBack(queries, written);
      throw refusal;
    }
  });
  const said = edit.says?.(what);
  const { undo } = edit;
  const takeBack = () => {
    putBack(queries, written);
    return during(queries, keys, () => inLine(queries, object, () => undo?.(what) ?? Promise.resolve()));
  };
  if (said !== undefined) notifyDone(done.then(() => said), undo && takeBack);
  await done;
}

/**
 * An edit for a page: `change(what)` tells a refusal in a notice, `attempt(what)` rejects with it (for a dialog that shows it).
 *
 *     const rename = useEdit({
 *       act: ({ name }) => renameRun(id, name),
 *       shows: ({ name }) => [showing<Run>(["run", id], (run) => withName(run, name))],
 *       says: ({ name }) => `Renamed to “${name}”`,
 *       undo: ({ old }) => renameRun(id, old),
 *     });
 */
export function useEdit<V>(edit: Edit<V>) {
  const queries = useQueryClient();
  const { mutateAsync, isPending } = useMutation({ mutationFn: (what: V) => carryOut(queries, edit, what), networkMode: "always" });
  return {
    change: (what: V): void => void mutateAsync(what).catch(notifyFailure),
    attempt: mutateAsync,
    busy: isPending,
  };
}

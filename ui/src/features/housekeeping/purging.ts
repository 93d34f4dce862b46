import { type BinKind, type Doomed, type Purge, PURGED_AT_ONCE } from "@/api/housekeeping";

const NOUNS: Readonly<Record<BinKind, string>> = { run: "run", experiment: "experiment", logged_model: "model" };

export const nounOf = (kind: BinKind): string => NOUNS[kind];

/** What was deleted so far, or would be: the sum of what several requests say. */
export interface Sum {
  runs: number;
  models: number;
  experiments: number;
  files: number;
  bytes: number;
  atLeast: boolean;
  kept: readonly { what: string; why: string }[];
}

export const NOTHING: Sum = { runs: 0, models: 0, experiments: 0, files: 0, bytes: 0, atLeast: false, kept: [] };

export const plus = (sum: Sum, { runs = 0, models = 0, experiments = 0, files = 0, bytes = 0, at_least = false, kept = [] }: Purge): Sum => ({
  runs: sum.runs + runs,
  models: sum.models + models,
  experiments: sum.experiments + experiments,
  files: sum.files + files,
  bytes: sum.bytes + bytes,
  atLeast: sum.atLeast || at_least,
  kept: [...sum.kept, ...kept],
});

export const sizeOf = ({ runs, models, experiments }: Sum): number => runs + models + experiments;

/** Requests that name all of it, none of them too much. */
export function requests(kind: BinKind, ids: readonly string[]): Doomed[] {
  const most = kind === "experiment" ? 1 : PURGED_AT_ONCE;
  return Array.from({ length: Math.ceil(ids.length / most) }, (_, i) => ({ kind, ids: ids.slice(i * most, (i + 1) * most) }));
}

/** What would go, asked of the server for all of it. */
export async function foretell(kind: BinKind, ids: readonly string[], ask: (doomed: Doomed) => Promise<Purge>): Promise<Sum> {
  let sum = NOTHING;
  for (const request of requests(kind, ids)) sum = plus(sum, await ask(request));
  return sum;
}

/**
 * Deletes all of it for good, some seconds a request.
 *
 * What stays for a reason is told once: it is not asked for again.
 */
export async function purgeAll(
  kind: BinKind,
  ids: readonly string[],
  ask: (doomed: Doomed) => Promise<Purge>,
  tell: (sum: Sum) => void,
  signal: AbortSignal,
): Promise<Sum> {
  let sum = NOTHING;
  for (const request of requests(kind, ids)) {
    let left: Doomed | undefined = request;
    while (left && !signal.aborted) {
      const done: Purge = await ask(left);
      sum = plus(sum, done);
      tell(sum);
      left = stillThere(left, done);
    }
  }
  return sum;
}

/** What to ask for again: an experiment as a whole, of runs and models those that are not gone; nothing where nothing remains. */
function stillThere({ kind, ids }: Doomed, { remaining = 0, purged = [], kept = [] }: Purge): Doomed | undefined {
  if (!remaining || purged.length === 0) return undefined;
  if (kind === "experiment") return { kind, ids };
  const gone = new Set(purged);
  const stays = new Set(kept.map(({ what }) => what.split(" ").pop()));
  return { kind, ids: ids.filter((id) => !gone.has(id) && !stays.has(id)) };
}

/** What has to be typed: it names what goes. */
export const sentence = (sum: Sum): string =>
  "delete " +
  ([[sum.runs, "run"], [sum.models, "model"], [sum.experiments, "experiment"]] as const)
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? "" : "s"}`)
    .join(" and ");

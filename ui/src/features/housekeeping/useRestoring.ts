import type { InfiniteData } from "@tanstack/react-query";

import { deleteExperiment, restoreExperiment } from "@/api/experiments";
import type { Binned, BinKind } from "@/api/housekeeping";
import { deleteRun, restoreRun } from "@/api/runs";
import { showing, useEdit } from "@/shared/edit";
import { plural } from "@/shared/format";

import { nounOf } from "./purging";

interface Page {
  binned?: Binned[];
}

/** Takes things out of the bin: at once on the page, and back again by Undo. */
export function useRestoring(kind: BinKind): (what: readonly Binned[]) => void {
  const [out, back] = kind === "experiment" ? [restoreExperiment, deleteExperiment] : [restoreRun, deleteRun];
  const { change } = useEdit<readonly Binned[]>({
    act: (what) => oneByOne(what, out),
    shows: (what) => {
      const gone = new Set(what.map(({ id }) => id));
      const without = (page: Page) => ({ ...page, binned: page.binned?.filter(({ id }) => !gone.has(id)) });
      return [showing<InfiniteData<Page>>(["bin", kind], (data) => ({ ...data, pages: data.pages.map(without) }))];
    },
    stale: () => [["experiments"], ["experiment"], ["runs"], ["run"]],
    says: (what) => (what.length === 1 ? `Restored “${what[0]?.name}”` : `Restored ${plural(what.length, nounOf(kind))}`),
    undo: (what) => oneByOne(what, back),
    object: () => `bin ${kind}`,
  });
  return change;
}

async function oneByOne(what: readonly Binned[], act: (id: string) => Promise<unknown>): Promise<void> {
  for (const { id } of what) await act(id);
}

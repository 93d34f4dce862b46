import type { RunInfo } from "@/api/types";

/** Enough of an id to tell runs apart by eye. */
export const shortId = (runId: string): string => runId.slice(0, 8);

/** What a run is called: its name, or the beginning of its id. */
export const nameOf = ({ run_id: runId, run_name: name }: RunInfo): string => name || shortId(runId);

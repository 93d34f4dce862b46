import { renameRun } from "@/api/runs";
import type { Run, RunInfo } from "@/api/types";

import { showing, useEdit } from "../edit";

/** A new name for a run: on its page at once, in lists when the server has it. */
export function useRunRename(): (run: RunInfo, name: string) => Promise<void> {
  const { attempt } = useEdit<{ run: RunInfo; name: string }>({
    act: ({ run, name }) => renameRun(run.run_id, name),
    shows: ({ run, name }) => [showing<Run>(["run", run.run_id], (shown) => ({ ...shown, info: { ...shown.info, run_name: name } }))],
    stale: () => [["runs"]],
    says: ({ name }) => `Renamed to “${name}”`,
    undo: ({ run }) => renameRun(run.run_id, run.run_name ?? ""),
    object: ({ run }) => `run ${run.run_id}`,
  });
  return (run, name) => attempt({ run, name });
}

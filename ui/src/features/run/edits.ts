import { deleteRun, deleteRunTag, restoreRun, setRunTag } from "@/api/runs";
import type { Run } from "@/api/types";
import { showing, useEdit } from "@/shared/edit";
import { nameOf } from "@/shared/runs/name";
import { useRunRename } from "@/shared/runs/useRunRename";
import { useTagEdits } from "@/shared/useTagEdits";

export const NOTE = "mlflow.note.content";

export const tagOf = (run: Run, key: string): string | undefined => run.data?.tags?.find((tag) => tag.key === key)?.value;

type Stage = "active" | "deleted";
/** What puts a run into a stage. */
const MOVES: Readonly<Record<Stage, (runId: string) => Promise<unknown>>> = { active: restoreRun, deleted: deleteRun };

/** Lists of runs: of this experiment, of several, and of the bin. */
const LISTS = [["runs"], ["bin"]];

/** What can be changed of a run: each change is seen at once and can be taken back. */
export function useRunEdits(run: Run) {
  const { run_id: runId } = run.info;
  const own = ["run", runId];
  const rename = useRunRename();
  const tags = useTagEdits<Run>({
    tags: run.data?.tags,
    key: own,
    within: (was, change) => ({ ...was, data: { ...was.data, tags: change(was.data?.tags) } }),
    set: (key, value) => setRunTag(runId, key, value),
    remove: (key) => deleteRunTag(runId, key),
    stale: LISTS,
    says: ({ key }) => (key === NOTE ? "Saved the note" : undefined),
  });
  const stage = useEdit<Stage>({
    act: (next) => MOVES[next](runId),
    shows: (next) => [showing<Run>(own, (shown) => ({ ...shown, info: { ...shown.info, lifecycle_stage: next } }))],
    stale: () => LISTS,
    says: (next) => `${next === "deleted" ? "Deleted" : "Restored"} “${nameOf(run.info)}”`,
    undo: (next) => MOVES[next === "deleted" ? "active" : "deleted"](runId),
    object: () => own.join(" "),
  });
  return { rename: (name: string) => rename(run.info, name), ...tags, remove: () => stage.change("deleted"), restore: () => stage.change("active") };
}

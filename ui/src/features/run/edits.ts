import { deleteRun, deleteRunTag, restoreRun, setRunTag } from "@/api/runs";
import type { Run } from "@/api/types";
import { showing, useEdit } from "@/shared/edit";
import { nameOf } from "@/shared/runs/name";
import { useRunRename } from "@/shared/runs/useRunRename";
import { useTagEdits } from "@/shared/useTagEdits";

export const NOTE = "mlflow.note.content";

export const tagOf = (run: Run, key: string): string | undefined => run.data?.tags?.find((tag) => tag.key === key)?.value;

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
  const inBin = (stage: string) => showing<Run>(own, (shown) => ({ ...shown, info: { ...shown.info, lifecycle_stage: stage } }));
  const remove = useEdit<void>({
    act: () => deleteRun(runId),
    shows: () => [inBin("deleted")],
    stale: () => LISTS,
    says: () => `Deleted “${nameOf(run.info)}”`,
    undo: () => restoreRun(runId),
    object: () => own.join(" "),
  });
  const restore = useEdit<void>({
    act: () => restoreRun(runId),
    shows: () => [inBin("active")],
    stale: () => LISTS,
    says: () => `Restored “${nameOf(run.info)}”`,
    undo: () => deleteRun(runId),
    object: () => own.join(" "),
  });
  return { rename: (name: string) => rename(run.info, name), ...tags, remove: () => remove.change(), restore: () => restore.change() };
}

import { deleteRun, deleteRunTag, renameRun, restoreRun, setRunTag } from "@/api/runs";
import type { Run } from "@/api/types";
import { showing, useEdit } from "@/shared/edit";

export const NOTE = "mlflow.note.content";

export const tagOf = (run: Run, key: string): string | undefined => run.data?.tags?.find((tag) => tag.key === key)?.value;

const withTag = (run: Run, key: string, value: string | undefined): Run => {
  const others = run.data?.tags?.filter((tag) => tag.key !== key) ?? [];
  return { ...run, data: { ...run.data, tags: value === undefined ? others : [...others, { key, value }] } };
};

interface TagEdit {
  key: string;
  /** What it shall be; nothing takes the tag away. */
  value: string | undefined;
}

/** What can be changed of a run: each change is seen at once and can be taken back. */
export function useRunEdits(run: Run) {
  const { run_id: runId, run_name: name = "", experiment_id: experimentId } = run.info;
  const own = ["run", runId];
  const lists = () => [["runs", experimentId]];
  const object = () => `run ${runId}`;
  const writeTag = (key: string, value: string | undefined) => (value === undefined ? deleteRunTag(runId, key) : setRunTag(runId, key, value));
  const said = ({ key, value }: TagEdit): string => {
    if (key === NOTE) return "Saved the note";
    return value === undefined ? `Removed the tag ${key}` : `Set the tag ${key}`;
  };
  const tag = useEdit<TagEdit & { old: string | undefined }>({
    act: ({ key, value }) => writeTag(key, value),
    shows: ({ key, value }) => [showing<Run>(own, (shown) => withTag(shown, key, value))],
    stale: lists,
    says: said,
    undo: ({ key, old }) => writeTag(key, old),
    object,
  });
  const rename = useEdit<string>({
    act: (next) => renameRun(runId, next),
    shows: (next) => [showing<Run>(own, (shown) => ({ ...shown, info: { ...shown.info, run_name: next } }))],
    stale: lists,
    says: (next) => `Renamed to “${next}”`,
    undo: () => renameRun(runId, name),
    object,
  });
  const inBin = (stage: string) => showing<Run>(own, (shown) => ({ ...shown, info: { ...shown.info, lifecycle_stage: stage } }));
  const remove = useEdit<void>({ act: () => deleteRun(runId), shows: () => [inBin("deleted")], stale: lists, says: () => `Deleted “${name}”`, undo: () => restoreRun(runId), object });
  const restore = useEdit<void>({ act: () => restoreRun(runId), shows: () => [inBin("active")], stale: lists, says: () => `Restored “${name}”`, undo: () => deleteRun(runId), object });
  return {
    rename: rename.attempt,
    setTag: (key: string, value: string) => tag.attempt({ key, value, old: tagOf(run, key) }),
    removeTag: (key: string) => tag.attempt({ key, value: undefined, old: tagOf(run, key) }),
    remove: () => remove.change(),
    restore: () => restore.change(),
  };
}

import type { InfiniteData, QueryKey } from "@tanstack/react-query";

import { createExperiment, deleteExperiment, renameExperiment, restoreExperiment } from "@/api/experiments";
import type { Experiment } from "@/api/types";
import { type Showing, showing, useEdit } from "@/shared/edit";

interface Page {
  experiments?: Experiment[];
}

/** Lists of experiments as they look once each of them is changed, or is gone. */
const lists = (change: (experiment: Experiment) => Experiment | null): Showing =>
  showing<InfiniteData<Page> | Experiment[]>(["experiments"], (data) =>
    "pages" in data ? { ...data, pages: data.pages.map((page) => ({ ...page, experiments: page.experiments?.flatMap((one) => change(one) ?? []) })) } : data,
  );

const without = (id: string) => lists((one) => (one.experiment_id === id ? null : one));

/** Renamed and at once deleted, an experiment must meet the server in that order. */
const object = ({ experiment_id: id }: Experiment): string => `experiment ${id}`;

/** An experiment goes to the bin, or comes back from it, with its runs. */
const moved = ({ experiment_id: id }: Experiment): QueryKey[] => [["experiment", id], ["runs"], ["bin"]];

/** What changes experiments: seen at once, taken back from the notice. */
export function useExperimentEdits() {
  const create = useEdit<string>({
    act: (name) => createExperiment(name),
    stale: () => [["experiments"]],
    says: (name) => `Created “${name}”`,
  });
  const rename = useEdit<{ experiment: Experiment; name: string }>({
    act: ({ experiment, name }) => renameExperiment(experiment.experiment_id, name),
    shows: ({ experiment, name }) => [lists((one) => (one.experiment_id === experiment.experiment_id ? { ...one, name } : one))],
    stale: ({ experiment }) => [["experiment", experiment.experiment_id]],
    says: ({ experiment, name }) => `“${experiment.name}” is now “${name}”`,
    undo: ({ experiment }) => renameExperiment(experiment.experiment_id, experiment.name),
    object: ({ experiment }) => object(experiment),
  });
  const remove = useEdit<Experiment>({
    act: ({ experiment_id: id }) => deleteExperiment(id),
    shows: ({ experiment_id: id }) => [without(id)],
    stale: moved,
    says: ({ name }) => `Deleted “${name}”`,
    undo: ({ experiment_id: id }) => restoreExperiment(id),
    object,
  });
  const restore = useEdit<Experiment>({
    act: ({ experiment_id: id }) => restoreExperiment(id),
    shows: ({ experiment_id: id }) => [without(id)],
    stale: moved,
    says: ({ name }) => `Restored “${name}”`,
    undo: ({ experiment_id: id }) => deleteExperiment(id),
    object,
  });
  return { create: create.attempt, rename: rename.attempt, remove: remove.change, restore: restore.change };
}

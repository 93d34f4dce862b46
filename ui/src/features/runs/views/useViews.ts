import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { deleteExperimentTag, experimentQuery, setExperimentTag } from "@/api/experiments";
import type { Experiment, KeyValue } from "@/api/types";
import { type Showing, showing, useEdit } from "@/shared/edit";
import type { TableState } from "@/shared/urlState/table";

import { DEFAULT_TAG, defaultIn, isBare, tagOf, type View, viewsIn, written } from "./views";

interface TagChange {
  /** What each tag becomes; undefined for none. */
  tags: Readonly<Record<string, string | undefined>>;
  /** What each was. */
  before: Readonly<Record<string, string | undefined>>;
  says: string;
}

const NO_TAGS: readonly KeyValue[] = [];

function withTags(experiment: Experiment, tags: TagChange["tags"]): Experiment {
  const rest = (experiment.tags ?? []).filter(({ key }) => !(key in tags));
  return { ...experiment, tags: [...rest, ...Object.entries(tags).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]))] };
}

/** Saved views of an experiment, and what changes them; none where several experiments are looked at. Everything is seen at once and can be taken back. */
export function useViews(ofExperiment: string | undefined) {
  const experimentId = ofExperiment ?? "";
  const { data: experiment, isError } = useQuery({ ...experimentQuery(experimentId), enabled: ofExperiment !== undefined });
  const tags = (experiment?.tags ?? NO_TAGS) as readonly KeyValue[];
  const views = useMemo(() => viewsIn(tags), [tags]);
  const usual = defaultIn(tags);

  const apply = async (wanted: TagChange["tags"]) => {
    for (const [key, value] of Object.entries(wanted)) await (value === undefined ? deleteExperimentTag(experimentId, key) : setExperimentTag(experimentId, key, value));
  };
  const edit = useEdit<TagChange>({
    act: ({ tags: wanted }) => apply(wanted),
    shows: ({ tags: wanted }): Showing[] => [showing<Experiment>(["experiment", experimentId], (data) => withTags(data, wanted))],
    stale: () => [["experiments"]],
    says: ({ says }) => says,
    undo: ({ before }) => apply(before),
    object: () => `views of ${experimentId}`,
  });
  const change = (wanted: TagChange["tags"], says: string) => {
    const now = new Map(tags.map(({ key, value }) => [key, value]));
    return edit.attempt({ tags: wanted, before: Object.fromEntries(Object.keys(wanted).map((key) => [key, now.get(key)])), says });
  };
  const valueOf = (name: string) => tags.find(({ key }) => key === tagOf(name))?.value;
  return {
    known: experiment !== undefined || isError || ofExperiment === undefined,
    views,
    usual,
    save: (name: string, state: TableState) => change({ [tagOf(name)]: written(state) }, `Saved “${name}”`),
    rename: (name: string, to: string) =>
      change({ [tagOf(to)]: valueOf(name), [tagOf(name)]: undefined, ...(usual === name ? { [DEFAULT_TAG]: to } : {}) }, `“${name}” is now “${to}”`),
    remove: (name: string) => change({ [tagOf(name)]: undefined, ...(usual === name ? { [DEFAULT_TAG]: undefined } : {}) }, `Deleted the view “${name}”`),
    setUsual: (name: string | undefined) => change({ [DEFAULT_TAG]: name }, name === undefined ? "No view opens for everybody any more" : `“${name}” opens for everybody`),
  };
}

/** An experiment without anything in its address opens in its default view. Returns whether that is still to come. */
export function useDefaultView({ views, usual, known }: { views: readonly View[]; usual: string | undefined; known: boolean }, state: TableState, replace: (next: TableState) => void): boolean {
  const bare = isBare(state);
  const view = usual === undefined ? undefined : views.find(({ name }) => name === usual);
  const due = bare && view !== undefined;
  useEffect(() => {
    if (due) replace({ ...view.state, saved: view.name });
  }, [due, view, replace]);
  return due || (bare && !known);
}

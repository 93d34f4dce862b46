import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus, Table2, X } from "lucide-react";
import { useRef, useState } from "react";

import { ApiError } from "@/api/client";
import { experimentsQuery, type Lifecycle } from "@/api/experiments";
import type { Experiment } from "@/api/types";
import { usePageActions } from "@/shared/actions";
import { filterOf } from "@/shared/filter/meant";
import { plural } from "@/shared/format";
import { useKeys } from "@/shared/keys";
import { MoreOnSight } from "@/shared/table/MoreOnSight";
import { pagingOf } from "@/shared/table/paging";
import { Button } from "@/shared/ui/Button";
import { Segments, Select } from "@/shared/ui/Controls";
import { NameDialog } from "@/shared/ui/Dialog";
import { Search } from "@/shared/ui/Search";
import { Failed, Waiting } from "@/shared/ui/State";
import type { ExperimentOrder, ExperimentsState } from "@/shared/urlState/experiments";
import { useSteady } from "@/shared/useSteady";
import { useTitle } from "@/shared/useTitle";
import { useTypedLine } from "@/shared/useTypedLine";

import { type ExperimentActs, ExperimentRow } from "./ExperimentRow";
import styles from "./Experiments.module.css";
import { NoExperiments } from "./NoExperiments";
import { useExperimentEdits } from "./useExperimentEdits";

const route = getRouteApi("/experiments");

const ORDERS: readonly (readonly [ExperimentOrder, string])[] = [
  ["last_update_time DESC", "Latest change"],
  ["creation_time DESC", "Newest"],
  ["name ASC", "Name"],
  ["name DESC", "Name, from Z"],
];

/** Rows whose runs are counted: a screen or two. */
const COUNTED = 60;

export function ExperimentsPage() {
  useTitle("Experiments");
  const state = route.useSearch();
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  const change = (next: Partial<ExperimentsState>) => void navigate({ to: "/experiments", search: (before) => ({ ...before, ...next }), replace: true });
  const [text, setText] = useTypedLine(state.q ?? "", (q) => change({ q: q || undefined }));
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<Experiment | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const lifecycle: Lifecycle = state.view ?? "active";
  const orderBy = state.order ?? "last_update_time DESC";
  const query = useInfiniteQuery({ ...experimentsQuery({ filter: filterOf(state.q ?? ""), orderBy, lifecycle }), placeholderData: (before) => before });
  const experiments = query.data?.pages.flatMap((page) => page.experiments ?? []) ?? [];
  const edits = useExperimentEdits();
  usePageActions([{ name: "New experiment…", act: () => setCreating(true) }]);
  useKeys({ "/": () => search.current?.focus(), f: () => search.current?.focus(), Escape: () => setSelected(new Set()) });

  const select = (id: string, on: boolean) => setSelected((before) => new Set(on ? [...before, id] : [...before].filter((other) => other !== id)));
  // What leaves the list is not among what is selected in it any more.
  const leaving = (act: (experiment: Experiment) => void) => (experiment: Experiment) => {
    select(experiment.experiment_id, false);
    act(experiment);
  };
  const acts = useSteady<ExperimentActs>({ select, find: (filter) => change({ q: filter }), rename: setRenaming, remove: leaving(edits.remove), restore: leaving(edits.restore) });
  const refused = query.error instanceof ApiError && query.error.status === 400;
  return (
    <div className="page">
      <header className="page-head">
        <h1>Experiments</h1>
        {query.data && (
          <span className="dimmer num" aria-live="polite">
            {query.hasNextPage ? `${experiments.length}+` : experiments.length}
          </span>
        )}
        <span className="grow" />
        {selected.size > 1 && (
          <>
            <Button look="primary" icon={<Table2 />} onClick={() => void navigate({ to: "/experiments/compare", search: { ids: [...selected] } })}>
              Runs of {selected.size} experiments
            </Button>
            <Button look="ghost" icon={<X />} onClick={() => setSelected(new Set())}>
              None
            </Button>
          </>
        )}
        <Search inputRef={search} value={text} onChange={setText} placeholder="Search experiments" />
        <Select label="Order" value={orderBy} options={ORDERS} onChange={(order) => change({ order: order === "last_update_time DESC" ? undefined : order })} />
        <Segments
          label="Which experiments"
          value={lifecycle}
          options={[
            ["active", "Active"],
            ["deleted", "Deleted"],
          ]}
          onChange={(next) => change({ view: next === "deleted" ? next : undefined })}
        />
        <Button look="primary" icon={<Plus />} onClick={() => setCreating(true)}>
          New experiment
        </Button>
      </header>
      <div className={`page-scroll ${styles.scroll}`}>
        {query.error && !query.data ? (
          <Failed error={query.error} retry={refused ? undefined : () => void query.refetch()} advice={refused ? "A part of a name is enough, such as wine; or write a filter, such as tags.team = 'cellar'." : undefined} />
        ) : query.isPending ? (
          <Waiting />
        ) : experiments.length === 0 ? (
          <NoExperiments searched={state.q ?? ""} deleted={lifecycle === "deleted"} />
        ) : (
          <>
            <table className={`list ${styles.table}`} aria-label={plural(experiments.length, "experiment")}>
              <thead>
                <tr>
                  <th>
                    <span className="sr-only">Selected</span>
                  </th>
                  <th>Name</th>
                  <th className="right">Runs</th>
                  <th>Tags</th>
                  <th>Changed</th>
                  <th>Created</th>
                  <th>
                    <span className="sr-only">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {experiments.map((experiment, i) => (
                  <ExperimentRow
                    key={experiment.experiment_id}
                    experiment={experiment}
                    counted={i < COUNTED}
                    selected={selected.has(experiment.experiment_id)}
                    acts={acts}
                  />
                ))}
              </tbody>
            </table>
            <MoreOnSight paging={pagingOf(query)} />
          </>
        )}
      </div>
      <NameDialog open={creating} onClose={() => setCreating(false)} title="New experiment" label="Name" action="Create" act={edits.create} />
      <NameDialog
        open={renaming !== null}
        initial={renaming?.name}
        onClose={() => setRenaming(null)}
        title="Rename experiment"
        label="Name"
        action="Rename"
        act={async (name) => {
          if (renaming) await edits.rename({ experiment: renaming, name });
        }}
      />
    </div>
  );
}

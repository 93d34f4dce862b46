import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Ellipsis, Pencil, Plus, RotateCcw, Trash2 } from "lucide-react";
import { useDeferredValue, useRef, useState } from "react";

import { createExperiment, deleteExperiment, experimentsQuery, type Lifecycle, renameExperiment, restoreExperiment } from "@/api/experiments";
import { contains } from "@/api/quote";
import { runCountQuery } from "@/api/runSearch";
import type { Experiment } from "@/api/types";
import { plural } from "@/shared/format";
import { useKeys } from "@/shared/keys";
import { Ago } from "@/shared/ui/Ago";
import { Button, IconButton } from "@/shared/ui/Button";
import { Segments, Select } from "@/shared/ui/Controls";
import { NameDialog } from "@/shared/ui/Dialog";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";
import { MoreOnSight } from "@/shared/ui/MoreOnSight";
import { notifyDone, notifyFailure } from "@/shared/ui/notify";
import { Search } from "@/shared/ui/Search";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { useTitle } from "@/shared/useTitle";

const ORDERS = [
  ["last_update_time DESC", "Latest change"],
  ["creation_time DESC", "Newest"],
  ["name ASC", "Name"],
] as const;

/** Rows whose runs are counted: a screen or two. */
const COUNTED = 60;

const START = `import mlflow
mlflow.set_experiment("my-first")
with mlflow.start_run(): mlflow.log_metric("accuracy", 0.93)`;

export function ExperimentsPage() {
  useTitle("Experiments");
  const queries = useQueryClient();
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [orderBy, setOrderBy] = useState<(typeof ORDERS)[number][0]>("last_update_time DESC");
  const [lifecycle, setLifecycle] = useState<Lifecycle>("active");
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<Experiment | null>(null);
  const wanted = useDeferredValue(text.trim());
  const query = useInfiniteQuery({
    ...experimentsQuery({ filter: wanted ? `name ILIKE ${contains(wanted)}` : "", orderBy, lifecycle }),
    placeholderData: (before) => before,
  });
  const experiments = query.data?.pages.flatMap((page) => page.experiments ?? []) ?? [];
  const refresh = () => queries.invalidateQueries({ queryKey: ["experiments"] });
  useKeys({ "/": () => search.current?.focus() });

  const remove = async (experiment: Experiment) => {
    await deleteExperiment(experiment.experiment_id);
    await refresh();
    notifyDone(`Deleted “${experiment.name}”`, () => restore(experiment));
  };
  const restore = async (experiment: Experiment) => {
    await restoreExperiment(experiment.experiment_id);
    await refresh();
  };

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
        <Search inputRef={search} value={text} onChange={setText} placeholder="Search experiments" />
        <Select label="Order" value={orderBy} options={ORDERS} onChange={setOrderBy} />
        <Segments
          label="Which experiments"
          value={lifecycle}
          options={[
            ["active", "Active"],
            ["deleted", "Deleted"],
          ]}
          onChange={setLifecycle}
        />
        <Button look="primary" icon={<Plus />} onClick={() => setCreating(true)}>
          New experiment
        </Button>
      </header>
      <div className="page-scroll">
        {query.error ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : query.isPending ? (
          <Waiting />
        ) : experiments.length === 0 ? (
          <Nothing searched={wanted} lifecycle={lifecycle} />
        ) : (
          <>
            <table className="list" aria-label={plural(experiments.length, "experiment")}>
              <thead>
                <tr>
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
                  <Row key={experiment.experiment_id} counted={i < COUNTED} experiment={experiment} rename={setRenaming} remove={remove} restore={restore} />
                ))}
              </tbody>
            </table>
            <MoreOnSight more={query.hasNextPage} busy={query.isFetchingNextPage} load={() => void query.fetchNextPage()} />
          </>
        )}
      </div>
      <NameDialog open={creating} onClose={() => setCreating(false)} title="New experiment" label="Name" action="Create" act={(name) => createExperiment(name).then(refresh)} />
      <NameDialog
        open={renaming !== null}
        initial={renaming?.name}
        onClose={() => setRenaming(null)}
        title="Rename experiment"
        label="Name"
        action="Rename"
        act={(name) => renameExperiment(renaming?.experiment_id ?? "", name).then(refresh)}
      />
    </div>
  );
}

interface RowProps {
  counted: boolean;
  experiment: Experiment;
  rename: (experiment: Experiment) => void;
  remove: (experiment: Experiment) => Promise<void>;
  restore: (experiment: Experiment) => Promise<void>;
}

function Row({ experiment, counted, rename, remove, restore }: RowProps) {
  const deleted = experiment.lifecycle_stage === "deleted";
  const count = useQuery({ ...runCountQuery({ experimentIds: [experiment.experiment_id], filter: "", lifecycle: "active" }), enabled: counted });
  const tags = (experiment.tags ?? []).filter((tag) => !tag.key.startsWith("mlflow."));
  return (
    <tr data-testid="experiment-row">
      <td style={{ maxWidth: 520 }} className="clip">
        <Link
          to="/experiments/$experimentId"
          params={{ experimentId: experiment.experiment_id }}
          search={deleted ? { view: "deleted" } : {}}
          className="name"
        >
          {experiment.name}
        </Link>
      </td>
      <td className="right num dim" data-testid="run-count">
        {count.data?.toLocaleString("en")}
      </td>
      <td>
        <span className="row-gap" style={{ gap: 4 }}>
          {tags.slice(0, 3).map((tag) => (
            <span key={tag.key} className="chip">
              <span className="clip">
                {tag.key}: {tag.value}
              </span>
            </span>
          ))}
        </span>
      </td>
      <td className="dim">
        <Ago time={experiment.last_update_time} />
      </td>
      <td className="dim">
        <Ago time={experiment.creation_time} />
      </td>
      <td className="right">
        <Menu
          trigger={
            <IconButton label={`Actions for ${experiment.name}`}>
              <Ellipsis />
            </IconButton>
          }
        >
          {deleted ? (
            <MenuItem icon={<RotateCcw />} onSelect={() => void restore(experiment).catch(notifyFailure)}>
              Restore
            </MenuItem>
          ) : (
            <>
              <MenuItem icon={<Pencil />} onSelect={() => rename(experiment)}>
                Rename…
              </MenuItem>
              <MenuLine />
              <MenuItem icon={<Trash2 />} danger onSelect={() => void remove(experiment).catch(notifyFailure)}>
                Delete
              </MenuItem>
            </>
          )}
        </Menu>
      </td>
    </tr>
  );
}

function Nothing({ searched, lifecycle }: { searched: string; lifecycle: Lifecycle }) {
  if (searched) return <Empty title={`No experiment has “${searched}” in its name`}>Clear the search to see all of them.</Empty>;
  if (lifecycle === "deleted") return <Empty title="Nothing was deleted">Deleted experiments stay here until `mlflow gc` removes them.</Empty>;
  return (
    <Empty title="No experiments yet" code={START}>
      Log a first run from Python; it appears here at once.
    </Empty>
  );
}

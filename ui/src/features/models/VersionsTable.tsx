import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useMemo, useRef } from "react";

import { modelVersionsQuery } from "@/api/models";
import type { RegisteredModel } from "@/api/types";
import { isFilter } from "@/shared/filter/meant";
import { SearchLine } from "@/shared/filter/SearchLine";
import { useKeys } from "@/shared/keys";
import { useSelection } from "@/shared/table/columns";
import { ListTable } from "@/shared/table/ListTable";
import { pagingOf } from "@/shared/table/paging";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { type ListState, readOrder, turned, writeOrder } from "@/shared/urlState/list";

import { MetricChoice } from "./MetricChoice";
import styles from "./Models.module.css";
import { useModelState } from "./useModelState";
import { useSources } from "./useSources";
import { versionFilter } from "./versions";
import { versionColumns, VERSION_ORDERS } from "./versionColumns";
import { VersionsBar } from "./VersionsBar";

const NEWEST = { key: "version", descending: true };

/** Versions of a model: found, ordered, compared, tagged and deleted. */
export function VersionsTable({ model }: { model: RegisteredModel }) {
  const { name, aliases } = model;
  const [state, change] = useModelState(name);
  const search = useRef<{ focus: () => void }>(null);
  const navigate = useNavigate();
  const selection = useSelection();
  const wanted = useDeferredValue(state.q ?? "");
  const order = readOrder(state.sort, Object.keys(VERSION_ORDERS), NEWEST);
  const query = useInfiniteQuery({
    ...modelVersionsQuery(name, versionFilter(wanted), `${VERSION_ORDERS[order.key]} ${order.descending ? "DESC" : "ASC"}`),
    placeholderData: (before) => before,
  });
  const versions = useMemo(() => query.data?.pages.flatMap((page) => page.model_versions ?? []) ?? [], [query.data]);
  const { known, metrics, sourceOf } = useSources(versions, state.metrics);
  const columns = useMemo(() => versionColumns(aliases ?? [], metrics, sourceOf), [aliases, metrics, sourceOf]);
  useKeys({ "/": () => search.current?.focus() });
  const refused = query.error !== null && isFilter(wanted);
  const put = (next: Partial<ListState>) => change({ ...state, ...next });
  if (query.error && !query.data && !refused) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Waiting />;
  if (versions.length === 0 && !wanted)
    return (
      <Empty title="No versions yet" code={`import mlflow\n\nmlflow.register_model("runs:/<run_id>/model", "${name}")`}>
        Register one from the page of a run, or in Python.
      </Empty>
    );
  return (
    <div className={styles.tab}>
      <div className={styles.tools}>
        <SearchLine handle={search} value={state.q ?? ""} apply={(q) => put({ q: q || undefined })} label="Search versions" placeholder="Words of the description, or tags.validated = 'yes'" error={query.error} before={1} />
        <span className="dimmer num" data-testid="version-count">
          {query.hasNextPage ? `${versions.length}+` : versions.length}
        </span>
        <span className="grow" />
        <MetricChoice known={known} chosen={metrics} choose={(next) => put({ metrics: next })} />
      </div>
      {versions.length === 0 && !refused ? (
        <Empty title="No version matches">Clear the search to see all of them.</Empty>
      ) : (
        <ListTable
          label="Versions"
          testId="version"
          rows={versions}
          columns={columns}
          keyOf={({ version }) => version}
          nameOf={({ version }) => `version ${version}`}
          open={({ version }) => void navigate({ to: "/models/$name/versions/$version", params: { name, version } })}
          sort={order}
          onSort={(key, numeric) => put({ sort: writeOrder(turned(order, key, numeric)) })}
          selection={selection}
          paging={pagingOf(query)}
          stale={query.isPlaceholderData}
        />
      )}
      {selection.keys.length > 0 && <VersionsBar name={name} selection={selection} />}
    </div>
  );
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useMemo, useRef } from "react";

import { experimentQuery } from "@/api/experiments";
import { loggedModelsQuery } from "@/api/loggedModels";
import type { LoggedModel } from "@/api/types";
import { filterOf, isFilter } from "@/shared/filter/meant";
import { SearchLine } from "@/shared/filter/SearchLine";
import { useKeys } from "@/shared/keys";
import { ListTable } from "@/shared/table/ListTable";
import { pagingOf } from "@/shared/table/paging";
import { Crumbs } from "@/shared/ui/Crumbs";
import { Gone, isGone } from "@/shared/ui/Gone";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { type ListState, readOrder, turned, writeOrder } from "@/shared/urlState/list";
import { useTitle } from "@/shared/useTitle";

import { measureKey, measuresOf, orderBy } from "./measured";
import { modelColumns, ORDERS } from "./modelColumns";

const route = getRouteApi("/experiments/$experimentId/models");

const CODE = `import mlflow
with mlflow.start_run():
    mlflow.sklearn.log_model(model, name="model", input_example=X[:3])`;

const NEWEST = { key: "created", descending: true };
/** Measures that have a column. */
const MOST_MEASURES = 12;

/** Models that the runs of an experiment logged, with what they were measured by on each data set. */
export function LoggedModelsPage() {
  const { experimentId } = route.useParams();
  const state = route.useSearch();
  const navigate = useNavigate();
  const change = (next: Partial<ListState>) => void navigate({ to: "/experiments/$experimentId/models", params: { experimentId }, search: { ...state, ...next }, replace: true });
  const experiment = useQuery(experimentQuery(experimentId));
  const title = experiment.data?.name ?? experimentId;
  useTitle(experiment.data && `Models of ${title}`);
  const search = useRef<{ focus: () => void }>(null);
  useKeys({ "/": () => search.current?.focus() });
  const wanted = useDeferredValue(state.q ?? "");
  const filter = filterOf(wanted);
  // The order may be by a measure that only the answer tells of: it is read from the address alone.
  const asked = readAsked(state.sort);
  const query = useInfiniteQuery({ ...loggedModelsQuery(experimentId, filter, asked), placeholderData: (before) => before });
  const models = useMemo(() => (query.data?.pages.flatMap((page) => page.models ?? []) ?? []) as LoggedModel[], [query.data]);
  const measures = useMemo(() => measuresOf(models).slice(0, MOST_MEASURES), [models]);
  const columns = useMemo(() => modelColumns(measures), [measures]);
  const order = readOrder(state.sort, [...Object.keys(ORDERS), ...measures.map(measureKey)], NEWEST);
  const refused = query.error !== null && isFilter(wanted);
  if (isGone(experiment))
    return (
      <Gone asked={experiment}>
        The experiment may have been deleted for good. See <Link to="/experiments">all experiments</Link>.
      </Gone>
    );
  return (
    <div className="page">
      <header className="page-head">
        <Crumbs>
          <Link to="/experiments">Experiments</Link>
          <Link to="/experiments/$experimentId" params={{ experimentId }} className="clip">
            {title}
          </Link>
          <h1>Models</h1>
        </Crumbs>
        {query.data && <span className="dimmer num">{query.hasNextPage ? `${models.length}+` : models.length}</span>}
        <SearchLine handle={search} value={state.q ?? ""} apply={(q) => change({ q: q || undefined })} label="Search logged models" placeholder="Name, or metrics.f1 > 0.9" error={query.error} />
        <span className="grow" />
      </header>
      {query.error && !query.data && !refused ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Waiting />
      ) : models.length === 0 && !refused ? (
        wanted ? (
          <Empty title="No model matches">Clear the search to see all of them.</Empty>
        ) : (
          <Empty title="No models were logged here yet" code={CODE}>
            Each model that a run logs is kept with its files, its signature and what it was measured by.
          </Empty>
        )
      ) : (
        <ListTable
          label="Logged models"
          testId="logged-model"
          rows={models}
          columns={columns}
          keyOf={({ info }) => info.model_id}
          nameOf={({ info }) => info.name}
          open={({ info }) => void navigate({ to: "/experiments/$experimentId/models/$modelId", params: { experimentId, modelId: info.model_id } })}
          sort={order}
          onSort={(key, numeric) => change({ sort: writeOrder(turned(order, key, numeric)) })}
          paging={pagingOf(query)}
          stale={query.isPlaceholderData}
        />
      )}
    </div>
  );
}

/** What the address asks the server to order by: a column, or a metric on a data set. */
function readAsked(sort: string | undefined) {
  const ascending = sort?.startsWith("-") === false;
  const key = sort?.replace(/^-/, "");
  if (key === undefined) return { field_name: "creation_timestamp", ascending: false };
  const field = ORDERS[key];
  if (field !== undefined) return { field_name: field, ascending };
  const [metric = "", ...dataset] = key.split(" on ");
  return orderBy({ metric, dataset: dataset.length ? dataset.join(" on ") : undefined }, ascending);
}

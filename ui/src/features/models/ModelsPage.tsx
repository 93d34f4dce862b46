import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";

import { modelsQuery } from "@/api/models";
import { usePageActions } from "@/shared/actions";
import { filterOf, isFilter } from "@/shared/filter/meant";
import { SearchLine } from "@/shared/filter/SearchLine";
import { useKeys } from "@/shared/keys";
import { ListTable } from "@/shared/table/ListTable";
import { pagingOf } from "@/shared/table/paging";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { type ListState, readOrder, turned, writeOrder } from "@/shared/urlState/list";
import { useTitle } from "@/shared/useTitle";

import { MODEL_COLUMNS, MODEL_ORDERS } from "./modelColumns";
import { NewModel } from "./NewModel";

const route = getRouteApi("/models");

const START = `import mlflow
with mlflow.start_run():
    mlflow.sklearn.log_model(model, name="model", registered_model_name="my-model")`;

const BY_NAME = { key: "name", descending: false };

export function ModelsPage() {
  useTitle("Models");
  const state = route.useSearch();
  const change = (next: Partial<ListState>) => void navigate({ to: "/models", search: { ...state, ...next }, replace: true });
  const search = useRef<{ focus: () => void }>(null);
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const wanted = useDeferredValue(state.q ?? "");
  const order = readOrder(state.sort, Object.keys(MODEL_ORDERS), BY_NAME);
  const filter = filterOf(wanted);
  const query = useInfiniteQuery({ ...modelsQuery(filter, `${MODEL_ORDERS[order.key]} ${order.descending ? "DESC" : "ASC"}`), placeholderData: (before) => before });
  const models = useMemo(() => query.data?.pages.flatMap((page) => page.registered_models ?? []) ?? [], [query.data]);
  useKeys({ "/": () => search.current?.focus() });
  usePageActions([{ name: "New model…", act: () => setCreating(true) }]);
  const refused = query.error !== null && isFilter(wanted);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Models</h1>
        {query.data && <span className="dimmer num">{query.hasNextPage ? `${models.length}+` : models.length}</span>}
        <SearchLine handle={search} value={state.q ?? ""} apply={(q) => change({ q: q || undefined })} label="Search models" placeholder="Name, or tags.team = 'vision'" error={query.error} />
        <span className="grow" />
        <Button look="primary" icon={<Plus />} onClick={() => setCreating(true)}>
          New model
        </Button>
      </header>
      {query.error && !query.data && !refused ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Waiting />
      ) : models.length === 0 && !refused ? (
        wanted ? (
          <Empty title={isFilter(wanted) ? "No model matches the filter" : `No model has “${wanted}” in its name`}>Clear the search to see all of them.</Empty>
        ) : (
          <Empty title="No registered models yet" code={START}>
            Register a model as it is logged, or later from the page of its run.
          </Empty>
        )
      ) : (
        <ListTable
          label="Registered models"
          testId="model"
          rows={models}
          columns={MODEL_COLUMNS}
          keyOf={({ name }) => name}
          nameOf={({ name }) => name}
          open={({ name }) => void navigate({ to: "/models/$name", params: { name } })}
          sort={order}
          onSort={(key, numeric) => change({ sort: writeOrder(turned(order, key, numeric)) })}
          paging={pagingOf(query)}
          stale={query.isPlaceholderData}
        />
      )}
      {creating && <NewModel close={() => setCreating(false)} />}
    </div>
  );
}

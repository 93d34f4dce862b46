import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useDeferredValue, useRef, useState } from "react";

import { createModel, modelsQuery } from "@/api/models";
import { contains } from "@/api/quote";
import type { RegisteredModel } from "@/api/types";
import { useKeys } from "@/shared/keys";
import { Ago } from "@/shared/ui/Ago";
import { Button } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { MoreOnSight } from "@/shared/ui/MoreOnSight";
import { Search } from "@/shared/ui/Search";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { useTitle } from "@/shared/useTitle";

import { Alias, Stage } from "./Marks";
import { newestVersion } from "./versions";

const START = `import mlflow
with mlflow.start_run():
    mlflow.sklearn.log_model(model, name="model", registered_model_name="my-model")`;

export function ModelsPage() {
  useTitle("Models");
  const search = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [creating, setCreating] = useState(false);
  const wanted = useDeferredValue(text.trim());
  const query = useInfiniteQuery({ ...modelsQuery(wanted ? `name ILIKE ${contains(wanted)}` : ""), placeholderData: (before) => before });
  const models = query.data?.pages.flatMap((page) => page.registered_models ?? []) ?? [];
  useKeys({ "/": () => search.current?.focus() });
  const create = async (name: string) => {
    await createModel(name);
    await queries.invalidateQueries({ queryKey: ["models"] });
    await navigate({ to: "/models/$name", params: { name } });
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>Models</h1>
        {query.data && <span className="dimmer num">{query.hasNextPage ? `${models.length}+` : models.length}</span>}
        <span className="grow" />
        <Search inputRef={search} value={text} onChange={setText} placeholder="Search models" />
        <Button look="primary" icon={<Plus />} onClick={() => setCreating(true)}>
          New model
        </Button>
      </header>
      <div className="page-scroll">
        {query.error ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : query.isPending ? (
          <Waiting />
        ) : models.length === 0 ? (
          wanted ? (
            <Empty title={`No model has “${wanted}” in its name`}>Clear the search to see all of them.</Empty>
          ) : (
            <Empty title="No registered models yet" code={START}>
              Register a model as it is logged, or later from the artifacts of its run.
            </Empty>
          )
        ) : (
          <>
            <table className="list" aria-label="Registered models">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Latest</th>
                  <th>Aliases</th>
                  <th>Stages</th>
                  <th>Tags</th>
                  <th>Changed</th>
                </tr>
              </thead>
              <tbody>
                {models.map((model) => (
                  <Row key={model.name} model={model} />
                ))}
              </tbody>
            </table>
            <MoreOnSight more={query.hasNextPage} busy={query.isFetchingNextPage} load={() => void query.fetchNextPage()} />
          </>
        )}
      </div>
      <NameDialog open={creating} onClose={() => setCreating(false)} title="New model" label="Name" action="Create" act={create} />
    </div>
  );
}

function Row({ model }: { model: RegisteredModel }) {
  const { name } = model;
  const newest = newestVersion(model);
  const staged = (model.latest_versions ?? []).filter((v) => v.current_stage && v.current_stage !== "None");
  return (
    <tr data-testid="model-row">
      <td className="clip" style={{ maxWidth: 420 }}>
        <Link to="/models/$name" params={{ name }} className="name">
          {name}
        </Link>
      </td>
      <td>
        {newest ? (
          <Link to="/models/$name/versions/$version" params={{ name, version: newest }}>
            Version {newest}
          </Link>
        ) : (
          <span className="dimmer">–</span>
        )}
      </td>
      <td>
        <span className="row-gap" style={{ gap: 4 }}>
          {model.aliases?.map(({ alias, version }) => (
            <Alias key={alias} alias={alias} version={version} />
          ))}
        </span>
      </td>
      <td>
        <span className="row-gap" style={{ gap: 4 }}>
          {staged.map((v) => (
            <Stage key={v.version} stage={v.current_stage} version={v.version} />
          ))}
        </span>
      </td>
      <td>
        <span className="row-gap" style={{ gap: 4 }}>
          {model.tags?.slice(0, 3).map((tag) => (
            <span key={tag.key} className="chip">
              <span className="clip">
                {tag.key}: {tag.value}
              </span>
            </span>
          ))}
        </span>
      </td>
      <td className="dim">
        <Ago time={model.last_updated_timestamp} />
      </td>
    </tr>
  );
}

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteModel, deleteModelTag, describeModel, modelQuery, modelVersionsQuery, renameModel, setModelTag } from "@/api/models";
import type { RegisteredModel } from "@/api/types";
import { plural } from "@/shared/format";
import { Ago } from "@/shared/ui/Ago";
import { IconButton } from "@/shared/ui/Button";
import { ActDialog, NameDialog } from "@/shared/ui/Dialog";
import { Section } from "@/shared/ui/Facts";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";
import { MoreOnSight } from "@/shared/ui/MoreOnSight";
import { Note } from "@/shared/ui/Note";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { TagEditor } from "@/shared/ui/TagEditor";
import { useTitle } from "@/shared/useTitle";

import styles from "./Models.module.css";
import { VersionRow } from "./VersionRow";

export function ModelPage() {
  const { name = "" } = useParams({ strict: false });
  useTitle(name);
  const queries = useQueryClient();
  const query = useQuery(modelQuery(name));
  const refresh = () => queries.invalidateQueries({ queryKey: ["models"] });
  const model = query.data;
  if (query.error && !model) return <Failed page error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className="page">
      <header className="page-head">
        <div className="crumbs">
          <Link to="/models">Models</Link>
          <span aria-hidden>/</span>
          <h1 className="clip">{name}</h1>
        </div>
        <span className="grow" />
        {model && <ModelMenu name={name} />}
      </header>
      <div className="page-scroll">
        {!model ? (
          <Waiting />
        ) : (
          <div className={`page-body ${styles.columns}`}>
            <div className={styles.main}>
              <Section title="Description">
                <Note noun="description" text={model.description ?? ""} save={(text) => describeModel(name, text).then(refresh)} />
              </Section>
              <Versions model={model} />
            </div>
            <aside className={styles.main}>
              <Section title="Tags">
                <TagEditor
                  tags={model.tags ?? []}
                  set={(key, value) => setModelTag(name, key, value).then(refresh)}
                  remove={(key) => deleteModelTag(name, key).then(refresh)}
                />
              </Section>
              <p className="dimmer">
                Created <Ago time={model.creation_timestamp} />, changed <Ago time={model.last_updated_timestamp} />
              </p>
            </aside>
          </div>
        )}
      </div>
    </div>
  );
}

function Versions({ model: { name, aliases = [] } }: { model: RegisteredModel }) {
  const query = useInfiniteQuery(modelVersionsQuery(name));
  const versions = query.data?.pages.flatMap((page) => page.model_versions ?? []) ?? [];
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <Section title="Versions" extra={<span className="dimmer num">{versions.length || ""}</span>}>
      {query.data && versions.length === 0 ? (
        <Empty title="No versions yet" code={`mlflow.register_model("runs:/<run_id>/model", "${name}")`}>
          Register one from a run.
        </Empty>
      ) : (
        <table className={`list ${styles.versions}`} aria-label={plural(versions.length, "version")}>
          <thead>
            <tr>
              <th>Version</th>
              <th>Aliases</th>
              <th>Stage</th>
              <th>Source run</th>
              <th>Description</th>
              <th>Registered</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <VersionRow key={version.version} version={version} aliases={aliases.filter((each) => each.version === version.version).map((each) => each.alias)} />
            ))}
          </tbody>
        </table>
      )}
      <MoreOnSight more={query.hasNextPage} busy={query.isFetchingNextPage} load={() => void query.fetchNextPage()} />
    </Section>
  );
}

function ModelMenu({ name }: { name: string }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ["models"] });
  return (
    <>
      <Menu
        trigger={
          <IconButton label="Actions" look="plain">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
          Rename…
        </MenuItem>
        <MenuLine />
        <MenuItem icon={<Trash2 />} danger onSelect={() => setDeleting(true)}>
          Delete…
        </MenuItem>
      </Menu>
      <NameDialog
        open={renaming}
        initial={name}
        onClose={() => setRenaming(false)}
        title="Rename model"
        label="Name"
        action="Rename"
        act={async (next) => {
          await renameModel(name, next);
          await navigate({ to: "/models/$name", params: { name: next }, replace: true });
          await refresh();
        }}
      />
      <ActDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title="Delete model"
        action="Delete"
        danger
        act={async () => {
          await deleteModel(name);
          await navigate({ to: "/models" });
          await refresh();
        }}
      >
        <p>
          “{name}” and all its versions leave the registry. This cannot be undone. The files of the models stay where their runs logged them.
        </p>
      </ActDialog>
    </>
  );
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Ellipsis, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { deleteVersion, deleteVersionTag, describeVersion, modelVersionQuery, setVersionTag } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { formatDateTime } from "@/shared/format";
import { IconButton } from "@/shared/ui/Button";
import { ActDialog } from "@/shared/ui/Dialog";
import { Facts, Section } from "@/shared/ui/Facts";
import { Menu, MenuItem } from "@/shared/ui/Menu";
import { Note } from "@/shared/ui/Note";
import { Code, Copied, Failed, Waiting } from "@/shared/ui/State";
import { TagEditor } from "@/shared/ui/TagEditor";
import { useTitle } from "@/shared/useTitle";

import { Aliases } from "./Aliases";
import styles from "./Models.module.css";
import { SourceRun } from "./SourceRun";
import { StageChoice } from "./StageChoice";

const ModelCard = lazy(() => import("./ModelCard"));

export function VersionPage() {
  const { name = "", version: number = "" } = useParams({ strict: false });
  useTitle(`${name} ${number}`);
  const queries = useQueryClient();
  const query = useQuery(modelVersionQuery(name, number));
  const refresh = () => queries.invalidateQueries({ queryKey: ["models"] });
  const version = query.data;
  if (query.error && !version) return <Failed page error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className="page">
      <header className="page-head">
        <div className="crumbs">
          <Link to="/models">Models</Link>
          <span aria-hidden>/</span>
          <Link to="/models/$name" params={{ name }} className="clip">
            {name}
          </Link>
          <span aria-hidden>/</span>
          <h1>Version {number}</h1>
        </div>
        {version?.status && version.status !== "READY" && (
          <span className="chip" data-tone="warn" title={version.status_message}>
            {version.status}
          </span>
        )}
        <span className="grow" />
        {version && (
          <>
            <StageChoice version={version} />
            <VersionMenu version={version} />
          </>
        )}
      </header>
      <div className="page-scroll">
        {!version ? (
          <Waiting />
        ) : (
          <div className={`page-body ${styles.columns}`}>
            <div className={styles.main}>
              <Section title="Description">
                <Note noun="description" text={version.description ?? ""} save={(text) => describeVersion(name, number, text).then(refresh)} />
              </Section>
              <Section title="Load it">
                <Code text={`import mlflow\nmodel = mlflow.pyfunc.load_model("${uriOf(version)}")\nmodel.predict(data)`} />
              </Section>
              <Suspense fallback={<Waiting rows={3} />}>
                <ModelCard version={version} />
              </Suspense>
            </div>
            <aside className={styles.main}>
              <Section title="About">
                <Facts rows={facts(version)} />
              </Section>
              <Section title="Tags">
                <TagEditor
                  tags={version.tags ?? []}
                  set={(key, value) => setVersionTag(name, number, key, value).then(refresh)}
                  remove={(key) => deleteVersionTag(name, number, key).then(refresh)}
                />
              </Section>
            </aside>
          </div>
        )}
      </div>
    </div>
  );
}

/** The address people would use: an alias where there is one. */
const uriOf = ({ name, version, aliases }: ModelVersion): string => (aliases?.[0] ? `models:/${name}@${aliases[0]}` : `models:/${name}/${version}`);

function facts(version: ModelVersion): [string, React.ReactNode][] {
  const rows: [string, React.ReactNode][] = [
    ["Aliases", <Aliases key="aliases" version={version} />],
    ["Source run", <SourceRun key="run" version={version} />],
    ["Registered", version.creation_timestamp && formatDateTime(version.creation_timestamp)],
    ["Changed", version.last_updated_timestamp && formatDateTime(version.last_updated_timestamp)],
    ["By", version.user_id],
    [
      "Source",
      version.source && <Copied key="source" text={version.source} />,
    ],
  ];
  return rows.filter(([, value]) => value);
}

function VersionMenu({ version: { name, version } }: { version: ModelVersion }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <IconButton label="Actions" look="plain">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Trash2 />} danger onSelect={() => setDeleting(true)}>
          Delete…
        </MenuItem>
      </Menu>
      <ActDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title={`Delete version ${version}`}
        action="Delete"
        danger
        act={async () => {
          await deleteVersion(name, version);
          await navigate({ to: "/models/$name", params: { name } });
          await queries.invalidateQueries({ queryKey: ["models"] });
        }}
      >
        <p>Version {version} of “{name}” leaves the registry. This cannot be undone. Its files stay where the run logged them.</p>
      </ActDialog>
    </>
  );
}

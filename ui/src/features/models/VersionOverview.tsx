import { lazy, Suspense } from "react";

import { deleteVersionTag, describeVersion, modelVersionQuery, setVersionTag } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { formatDateTime } from "@/shared/format";
import { Facts, Section } from "@/shared/ui/Facts";
import { Note } from "@/shared/ui/Note";
import { Copied, Waiting } from "@/shared/ui/State";
import { TagEditor } from "@/shared/ui/TagEditor";

import { Aliases } from "./Aliases";
import { LoggedModelLink } from "./LoggedModelLink";
import styles from "./Models.module.css";
import { useNotes } from "./noting";
import { SourceRun } from "./SourceRun";

const ModelCard = lazy(() => import("./ModelCard"));

/** What is kept of a version, and what its files say of the model. */
export function VersionOverview({ version }: { version: ModelVersion }) {
  const { name, version: number } = version;
  const notes = useNotes(version, modelVersionQuery(name, number).queryKey, {
    describe: (text) => describeVersion(name, number, text),
    setTag: (key, value) => setVersionTag(name, number, key, value),
    removeTag: (key) => deleteVersionTag(name, number, key),
  });
  return (
    <div className={`page-body ${styles.columns}`}>
      <div className={styles.main}>
        <Section title="Description">
          <Note noun="description" text={version.description ?? ""} save={notes.describe} />
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
          <TagEditor tags={version.tags ?? []} set={notes.setTag} remove={notes.removeTag} />
        </Section>
      </aside>
    </div>
  );
}

function facts(version: ModelVersion): [string, React.ReactNode][] {
  const rows: [string, React.ReactNode][] = [
    ["Aliases", <Aliases key="aliases" name={version.name} version={version.version} aliases={version.aliases ?? []} />],
    ["Source run", <SourceRun key="run" version={version} />],
    ["Logged model", version.model_id && <LoggedModelLink key="model" modelId={version.model_id} />],
    ["Registered", version.creation_timestamp && formatDateTime(version.creation_timestamp)],
    ["Changed", version.last_updated_timestamp && formatDateTime(version.last_updated_timestamp)],
    ["By", version.user_id],
    ["Source", version.source && <Copied key="source" text={version.source} />],
  ];
  return rows.filter(([, value]) => value);
}

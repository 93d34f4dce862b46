import { deleteModelTag, describeModel, modelQuery, setModelTag } from "@/api/models";
import type { RegisteredModel } from "@/api/types";
import { Ago } from "@/shared/ui/Ago";
import { Facts, Section } from "@/shared/ui/Facts";
import { Note } from "@/shared/ui/Note";
import { Code } from "@/shared/ui/State";
import { TagEditor } from "@/shared/ui/TagEditor";

import { Alias, Chips, Stage } from "./Marks";
import styles from "./Models.module.css";
import { useNotes } from "./noting";

/** What is kept of a model beside its versions. */
export function AboutModel({ model }: { model: RegisteredModel }) {
  const { name, aliases = [], latest_versions: latest = [] } = model;
  const notes = useNotes(model, modelQuery(name).queryKey, {
    describe: (text) => describeModel(name, text),
    setTag: (key, value) => setModelTag(name, key, value),
    removeTag: (key) => deleteModelTag(name, key),
  });
  const staged = latest.filter(({ current_stage: stage }) => stage && stage !== "None");
  const facts: [string, React.ReactNode][] = [
    [
      "Aliases",
      aliases.length > 0 && (
        <Chips key="aliases">
          {aliases.map((each) => (
            <Alias key={each.alias} name={name} {...each} />
          ))}
        </Chips>
      ),
    ],
    [
      "Stages",
      staged.length > 0 && (
        <Chips key="stages">
          {staged.map(({ version, current_stage: stage }) => (
            <Stage key={version} name={name} stage={stage} version={version} />
          ))}
        </Chips>
      ),
    ],
    ["Created", <Ago key="created" time={model.creation_timestamp} />],
    ["Changed", <Ago key="changed" time={model.last_updated_timestamp} />],
  ];
  return (
    <div className={`page-body ${styles.columns}`}>
      <div className={styles.main}>
        <Section title="Description">
          <Note noun="description" text={model.description ?? ""} save={notes.describe} />
        </Section>
        <Section title="Load it">
          <Code text={`import mlflow\n\nmodel = mlflow.pyfunc.load_model("${uriOf(model)}")\nmodel.predict(data)`} />
        </Section>
      </div>
      <aside className={styles.main}>
        <Section title="Facts">
          <Facts rows={facts.filter(([, value]) => value)} />
        </Section>
        <Section title="Tags">
          <TagEditor tags={model.tags ?? []} set={notes.setTag} remove={notes.removeTag} />
        </Section>
      </aside>
    </div>
  );
}

/** The address that goes on meaning the right version: an alias, a stage, or the latest. */
function uriOf({ name, aliases, latest_versions: latest }: RegisteredModel): string {
  if (aliases?.[0]) return `models:/${name}@${aliases[0].alias}`;
  const staged = latest?.find(({ current_stage: stage }) => stage === "Production" || stage === "Staging");
  return `models:/${name}/${staged?.current_stage ?? "latest"}`;
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { deleteLoggedModelTag, loggedModelQuery, setLoggedModelTag, versionsOfQuery } from "@/api/loggedModels";
import type { LoggedModel } from "@/api/types";
import { formatNumber } from "@/shared/format";
import { CardSections } from "@/shared/models/CardSections";
import { ofPrograms } from "@/shared/names";
import { Ago } from "@/shared/ui/Ago";
import { Facts, Section } from "@/shared/ui/Facts";
import { Copied } from "@/shared/ui/State";
import { TagEditor } from "@/shared/ui/TagEditor";
import { useTagEdits } from "@/shared/useTagEdits";

import styles from "./LoggedModels.module.css";
import { measureKey, measuresOf, valueOf } from "./measured";
import { RunName } from "./RunName";
import { statusWord } from "./status";

/** What a logged model was measured by, what its files say of it, and what was made of it. */
export default function LoggedModelOverview({ model }: { model: LoggedModel }) {
  const { info, data } = model;
  const { setTag, removeTag } = useTagEdits<LoggedModel>({
    tags: info.tags,
    key: loggedModelQuery(info.model_id).queryKey,
    within: (was, change) => ({ ...was, info: { ...was.info, tags: change(was.info.tags) } }),
    set: (key, value) => setLoggedModelTag(info.model_id, key, value),
    remove: (key) => deleteLoggedModelTag(info.model_id, key),
    stale: [["logged-models"]],
  });
  const params = (data?.params ?? []).toSorted((a, b) => a.key.localeCompare(b.key));
  return (
    <div className={`page-body ${styles.columns}`}>
      <div className={styles.main}>
        <Measured model={model} />
        <CardSections place={{ modelId: info.model_id }} uri={`models:/${info.model_id}`} />
      </div>
      <aside className={styles.main}>
        <About model={model} />
        {params.length > 0 && (
          <Section title="Parameters" extra={<span className="dimmer num">{params.length}</span>}>
            <Facts rows={params.map(({ key, value }) => [key, <code key={key}>{value}</code>])} />
          </Section>
        )}
        <Section title="Tags">
          <TagEditor tags={(info.tags ?? []).filter(({ key }) => !ofPrograms(key))} set={setTag} remove={removeTag} />
        </Section>
      </aside>
    </div>
  );
}

function Measured({ model }: { model: LoggedModel }) {
  const measures = measuresOf([model]);
  return (
    <Section title="Metrics" extra={<span className="dimmer num">{measures.length || ""}</span>}>
      {measures.length === 0 ? (
        <p className="dim">
          None were linked to this model. <code>mlflow.log_metric("f1", 0.9, model_id=model.model_id, dataset=data)</code> links one.
        </p>
      ) : (
        <table className={styles.measured} data-testid="measured">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Data set</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {measures.map((measure) => (
              <tr key={measureKey(measure)}>
                <th scope="row">{measure.metric}</th>
                <td className="dim">{measure.dataset ?? "–"}</td>
                <td>{formatNumber(valueOf(model, measure) ?? NaN)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function About({ model: { info } }: { model: LoggedModel }) {
  const versions = useQuery(versionsOfQuery(info.model_id)).data ?? [];
  const rows: [string, React.ReactNode][] = [
    ["Status", statusWord(info.status) + (info.status_message ? `: ${info.status_message}` : "")],
    ["Type", info.model_type],
    ["Source run", info.source_run_id && <RunName key="run" runId={info.source_run_id} />],
    [
      "Registered as",
      versions.length > 0 &&
        versions.map(({ name, version }) => (
          <div key={`${name} ${version}`}>
            <Link to="/models/$name/versions/$version" params={{ name, version }}>
              {name} · version {version}
            </Link>
          </div>
        )),
    ],
    ["Created", <Ago key="created" time={info.creation_timestamp_ms} />],
    ["Model ID", <Copied key="id" text={info.model_id} />],
    ["Artifacts at", <Copied key="at" text={info.artifact_uri} />],
  ];
  return (
    <Section title="About">
      <Facts rows={rows.filter(([, value]) => value)} />
    </Section>
  );
}

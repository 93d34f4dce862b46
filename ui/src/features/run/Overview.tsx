import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { runVersionsQuery } from "@/api/models";
import type { Run } from "@/api/types";
import { formatDateTime, formatDuration } from "@/shared/format";
import { ofPrograms } from "@/shared/names";
import { Ago, useNow } from "@/shared/ui/Ago";
import { Facts, Section } from "@/shared/ui/Facts";
import { Note } from "@/shared/ui/Note";
import { Copied } from "@/shared/ui/State";
import { TagEditor } from "@/shared/ui/TagEditor";

import { Datasets } from "./Datasets";
import { NOTE, tagOf, useRunEdits } from "./edits";
import { Family } from "./Family";
import { MetricsTable } from "./MetricsTable";
import { useLoggedModels } from "./models";
import styles from "./Overview.module.css";
import { Params } from "./Params";

/** Facts that many runs have, each in a word or a number. */
export function Overview({ run }: { run: Run }) {
  const { setTag, removeTag } = useRunEdits(run);
  const own = (run.data?.tags ?? []).filter((tag) => !ofPrograms(tag.key));
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Section title="Note">
          <Note text={tagOf(run, NOTE) ?? ""} save={(text) => setTag(NOTE, text)} />
        </Section>
        <MetricsTable run={run} />
        <Params run={run} />
        <Datasets run={run} />
      </div>
      <aside className={styles.side} aria-label="About the run">
        <About run={run} />
        <Section title="Tags">
          <TagEditor tags={own} set={setTag} remove={removeTag} />
        </Section>
        <Made run={run} />
        <Family run={run} />
      </aside>
    </div>
  );
}

function About({ run }: { run: Run }) {
  const { info } = run;
  const now = useNow();
  const commit = tagOf(run, "mlflow.source.git.commit");
  const rows: [string, React.ReactNode][] = [
    [
      "Started",
      info.start_time && (
        <span title={formatDateTime(info.start_time)}>
          {formatDateTime(info.start_time)}{" "}
          <span className="dimmer">
            (<Ago time={info.start_time} />)
          </span>
        </span>
      ),
    ],
    ["Ended", info.end_time && formatDateTime(info.end_time)],
    ["Duration", info.start_time && formatDuration(Math.max(0, (info.end_time || now) - info.start_time))],
    ["User", tagOf(run, "mlflow.user") ?? info.user_id],
    ["Source", tagOf(run, "mlflow.source.name")],
    ["Commit", commit && <code>{commit.slice(0, 12)}</code>],
    ["Run ID", <Copied key="id" text={info.run_id} />],
    ["Artifacts at", info.artifact_uri && <Copied text={info.artifact_uri} />],
  ];
  return (
    <Section title="About">
      <Facts rows={rows.filter(([, value]) => value)} />
    </Section>
  );
}

/** What came of the run: models it logged, versions that were made of them. */
function Made({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const models = useLoggedModels(run);
  const versions = useQuery(runVersionsQuery(runId)).data ?? [];
  if (models.length + versions.length === 0) return null;
  return (
    <Section title="Models">
      <Facts
        rows={[
          ...models.map(({ info }): [string, React.ReactNode] => [
            "Logged",
            <Link key={info.model_id} to="/experiments/$experimentId/runs/$runId/$" params={{ experimentId, runId, _splat: `artifacts/@${info.model_id}/MLmodel` }}>
              {info.name}
            </Link>,
          ]),
          ...versions.map(({ name, version, aliases }): [string, React.ReactNode] => [
            "Registered",
            <span key={name + version} className="row-gap">
              <Link to="/models/$name/versions/$version" params={{ name, version }}>
                {name} · version {version}
              </Link>
              {aliases?.map((alias) => (
                <span key={alias} className="chip" data-tone="accent">
                  @{alias}
                </span>
              ))}
            </span>,
          ]),
        ]}
      />
    </Section>
  );
}

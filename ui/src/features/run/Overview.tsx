import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { runVersionsQuery } from "@/api/models";
import { deleteRunTag, runQuery, setRunTag } from "@/api/runs";
import type { Run } from "@/api/types";
import { formatDateTime, formatDuration } from "@/shared/format";
import { Ago, useNow } from "@/shared/ui/Ago";
import { Facts, Section } from "@/shared/ui/Facts";
import { Note } from "@/shared/ui/Note";
import { Search } from "@/shared/ui/Search";
import { Copied } from "@/shared/ui/State";
import { TagEditor } from "@/shared/ui/TagEditor";

import { MetricsTable } from "./MetricsTable";
import styles from "./Overview.module.css";

const NOTE = "mlflow.note.content";
const FEW = 12;

export function Overview({ run }: { run: Run }) {
  const { run_id: runId } = run.info;
  const queries = useQueryClient();
  const tags = run.data?.tags ?? [];
  const own = tags.filter((tag) => !tag.key.startsWith("mlflow."));
  const refresh = () => queries.invalidateQueries({ queryKey: runQuery(runId).queryKey });
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <Section title="Note">
          <Note text={tags.find((tag) => tag.key === NOTE)?.value ?? ""} save={(text) => setRunTag(runId, NOTE, text).then(refresh)} />
        </Section>
        <MetricsTable run={run} />
        <Params run={run} />
      </div>
      <aside className={styles.side}>
        <About run={run} />
        <Section title="Tags">
          <TagEditor
            tags={own}
            set={(key, value) => setRunTag(runId, key, value).then(refresh)}
            remove={(key) => deleteRunTag(runId, key).then(refresh)}
          />
        </Section>
      </aside>
    </div>
  );
}

function Params({ run }: { run: Run }) {
  const [text, setText] = useState("");
  const all = (run.data?.params ?? []).toSorted((a, b) => a.key.localeCompare(b.key));
  const wanted = text.trim().toLowerCase();
  const shown = all.filter(({ key, value = "" }) => `${key} ${value}`.toLowerCase().includes(wanted));
  return (
    <Section
      title="Parameters"
      extra={
        <>
          <span className="dimmer num">{all.length || ""}</span>
          <span className="grow" />
          {all.length > FEW && <Search value={text} onChange={setText} placeholder="Search parameters" width={200} />}
        </>
      }
    >
      {all.length === 0 ? (
        <p className="dim">
          None were logged. <code>mlflow.log_param("lr", 0.1)</code> logs one.
        </p>
      ) : (
        <div data-testid="params">
          <Facts rows={shown.map(({ key, value }) => [key, <code key={key}>{value}</code>])} />
        </div>
      )}
    </Section>
  );
}

function About({ run }: { run: Run }) {
  const { info } = run;
  const now = useNow();
  const tag = (key: string) => run.data?.tags?.find((t) => t.key === key)?.value;
  const versions = useQuery(runVersionsQuery(info.run_id)).data ?? [];
  const parent = tag("mlflow.parentRunId");
  const datasets = run.inputs?.dataset_inputs ?? [];
  const rows: [string, React.ReactNode][] = [
    ["Started", info.start_time ? <span title={formatDateTime(info.start_time)}>{formatDateTime(info.start_time)} <span className="dimmer">(<Ago time={info.start_time} />)</span></span> : "–"],
    ["Duration", info.start_time ? formatDuration(Math.max(0, (info.end_time || now) - info.start_time)) : "–"],
    ["User", tag("mlflow.user") ?? info.user_id],
    ["Source", tag("mlflow.source.name")],
    ["Commit", tag("mlflow.source.git.commit") && <code>{tag("mlflow.source.git.commit")?.slice(0, 12)}</code>],
    [
      "Parent",
      parent && (
        <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: info.experiment_id, runId: parent }}>
          <code>{parent.slice(0, 8)}</code>
        </Link>
      ),
    ],
    [
      "Registered as",
      versions.length > 0 &&
        versions.map(({ name, version }) => (
          <div key={name + version}>
            <Link to="/models/$name/versions/$version" params={{ name, version }}>
              {name} · version {version}
            </Link>
          </div>
        )),
    ],
    [
      "Datasets",
      datasets.length > 0 &&
        datasets.map(({ dataset, tags }) => (
          <div key={dataset.name + dataset.digest}>
            {dataset.name} <code className="dimmer">{dataset.digest}</code>{" "}
            <span className="dimmer">{tags?.find((t) => t.key === "mlflow.data.context")?.value}</span>
          </div>
        )),
    ],
    ["Run ID", <Copied key="id" text={info.run_id} />],
    ["Artifacts at", info.artifact_uri && <Copied text={info.artifact_uri} />],
  ];
  return (
    <Section title="About">
      <Facts rows={rows.filter(([, value]) => value)} />
    </Section>
  );
}

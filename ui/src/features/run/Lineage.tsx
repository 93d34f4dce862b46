import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Box, BoxSelect, Database, FlaskConical } from "lucide-react";
import { type ReactNode, useMemo } from "react";

import { runVersionsQuery } from "@/api/models";
import { quoted } from "@/api/quote";
import { familyQuery, runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { Code } from "@/shared/ui/State";

import { tagOf } from "./edits";
import styles from "./Lineage.module.css";
import { laidOut, lineageOf, NODE, type NodeKind, type Placed } from "./lineage";
import { useLoggedModels } from "./models";

const CODE = `data = mlflow.data.from_pandas(frame, name="wine", source="wine.csv")
mlflow.log_input(data, context="training")
mlflow.sklearn.log_model(model, name="model", registered_model_name="wine")`;

/** Data sets, the run, its models and their versions, in the order in which one was made of the other. It is a list to those who do not see it. */
export default function Lineage({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const parentId = tagOf(run, "mlflow.parentRunId");
  const parent = useQuery({ ...runQuery(parentId ?? ""), enabled: parentId !== undefined }).data;
  const children = useQuery(familyQuery(experimentId, [runId])).data;
  const versions = useQuery(runVersionsQuery(runId)).data;
  const models = useLoggedModels(run);
  const lineage = useMemo(() => lineageOf({ run, parent, children: children ?? [], models, versions: versions ?? [] }), [run, parent, children, models, versions]);
  const layout = useMemo(() => laidOut(lineage), [lineage]);
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.room} tabIndex={0} role="region" aria-label="Lineage">
        <div className={styles.graph} style={{ width: layout.width, height: layout.height }}>
          <svg aria-hidden width={layout.width} height={layout.height}>
            {layout.curves.map((curve) => (
              <path key={curve} d={curve} />
            ))}
          </svg>
          <ul>
            {layout.nodes.map((node) => (
              <li key={node.id} style={{ left: node.x, top: node.y, width: NODE.width, height: NODE.height }}>
                <Target node={node} experimentId={experimentId} runId={runId}>
                  {ICONS[node.kind]}
                  <span className={styles.words}>
                    <span className="sr-only">{RELATIONS[node.kind]}: </span>
                    <span className="clip" title={node.title}>
                      {node.title}
                    </span>
                    <span className={`clip ${styles.note}`}>{node.note}</span>
                  </span>
                </Target>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {lineage.more > 0 && <p className="dim">{lineage.more.toLocaleString("en")} more children are in the table of the experiment.</p>}
      {lineage.nodes.length === 1 && (
        <div className={styles.hint}>
          <p className="dim">Nothing is known yet of where this run's data came from or what was made of it. These lines note it:</p>
          <Code text={CODE} />
        </div>
      )}
    </>
  );
}

const ICONS: Record<NodeKind, ReactNode> = {
  dataset: <Database aria-hidden />,
  parent: <FlaskConical aria-hidden />,
  run: <FlaskConical aria-hidden />,
  child: <FlaskConical aria-hidden />,
  "model in": <Box aria-hidden />,
  model: <Box aria-hidden />,
  version: <BoxSelect aria-hidden />,
};

const RELATIONS: Record<NodeKind, string> = {
  dataset: "Read data set",
  parent: "Child of",
  run: "Run",
  child: "Parent of",
  "model in": "Read model",
  model: "Logged model",
  version: "Registered as",
};

/** A node leads to its page; a data set to the runs that read it. */
function Target({ node, experimentId, runId, children }: { node: Placed; experimentId: string; runId: string; children: ReactNode }) {
  const [name = "", second = ""] = node.id.split("\n");
  const common = { className: styles.node, "data-kind": node.kind, children };
  switch (node.kind) {
    case "dataset":
      return <Link to="/experiments/$experimentId" params={{ experimentId }} search={{ filter: `dataset.name = ${quoted(name)} AND dataset.digest = ${quoted(second)}` }} {...common} />;
    case "version":
      return <Link to="/models/$name/versions/$version" params={{ name, version: second }} {...common} />;
    case "model":
      return <Link to="/experiments/$experimentId/runs/$runId/$" params={{ experimentId, runId, _splat: `artifacts/@${node.id}/MLmodel` }} {...common} />;
    case "model in":
      return <span {...common} />;
    default:
      return <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId: node.id }} {...common} />;
  }
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Box, BoxSelect, Database, FlaskConical } from "lucide-react";
import { type ReactNode, useMemo } from "react";

import { parentOf } from "@/api/families";
import { runVersionsQuery } from "@/api/models";
import { quoted } from "@/api/quote";
import { familyQuery, runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { LineageGraph, type NodeProps } from "@/shared/lineage/LineageGraph";
import { Code } from "@/shared/ui/State";

import styles from "./Lineage.module.css";
import { lineageOf, type NodeKind, type RunNode } from "./lineage";
import { useLoggedModels } from "./models";

const CODE = `data = mlflow.data.from_pandas(frame, name="wine", source="wine.csv")
mlflow.log_input(data, context="training")
mlflow.sklearn.log_model(model, name="model", registered_model_name="wine")`;

/** Data sets, the run, its models and their versions, in the order in which one was made of the other. It is a list to those who do not see it. */
export default function Lineage({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const parentId = parentOf(run);
  const parent = useQuery({ ...runQuery(parentId ?? ""), enabled: parentId !== undefined }).data;
  const children = useQuery(familyQuery(experimentId, [runId])).data;
  const versions = useQuery(runVersionsQuery(runId)).data;
  const models = useLoggedModels(run);
  const lineage = useMemo(() => lineageOf({ run, parent, children: children ?? [], models, versions: versions ?? [] }), [run, parent, children, models, versions]);
  return (
    <>
      <LineageGraph
        label="Lineage"
        nodes={lineage.nodes}
        edges={lineage.edges}
        look={({ kind }) => ({ icon: ICONS[kind], relation: RELATIONS[kind], current: kind === "run" })}
        target={(node, props) => <Target node={node} experimentId={experimentId} props={props} />}
      />
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
function Target({ node, experimentId, props }: { node: RunNode; experimentId: string; props: NodeProps }) {
  const [name = "", second = ""] = node.id.split("\n");
  switch (node.kind) {
    case "dataset":
      return <Link to="/experiments/$experimentId" params={{ experimentId }} search={{ filter: `dataset.name = ${quoted(name)} AND dataset.digest = ${quoted(second)}` }} {...props} />;
    case "version":
      return <Link to="/models/$name/versions/$version" params={{ name, version: second }} {...props} />;
    case "model":
      return <Link to="/experiments/$experimentId/models/$modelId" params={{ experimentId, modelId: node.id }} {...props} />;
    case "model in":
      return <span {...props} />;
    default:
      return <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId: node.id }} {...props} />;
  }
}

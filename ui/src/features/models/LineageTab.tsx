import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AtSign, Box, BoxSelect, Database, Flag, FlaskConical } from "lucide-react";
import { type ReactNode, useMemo } from "react";

import { loggedModelQuery } from "@/api/loggedModels";
import { runVersionsQuery } from "@/api/models";
import type { ModelVersion } from "@/api/types";
import { LineageGraph, type NodeProps } from "@/shared/lineage/LineageGraph";
import { Waiting } from "@/shared/ui/State";

import { lineageOf, type Target } from "./lineage";
import { useSourceRun } from "./SourceRun";

const ICONS: Record<Target["kind"], ReactNode> = {
  data: <Database aria-hidden />,
  run: <FlaskConical aria-hidden />,
  model: <Box aria-hidden />,
  version: <BoxSelect aria-hidden />,
  alias: <AtSign aria-hidden />,
  stage: <Flag aria-hidden />,
};

const RELATIONS: Record<Target["kind"], string> = {
  data: "Data set that the run read",
  run: "Source run",
  model: "Logged model",
  version: "Registered version",
  alias: "Alias",
  stage: "Stage",
};

/** From the data of the source run to the names that point at the version, with what else the run became. */
export default function LineageTab({ version }: { version: ModelVersion }) {
  const { run_id: runId = "", model_id: modelId = "" } = version;
  const run = useSourceRun(version);
  const model = useQuery({ ...loggedModelQuery(modelId), enabled: modelId !== "", retry: false });
  const siblings = useQuery({ ...runVersionsQuery(runId), enabled: runId !== "" });
  const lineage = useMemo(
    () => lineageOf({ version, run: run.data, model: model.data, siblings: siblings.data ?? [] }),
    [version, run.data, model.data, siblings.data],
  );
  if (run.isLoading || model.isLoading || siblings.isLoading) return <Waiting />;
  return (
    <div className="page-body" style={{ maxWidth: "none", paddingTop: 16 }}>
      <LineageGraph
        label={`Lineage of version ${version.version}`}
        nodes={lineage.nodes}
        edges={lineage.edges}
        look={({ target }) => ({ icon: ICONS[target.kind], relation: RELATIONS[target.kind], current: target.kind === "version" && target.current })}
        target={({ target }, props) => <Leading target={target} props={props} />}
      />
      {!run.data && <p className="dim">{runId ? "The source run cannot be read from here." : "The version was registered without a run: where it came from is not known."}</p>}
    </div>
  );
}

function Leading({ target, props }: { target: Target; props: NodeProps }) {
  switch (target.kind) {
    case "run":
      return <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: target.experimentId, runId: target.runId }} {...props} />;
    case "model":
      return <Link to="/experiments/$experimentId/models/$modelId" params={{ experimentId: target.experimentId, modelId: target.modelId }} {...props} />;
    case "version":
      return <Link to="/models/$name/versions/$version" params={{ name: target.name, version: target.version }} {...props} />;
    default:
      return <span {...props} />;
  }
}

import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { artifactsQuery } from "@/api/artifacts";
import type { Run } from "@/api/types";
import { ArtifactBrowser } from "@/shared/artifacts/browser/ArtifactBrowser";
import type { Root } from "@/shared/artifacts/browser/roots";
import { Empty, Failed, Waiting } from "@/shared/ui/State";

import { useLoggedModels } from "./models";

const CODE = `mlflow.log_artifact("plot.png")
mlflow.log_figure(figure, "plots/roc.png")
mlflow.log_dict(settings, "settings.yaml")`;

/** Files of a run and of the models it logged. */
export function Artifacts({ run, path }: { run: Run; path: string }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const navigate = useNavigate();
  const open = (next: string) =>
    void navigate({ to: "/experiments/$experimentId/runs/$runId/$", params: { experimentId, runId, _splat: next ? `artifacts/${next}` : "artifacts" }, search: true });
  const top = useQuery(artifactsQuery({ runId }, ""));
  const models = useLoggedModels(run);
  if (top.error) return <Failed error={top.error} retry={() => void top.refetch()} />;
  if (!top.data) return <Waiting />;

  const roots: Root[] = [
    { prefix: "", title: "", place: { runId }, uri: top.data.rootUri, runId },
    ...models.map(({ info }) => ({ prefix: `@${info.model_id}`, title: info.name, place: { modelId: info.model_id }, uri: info.artifact_uri, runId })),
  ];
  if (top.data.files.length === 0 && roots.length === 1)
    return (
      <Empty title="No artifacts yet" code={CODE}>
        Files that the run logs can be looked at and downloaded here.
      </Empty>
    );
  return <ArtifactBrowser roots={roots} path={path} open={open} />;
}

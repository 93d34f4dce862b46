import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { BoxSelect } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { loggedModelQuery } from "@/api/loggedModels";
import { experimentQuery } from "@/api/experiments";
import { usePageActions } from "@/shared/actions";
import { ArtifactBrowser } from "@/shared/artifacts/browser/ArtifactBrowser";
import { RegisterDialog } from "@/shared/models/RegisterDialog";
import { Button } from "@/shared/ui/Button";
import { Crumbs } from "@/shared/ui/Crumbs";
import { Gone, isGone } from "@/shared/ui/Gone";
import { CopyButton, Waiting } from "@/shared/ui/State";
import { type Tab, Tabs } from "@/shared/ui/Tabs";
import { useTitle } from "@/shared/useTitle";

import styles from "./LoggedModels.module.css";

const Overview = lazy(() => import("./LoggedModelOverview"));

const NOTHING: [] = [];

type ModelTab = "overview" | "artifacts";

export function LoggedModelPage() {
  const { experimentId = "", modelId = "", _splat = "" } = useParams({ strict: false });
  const navigate = useNavigate();
  const query = useQuery(loggedModelQuery(modelId));
  const experiment = useQuery(experimentQuery(experimentId));
  const [registering, setRegistering] = useState(false);
  const model = query.data;
  useTitle(model?.info.name);
  usePageActions(model ? [{ name: "Register…", act: () => setRegistering(true) }] : NOTHING, "this model");
  if (isGone(query))
    return (
      <Gone asked={query}>
        It may have been deleted. See{" "}
        <Link to="/experiments/$experimentId/models" params={{ experimentId }}>
          the other models
        </Link>{" "}
        of the experiment.
      </Gone>
    );
  const [first = "", ...path] = _splat.split("/");
  const tab: ModelTab = first === "artifacts" ? "artifacts" : "overview";
  const go = (splat: string) =>
    void (splat === "overview"
      ? navigate({ to: "/experiments/$experimentId/models/$modelId", params: { experimentId, modelId } })
      : navigate({ to: "/experiments/$experimentId/models/$modelId/$", params: { experimentId, modelId, _splat: splat } }));
  const tabs: Tab<ModelTab>[] = model
    ? [
        {
          key: "overview",
          title: "Overview",
          content: (
            <Suspense fallback={<Waiting />}>
              <Overview model={model} />
            </Suspense>
          ),
        },
        {
          key: "artifacts",
          title: "Artifacts",
          content: (
            <div className={styles.tab}>
              <ArtifactBrowser
                roots={[{ prefix: "", title: "", place: { modelId }, uri: model.info.artifact_uri, runId: model.info.source_run_id }]}
                path={path.join("/")}
                open={(next) => go(next ? `artifacts/${next}` : "artifacts")}
              />
            </div>
          ),
        },
      ]
    : [];
  return (
    <div className="page">
      <header className="page-head">
        <Crumbs>
          <Link to="/experiments">Experiments</Link>
          <Link to="/experiments/$experimentId" params={{ experimentId }} className="clip">
            {experiment.data?.name ?? experimentId}
          </Link>
          <Link to="/experiments/$experimentId/models" params={{ experimentId }}>
            Models
          </Link>
          <>
            <h1 className="clip">{model?.info.name ?? modelId}</h1>
            <CopyButton text={modelId} label={`Copy model ID ${modelId}`} />
          </>
        </Crumbs>
        <span className="grow" />
        {model && (
          <Button icon={<BoxSelect />} onClick={() => setRegistering(true)}>
            Register…
          </Button>
        )}
      </header>
      {model ? <Tabs label="Logged model" value={tab} onChange={go} tabs={tabs} /> : <Waiting />}
      {registering && model && (
        <RegisterDialog candidates={[{ title: model.info.name, source: `models:/${modelId}`, runId: model.info.source_run_id, modelId }]} close={() => setRegistering(false)} />
      )}
    </div>
  );
}

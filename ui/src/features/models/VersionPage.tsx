import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { modelVersionQuery } from "@/api/models";
import { Crumbs } from "@/shared/ui/Crumbs";
import { Gone, isGone } from "@/shared/ui/Gone";
import { Waiting } from "@/shared/ui/State";
import { type Tab, Tabs } from "@/shared/ui/Tabs";
import { useTitle } from "@/shared/useTitle";

import { Neighbours } from "./Neighbours";
import { StageChoice } from "./StageChoice";
import { readVersionTab, type VersionTab } from "./tabs";
import { VersionMenu } from "./VersionMenu";
import { VersionOverview } from "./VersionOverview";

const SourceTab = lazy(() => import("./SourceTab"));
const LineageTab = lazy(() => import("./LineageTab"));
const VersionArtifacts = lazy(() => import("./VersionArtifacts"));
const TryTab = lazy(() => import("./TryTab"));

export function VersionPage() {
  const { name = "", version: number = "", _splat } = useParams({ strict: false });
  useTitle(`${name} ${number}`);
  const navigate = useNavigate();
  const query = useQuery(modelVersionQuery(name, number));
  const { tab, path } = readVersionTab(_splat);
  const version = query.data;
  if (isGone(query))
    return (
      <Gone asked={query}>
        It may have been deleted. See{" "}
        <Link to="/models/$name" params={{ name }}>
          the other versions
        </Link>
        .
      </Gone>
    );
  const to = (splat: string) =>
    void (splat === "overview"
      ? navigate({ to: "/models/$name/versions/$version", params: { name, version: number } })
      : navigate({ to: "/models/$name/versions/$version/$", params: { name, version: number, _splat: splat } }));
  const later = (content: React.ReactNode) => <Suspense fallback={<Waiting />}>{content}</Suspense>;
  const tabs: Tab<VersionTab>[] = version
    ? [
        { key: "overview", title: "Overview", content: <VersionOverview version={version} /> },
        { key: "run", title: "Source run", content: later(<SourceTab version={version} />) },
        { key: "lineage", title: "Lineage", content: later(<LineageTab version={version} />) },
        { key: "artifacts", title: "Artifacts", content: later(<VersionArtifacts version={version} path={path} open={(next) => to(next ? `artifacts/${next}` : "artifacts")} />) },
        { key: "try", title: "Try", content: later(<TryTab version={version} />) },
      ]
    : [];
  return (
    <div className="page">
      <header className="page-head">
        <Crumbs>
          <Link to="/models">Models</Link>
          <Link to="/models/$name" params={{ name }} className="clip">
            {name}
          </Link>
          <h1>Version {number}</h1>
        </Crumbs>
        <Neighbours name={name} version={number} tab={tab} />
        {version?.status && version.status !== "READY" && (
          <span className="chip" data-tone="warn" title={version.status_message}>
            {version.status}
          </span>
        )}
        <span className="grow" />
        {version && (
          <>
            <StageChoice version={version} />
            <VersionMenu version={version} />
          </>
        )}
      </header>
      {version ? <Tabs label="Version" value={tab} onChange={to} tabs={tabs} /> : <Waiting />}
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";

import { modelQuery } from "@/api/models";
import { firstLine } from "@/shared/format";
import { Crumbs } from "@/shared/ui/Crumbs";
import { Gone, isGone } from "@/shared/ui/Gone";
import { CopyButton, Waiting } from "@/shared/ui/State";
import { type Tab, Tabs } from "@/shared/ui/Tabs";
import { useTitle } from "@/shared/useTitle";

import { AboutModel } from "./AboutModel";
import { ModelMenu } from "./ModelMenu";
import styles from "./Models.module.css";
import { type ModelTab, readModelTab } from "./tabs";
import { VersionsTable } from "./VersionsTable";

export function ModelPage() {
  const { name = "", _splat } = useParams({ strict: false });
  useTitle(name);
  const navigate = useNavigate();
  const query = useQuery(modelQuery(name));
  const model = query.data;
  if (isGone(query))
    return (
      <Gone asked={query}>
        It may have been renamed or deleted. See <Link to="/models">all models</Link>.
      </Gone>
    );
  const tabs: Tab<ModelTab>[] = model
    ? [
        { key: "versions", title: "Versions", content: <VersionsTable key={name} model={model} /> },
        { key: "about", title: "About", content: <AboutModel model={model} /> },
      ]
    : [];
  const turn = (tab: ModelTab) =>
    void (tab === "versions" ? navigate({ to: "/models/$name", params: { name } }) : navigate({ to: "/models/$name/$", params: { name, _splat: tab } }));
  const summary = firstLine(model?.description);
  return (
    <div className="page">
      <header className="page-head">
        <Crumbs>
          <Link to="/models">Models</Link>
          <>
            <h1 className="clip">{name}</h1>
            <CopyButton text={name} label="Copy the name" />
          </>
        </Crumbs>
        {summary && <p className={`dim clip ${styles.summary}`}>{summary}</p>}
        <span className="grow" />
        {model && <ModelMenu name={name} />}
      </header>
      {model ? <Tabs label="Model" value={readModelTab(_splat)} onChange={turn} tabs={tabs} /> : <Waiting />}
    </div>
  );
}

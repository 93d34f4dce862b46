import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";

import { artifactsQuery } from "@/api/artifacts";
import type { Run } from "@/api/types";
import { Preview } from "@/shared/artifacts/Preview";
import { useKeys } from "@/shared/keys";
import { Search } from "@/shared/ui/Search";
import { Empty, Failed, Waiting } from "@/shared/ui/State";

import { ArtifactTree } from "./ArtifactTree";
import styles from "./Artifacts.module.css";
import { FolderView } from "./FolderView";
import { FoundFiles } from "./FoundFiles";
import { useLoggedModels } from "./models";
import { type Root, splitPath } from "./roots";

const CODE = `mlflow.log_artifact("plot.png")
mlflow.log_figure(figure, "plots/roc.png")
mlflow.log_dict(settings, "settings.yaml")`;

/** Files of a run and of the models it logged: a tree on the left, what is open on the right. */
export function Artifacts({ run, path }: { run: Run; path: string }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const navigate = useNavigate();
  const open = (next: string) =>
    void navigate({ to: "/experiments/$experimentId/runs/$runId/$", params: { experimentId, runId, _splat: next ? `artifacts/${next}` : "artifacts" }, search: true });
  const [wanted, setWanted] = useState("");
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => search.current?.focus() });
  const top = useQuery(artifactsQuery({ runId }, ""));
  const models = useLoggedModels(run);
  if (top.error) return <Failed error={top.error} retry={() => void top.refetch()} />;
  if (!top.data) return <Waiting />;

  const roots: Root[] = [
    { prefix: "", title: "", place: { runId }, uri: top.data.rootUri },
    ...models.map(({ info }) => ({ prefix: `@${info.model_id}`, title: info.name, place: { modelId: info.model_id }, uri: info.artifact_uri })),
  ];
  if (top.data.files.length === 0 && roots.length === 1)
    return (
      <Empty title="No artifacts yet" code={CODE}>
        Files that the run logs can be looked at and downloaded here.
      </Empty>
    );
  const { root, inside } = splitPath(roots, path);
  return (
    <div className={styles.panes}>
      <nav className={styles.tree} aria-label="Artifacts">
        <div className={styles.find}>
          <Search inputRef={search} value={wanted} onChange={setWanted} placeholder="Search files" width="100%" />
        </div>
        {roots.map((each) =>
          wanted.trim() ? (
            <FoundFiles key={each.prefix} root={each} wanted={wanted.trim().toLowerCase()} selected={path} open={open} />
          ) : (
            <ArtifactTree key={each.prefix} root={each} selected={path} open={open} />
          ),
        )}
      </nav>
      <div className={styles.shown}>
        {path === "" || !root ? <p className={styles.hint}>Choose a file to look at it.</p> : <Opened root={root} inside={inside} runId={runId} open={open} />}
      </div>
    </div>
  );
}

interface OpenedProps {
  root: Root;
  inside: string;
  runId: string;
  open: (path: string) => void;
}

/** A folder or a file: the folder above knows which. */
function Opened({ root, inside, runId, open }: OpenedProps) {
  const above = inside.split("/").slice(0, -1).join("/");
  const siblings = useQuery(artifactsQuery(root.place, above));
  if (siblings.error) return <Failed error={siblings.error} retry={() => void siblings.refetch()} />;
  if (!siblings.data) return <Waiting />;
  const file = siblings.data.files.find((each) => each.path === inside);
  const uri = `${root.uri}/${inside}`;
  if (inside === "" || file?.is_dir) return <FolderView root={root} inside={inside} runId={runId} open={open} />;
  if (!file) return <Empty title="There is no such file">It is not among the artifacts: {inside}</Empty>;
  return <Preview key={uri} place={root.place} path={inside} size={file.file_size} uri={uri} />;
}


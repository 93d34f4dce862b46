import { useQuery } from "@tanstack/react-query";
import { BoxSelect } from "lucide-react";
import { useState } from "react";

import { artifactsQuery } from "@/api/artifacts";
import { baseName, formatBytes } from "@/shared/format";
import { loadSnippet } from "@/shared/models/snippets";
import { Button } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { Code, CopyButton, Failed, Waiting } from "@/shared/ui/State";

import styles from "./Artifacts.module.css";
import { useRegister } from "./models";
import { joinPath, type Root } from "./roots";

interface FolderViewProps {
  root: Root;
  inside: string;
  runId: string;
  open: (path: string) => void;
}

/** What is in a folder; when that is a model, how to load it and a way into the registry. */
export function FolderView({ root, inside, runId, open }: FolderViewProps) {
  const query = useQuery(artifactsQuery(root.place, inside));
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  const { files } = query.data;
  const isModel = files.some((file) => baseName(file.path) === "MLmodel");
  const uri = inside ? `${root.uri}/${inside}` : root.uri;
  return (
    <div className={styles.folder}>
      <div className={styles.folderHead}>
        <h2>{inside ? baseName(inside) : root.title}</h2>
        <CopyButton text={uri} label="Copy URI" />
      </div>
      {isModel && <ModelFolder root={root} inside={inside} runId={runId} uri={uri} />}
      <table className={styles.contents}>
        <tbody>
          {files.map((file) => (
            <tr key={file.path}>
              <td>
                <button type="button" onClick={() => open(joinPath(root, file.path))}>
                  {baseName(file.path)}
                  {file.is_dir && "/"}
                </button>
              </td>
              <td className="num">{file.file_size === undefined ? "" : formatBytes(file.file_size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ModelFolder({ root, inside, runId, uri }: { root: Root; inside: string; runId: string; uri: string }) {
  const [registering, setRegistering] = useState(false);
  const modelId = "modelId" in root.place ? root.place.modelId : undefined;
  const modelUri = modelId ? `models:/${modelId}` : `runs:/${runId}/${inside}`;
  const register = useRegister(runId);
  return (
    <div className={styles.load}>
      <p className="dim">This folder is a model. Load it with:</p>
      <Code text={loadSnippet(modelUri)} />
      <p style={{ marginTop: 10 }}>
        <Button icon={<BoxSelect />} onClick={() => setRegistering(true)}>
          Register…
        </Button>
      </p>
      <NameDialog open={registering} onClose={() => setRegistering(false)} title="Register this model" label="Name; a new version is added where it exists" action="Register" act={(name) => register(name, { source: modelId ? modelUri : uri, modelId })} />
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { BoxSelect } from "lucide-react";
import { useState } from "react";

import { artifactsQuery } from "@/api/artifacts";
import { baseName, formatBytes } from "@/shared/format";
import { RegisterDialog } from "@/shared/models/RegisterDialog";
import { loadSnippet } from "@/shared/models/snippets";
import { Button } from "@/shared/ui/Button";
import { Code, CopyButton, Failed, Waiting } from "@/shared/ui/State";

import styles from "./Artifacts.module.css";
import { joinPath, modelUri, type Root } from "./roots";

interface FolderViewProps {
  root: Root;
  inside: string;
  open: (path: string) => void;
}

/** What is in a folder; when that is a model, how to load it and a way into the registry. */
export function FolderView({ root, inside, open }: FolderViewProps) {
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
      {isModel && <ModelFolder root={root} inside={inside} uri={uri} />}
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

function ModelFolder({ root, inside, uri }: { root: Root; inside: string; uri: string }) {
  const [registering, setRegistering] = useState(false);
  const loaded = modelUri(root, inside);
  const { place, runId } = root;
  const modelId = "modelId" in place ? place.modelId : undefined;
  return (
    <div className={styles.load}>
      <p className="dim">This folder is a model. Load it with:</p>
      <Code text={loadSnippet(loaded)} />
      {!("version" in place) && (
        <p style={{ marginTop: 10 }}>
          <Button icon={<BoxSelect />} onClick={() => setRegistering(true)}>
            Register…
          </Button>
        </p>
      )}
      {registering && (
        <RegisterDialog candidates={[{ title: inside || root.title, source: modelId ? loaded : uri, runId, modelId }]} close={() => setRegistering(false)} />
      )}
    </div>
  );
}

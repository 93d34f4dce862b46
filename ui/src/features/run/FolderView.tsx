import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { BoxSelect } from "lucide-react";
import { useState } from "react";

import { artifactsQuery } from "@/api/artifacts";
import { registerVersion } from "@/api/models";
import { baseName, formatBytes } from "@/shared/format";
import { Button } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { Code, CopyButton, Failed, Waiting } from "@/shared/ui/State";

import styles from "./Artifacts.module.css";
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
  const navigate = useNavigate();
  const queries = useQueryClient();
  const modelUri = "modelId" in root.place ? `models:/${root.place.modelId}` : `runs:/${runId}/${inside}`;
  const register = async (name: string) => {
    const modelId = "modelId" in root.place ? root.place.modelId : undefined;
    const { version } = await registerVersion({ name, source: modelId ? modelUri : uri, run_id: runId, model_id: modelId });
    await queries.invalidateQueries({ queryKey: ["models"] });
    await navigate({ to: "/models/$name/versions/$version", params: { name, version } });
  };
  return (
    <div className={styles.load}>
      <p className="dim">This folder is a model. Load it with:</p>
      <Code text={`import mlflow\nmodel = mlflow.pyfunc.load_model("${modelUri}")\nmodel.predict(data)`} />
      <p style={{ marginTop: 10 }}>
        <Button icon={<BoxSelect />} onClick={() => setRegistering(true)}>
          Register…
        </Button>
      </p>
      <NameDialog open={registering} onClose={() => setRegistering(false)} title="Register this model" label="Name; a new version is added where it exists" action="Register" act={register} />
    </div>
  );
}

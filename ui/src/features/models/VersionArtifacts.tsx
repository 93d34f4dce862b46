import { useQuery } from "@tanstack/react-query";

import { artifactsQuery } from "@/api/artifacts";
import type { ModelVersion } from "@/api/types";
import { ArtifactBrowser } from "@/shared/artifacts/browser/ArtifactBrowser";
import { Empty, Failed, Waiting } from "@/shared/ui/State";

import styles from "./Models.module.css";

interface VersionArtifactsProps {
  version: ModelVersion;
  path: string;
  open: (path: string) => void;
}

/** Files of a version, wherever its run or logged model keeps them. */
export default function VersionArtifacts({ version, path, open }: VersionArtifactsProps) {
  const place = { name: version.name, version: version.version };
  const top = useQuery({ ...artifactsQuery(place, ""), retry: false });
  if (top.error) return <Failed error={top.error} advice="The server reads files of its own runs and logged models only." retry={() => void top.refetch()} />;
  if (!top.data) return <Waiting />;
  if (top.data.files.length === 0) return <Empty title="No files">There is nothing at {version.source}.</Empty>;
  return (
    <div className={styles.tab}>
      <ArtifactBrowser roots={[{ prefix: "", title: "", place, uri: top.data.rootUri, runId: version.run_id }]} path={path} open={open} />
    </div>
  );
}

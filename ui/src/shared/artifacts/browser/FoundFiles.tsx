import { useQuery } from "@tanstack/react-query";

import { allArtifactsQuery } from "@/api/artifacts";
import { plural } from "@/shared/format";
import { Failed, Waiting } from "@/shared/ui/State";

import { FileNode } from "./ArtifactTree";
import styles from "./Artifacts.module.css";
import type { Root } from "./roots";

const MOST_SHOWN = 200;

interface FoundFilesProps {
  root: Root;
  wanted: string;
  selected: string;
  open: (path: string) => void;
}

/** Files of a tree whose path has a text in it, wherever they are. */
export function FoundFiles({ root, wanted, selected, open }: FoundFilesProps) {
  const query = useQuery(allArtifactsQuery(root.place));
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting rows={3} />;
  const found = query.data.files.filter((file) => file.path.toLowerCase().includes(wanted));
  return (
    <>
      <p className={styles.hint} role="status">
        {root.title && `${root.title}: `}
        {plural(found.length, "file")}
        {query.data.more && " among the first thousands"}
        {found.length > MOST_SHOWN && `, the first ${MOST_SHOWN} are shown`}
      </p>
      <ul>
        {found.slice(0, MOST_SHOWN).map((file) => (
          <FileNode key={file.path} root={root} file={file} depth={-1} selected={selected} open={open} whole />
        ))}
      </ul>
    </>
  );
}

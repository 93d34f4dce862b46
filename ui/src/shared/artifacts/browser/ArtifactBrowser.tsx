import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { artifactsQuery } from "@/api/artifacts";
import { useKeys } from "@/shared/keys";
import { Search } from "@/shared/ui/Search";
import { Empty, Failed, Waiting } from "@/shared/ui/State";

import { Preview } from "../Preview";
import { ArtifactTree } from "./ArtifactTree";
import styles from "./Artifacts.module.css";
import { FolderView } from "./FolderView";
import { FoundFiles } from "./FoundFiles";
import { type Root, splitPath } from "./roots";

interface ArtifactBrowserProps {
  roots: readonly Root[];
  /** What is open, as the address names it. */
  path: string;
  open: (path: string) => void;
}

/** Trees of files on the left, what is open on the right. */
export function ArtifactBrowser({ roots, path, open }: ArtifactBrowserProps) {
  const [wanted, setWanted] = useState("");
  const search = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => search.current?.focus() });
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
      <div className={styles.shown}>{path === "" || !root ? <p className={styles.hint}>Choose a file to look at it.</p> : <Opened root={root} inside={inside} open={open} />}</div>
    </div>
  );
}

interface OpenedProps {
  root: Root;
  inside: string;
  open: (path: string) => void;
}

/** A folder or a file: the folder above knows which. */
function Opened({ root, inside, open }: OpenedProps) {
  const above = inside.split("/").slice(0, -1).join("/");
  const siblings = useQuery(artifactsQuery(root.place, above));
  if (siblings.error) return <Failed error={siblings.error} retry={() => void siblings.refetch()} />;
  if (!siblings.data) return <Waiting />;
  const file = siblings.data.files.find((each) => each.path === inside);
  const uri = `${root.uri}/${inside}`;
  if (inside === "" || file?.is_dir) return <FolderView root={root} inside={inside} open={open} />;
  if (!file) return <Empty title="There is no such file">It is not among the artifacts: {inside}</Empty>;
  return <Preview key={uri} place={root.place} path={inside} size={file.file_size} uri={uri} />;
}

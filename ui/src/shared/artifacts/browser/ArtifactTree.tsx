import { useQuery } from "@tanstack/react-query";
import { Box, ChevronRight, File, FileBraces, FileCode, FileImage, FilePlay, FileText, FileVolume, Folder, Map as MapIcon, Sheet } from "lucide-react";
import { useState } from "react";

import { artifactsQuery } from "@/api/artifacts";
import type { FileInfo } from "@/api/types";
import { type Kind, kindOf } from "@/shared/artifacts/kinds";
import { baseName, formatBytes } from "@/shared/format";

import styles from "./Artifacts.module.css";
import { joinPath, type Root } from "./roots";

interface TreeProps {
  root: Root;
  selected: string;
  open: (path: string) => void;
}

export function ArtifactTree({ root, selected, open }: TreeProps) {
  if (!root.prefix) return <Branch root={root} folder="" depth={0} selected={selected} open={open} />;
  return (
    <ul>
      <FolderNode root={root} file={{ path: "", is_dir: true }} title={root.title} depth={0} selected={selected} open={open} model />
    </ul>
  );
}

function Branch({ root, folder, depth, selected, open }: TreeProps & { folder: string; depth: number }) {
  const query = useQuery(artifactsQuery(root.place, folder));
  if (query.error) return <p className={styles.hint}>{query.error.message}</p>;
  return (
    <ul>
      {query.data?.files.map((file) =>
        file.is_dir ? (
          <FolderNode key={file.path} root={root} file={file} title={baseName(file.path)} depth={depth} selected={selected} open={open} />
        ) : (
          <FileNode key={file.path} root={root} file={file} depth={depth} selected={selected} open={open} />
        ),
      )}
    </ul>
  );
}

interface NodeProps extends TreeProps {
  file: FileInfo;
  depth: number;
}

function FolderNode({ root, file, title, depth, selected, open, model }: NodeProps & { title: string; model?: boolean }) {
  const address = joinPath(root, file.path);
  const holdsSelected = selected === address || selected.startsWith(`${address}/`);
  const [unfolded, setUnfolded] = useState<boolean | null>(null);
  const shown = unfolded ?? holdsSelected;
  return (
    <li>
      <button
        type="button"
        className={styles.node}
        style={{ paddingLeft: 8 + depth * 14 }}
        aria-expanded={shown}
        aria-current={selected === address ? "true" : undefined}
        onClick={() => {
          // A click on the open folder closes it; on another it opens and shows it.
          setUnfolded(selected === address ? !shown : true);
          open(address);
        }}
      >
        <ChevronRight aria-hidden className={styles.arrow} />
        {model ? <Box aria-hidden /> : <Folder aria-hidden />}
        <span className="clip">{title}</span>
      </button>
      {shown && <Branch root={root} folder={file.path} depth={depth + 1} selected={selected} open={open} />}
    </li>
  );
}

const GLYPHS: Partial<Record<Kind, typeof File>> = {
  image: FileImage,
  table: Sheet,
  parquet: Sheet,
  audio: FileVolume,
  video: FilePlay,
  json: FileBraces,
  yaml: FileText,
  geojson: MapIcon,
  html: FileCode,
  markdown: FileText,
  pdf: FileText,
  text: FileText,
  log: FileText,
  model: Box,
};

/** A file, by its name; where it does not stand in its folder, by its path. */
export function FileNode({ root, file, depth, selected, open, whole }: NodeProps & { whole?: boolean }) {
  const address = joinPath(root, file.path);
  const Glyph = GLYPHS[kindOf(file.path)] ?? File;
  return (
    <li>
      <button
        type="button"
        className={styles.node}
        style={{ paddingLeft: 24 + depth * 14 }}
        aria-current={selected === address ? "true" : undefined}
        onClick={() => open(address)}
      >
        <Glyph aria-hidden />
        <span className="clip" title={whole ? file.path : undefined}>
          {baseName(file.path)}
          {whole && <span className={styles.where}> {file.path.split("/").slice(0, -1).join("/")}</span>}
        </span>
        {file.file_size !== undefined && <span className={`num ${styles.size}`}>{formatBytes(file.file_size)}</span>}
      </button>
    </li>
  );
}

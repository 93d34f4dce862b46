import { Download } from "lucide-react";
import { Suspense, useState } from "react";

import { artifactUrl, type Place } from "@/api/artifacts";
import { baseName, formatBytes } from "@/shared/format";
import { Segments } from "@/shared/ui/Controls";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";
import { CopyButton, Waiting } from "@/shared/ui/State";

import { kindOf } from "./kinds";
import styles from "./Preview.module.css";
import { FILE_VIEWERS, type FileRef, TEXT_VIEWERS } from "./viewers";
import { Written } from "./Written";

interface PreviewProps {
  place: Place;
  path: string;
  size: number | undefined;
  uri: string;
}

/** A file as one can look at it, and the way to have it. */
export function Preview({ place, path, size, uri }: PreviewProps) {
  const kind = kindOf(path);
  const viewer = TEXT_VIEWERS[kind];
  const [source, setSource] = useState(viewer?.sourceFirst === true);
  const beside = (name: string) => artifactUrl(place, [...path.split("/").slice(0, -1), name].join("/"));
  const file: FileRef = { url: artifactUrl(place, path), path, size, beside };
  const Own = FILE_VIEWERS[kind];
  return (
    <article className={styles.preview} data-testid="preview" aria-label={baseName(path)}>
      <header className={styles.head}>
        <h2 className="clip" title={path}>
          {baseName(path)}
        </h2>
        {size !== undefined && <span className="dimmer num">{formatBytes(size)}</span>}
        <span className="grow" />
        {viewer && (
          <Segments
            label="Look at it as"
            value={source ? "source" : "shown"}
            options={[
              ["shown", viewer.title],
              ["source", "Source"],
            ]}
            onChange={(choice) => setSource(choice === "source")}
          />
        )}
        <CopyButton text={uri} label="Copy URI" />
        <a className={styles.download} href={file.url} download={baseName(path)} aria-label={`Download ${baseName(path)}`}>
          <Download aria-hidden />
          <span>Download</span>
        </a>
      </header>
      <ScrollRegion label="Content" className={styles.body}>
        <Suspense fallback={<Waiting />}>{Own ? <Own {...file} /> : <Written file={file} kind={kind} source={source} />}</Suspense>
      </ScrollRegion>
    </article>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { lazy, Suspense } from "react";

import { artifactUrl, type Place, textQuery } from "@/api/artifacts";
import { baseName, formatBytes } from "@/shared/format";
import { CopyButton, Failed, Waiting } from "@/shared/ui/State";

import { type Kind, kindOf } from "./kinds";
import styles from "./Preview.module.css";
import { JsonView, TextView } from "./TextView";

const CsvView = lazy(() => import("./CsvView"));
const Markdown = lazy(() => import("@/shared/ui/Markdown"));

/** Larger pictures are downloaded, not shown. */
const MOST_IMAGE_BYTES = 30_000_000;

interface PreviewProps {
  place: Place;
  path: string;
  size: number | undefined;
  uri: string;
}

/** A file as one can look at it, and the way to have it. */
export function Preview({ place, path, size, uri }: PreviewProps) {
  const url = artifactUrl(place, path);
  const kind = kindOf(path);
  return (
    <article className={styles.preview} data-testid="preview">
      <header className={styles.head}>
        <h2 className="clip" title={path}>
          {baseName(path)}
        </h2>
        {size !== undefined && <span className="dimmer num">{formatBytes(size)}</span>}
        <span className="grow" />
        <CopyButton text={uri} label="Copy URI" />
        <a className={styles.download} href={url} download={baseName(path)}>
          <Download aria-hidden />
          Download
        </a>
      </header>
      <div className={styles.body}>
        {kind === "image" && (size ?? 0) <= MOST_IMAGE_BYTES ? (
          <div className={styles.image}>
            <img src={url} alt={baseName(path)} />
          </div>
        ) : kind === "binary" || kind === "image" ? (
          <p className={styles.none}>There is no preview for this kind of file. Download it to look at it.</p>
        ) : (
          <Written key={url} url={url} kind={kind} path={path} />
        )}
      </div>
    </article>
  );
}

function Written({ url, kind, path }: { url: string; kind: Kind; path: string }) {
  const query = useQuery(textQuery(url));
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  const { text, cut } = query.data;
  return (
    <>
      {cut && <p className={styles.cut}>This is the beginning of the file. Download it to see all.</p>}
      <Suspense fallback={<Waiting />}>
        {kind === "table" ? (
          <CsvView text={text} cut={cut} />
        ) : kind === "json" && !cut ? (
          <JsonView text={text} />
        ) : kind === "markdown" ? (
          <div className={styles.prose}>
            <Markdown text={text} />
          </div>
        ) : (
          <TextView text={text} path={path} />
        )}
      </Suspense>
    </>
  );
}


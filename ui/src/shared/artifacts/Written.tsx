import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type End, textQuery } from "@/api/artifacts";
import { formatBytes } from "@/shared/format";
import { Segments } from "@/shared/ui/Controls";
import { Failed, Waiting } from "@/shared/ui/State";

import type { Kind } from "./kinds";
import styles from "./Preview.module.css";
import { TextView } from "./TextView";
import { type FileRef, TEXT_VIEWERS } from "./viewers";

interface WrittenProps {
  file: FileRef;
  kind: Kind;
  /** Show the characters, not what they mean. */
  source?: boolean;
}

const ENDS: readonly (readonly [End, string])[] = [
  ["start", "Beginning"],
  ["end", "End"],
];

/** A text: the first or last megabyte of it, and said so. */
export function Written({ file, kind, source }: WrittenProps) {
  const [end, setEnd] = useState<End>(kind === "log" ? "end" : "start");
  const query = useQuery(textQuery(file.url, end));
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  const { text, cut } = query.data;
  const viewer = source ? undefined : TEXT_VIEWERS[kind];
  const shown = viewer && (!cut || viewer.ofBeginnings) ? viewer : undefined;
  return (
    <>
      {cut && (
        <div className={styles.cut}>
          <span>
            The {query.data.end === "end" ? "last" : "first"} {formatBytes(new Blob([text]).size)}
            {file.size === undefined ? "" : ` of ${formatBytes(file.size)}`}. Download the file to see all.
          </span>
          <span className="grow" />
          {!shown && <Segments label="Which part" value={end} options={ENDS} onChange={setEnd} />}
        </div>
      )}
      {shown ? <shown.View text={text} path={file.path} cut={cut} file={file} /> : <TextView text={text} path={file.path} fromEnd={end === "end"} unnumbered={query.data.end === "end" && cut} />}
    </>
  );
}

import { useQuery } from "@tanstack/react-query";

import { bytesQuery } from "@/api/artifacts";
import { Failed, Waiting } from "@/shared/ui/State";

import { hexLines, looksLikeText } from "./hex";
import { whatIs } from "./kinds";
import styles from "./Preview.module.css";
import type { FileRef } from "./viewers";
import { Written } from "./Written";

/** Bytes that are looked at to judge a file, and those that are shown. */
const LOOKED_AT = 4096;
const SHOWN = 512;

/** A file that is not opened: what it is, and its first bytes. One of an unknown kind that holds text is shown as text. */
export default function BytesView(file: FileRef) {
  const query = useQuery(bytesQuery(file.url, 0, LOOKED_AT));
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting />;
  const what = whatIs(file.path);
  if (!what && looksLikeText(query.data)) return <Written file={file} kind="text" />;
  return (
    <>
      <p className={styles.none}>
        {what ?? "There is no preview for this kind of file."} {query.data.length > 0 && "Its first bytes:"}
      </p>
      <pre className={styles.bytes} aria-label="First bytes">
        {hexLines(query.data.subarray(0, SHOWN)).join("\n")}
      </pre>
    </>
  );
}

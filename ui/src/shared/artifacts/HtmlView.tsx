import { useMemo } from "react";

import { baseName } from "@/shared/format";

import { harmless } from "./html";
import styles from "./Preview.module.css";

/** A page that somebody logged, as a still picture: it runs nothing, fetches nothing and knows nothing of this server. */
export default function HtmlView({ text, path }: { text: string; path: string }) {
  const page = useMemo(() => harmless(text), [text]);
  const acts = /<script\b/i.test(text);
  return (
    <>
      {acts && <p className={styles.cut}>Scripts of this page are not run here, so what they would draw is missing. Download it to see all.</p>}
      <iframe className={styles.frame} title={baseName(path)} sandbox="" referrerPolicy="no-referrer" srcDoc={page} />
    </>
  );
}

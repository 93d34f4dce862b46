import { Check, Copy, X } from "lucide-react";
import { type ReactNode, useState } from "react";

import { copyText } from "../clipboard";
import { Button } from "./Button";
import styles from "./State.module.css";

/** What a page says when there is nothing yet, and how to start. */
export function Empty({ title, children, code }: { title: string; children?: ReactNode; code?: string }) {
  return (
    <div className={styles.state}>
      <h2>{title}</h2>
      {children && <p className="dim">{children}</p>}
      {code && <Code text={code} />}
    </div>
  );
}

export function Code({ text }: { text: string }) {
  return (
    <div className={styles.code}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} />
    </div>
  );
}

/** What went wrong and what to do about it. */
export function Failed({ error, retry, advice, page }: { error: Error; retry?: () => void; advice?: ReactNode; page?: boolean }) {
  const Heading = page ? "h1" : "h2";
  return (
    <div className={styles.state} role="alert">
      <Heading>This could not be shown</Heading>
      <p className={styles.words}>{error.message}</p>
      {advice && <p className="dim">{advice}</p>}
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}

/** How long a button tells what came of its press. */
const TOLD_MS = 1_200;

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [told, setTold] = useState<"Copied" | "Could not be copied">();
  const tell = (what: typeof told) => {
    setTold(what);
    setTimeout(() => setTold(undefined), TOLD_MS);
  };
  const copy = () => void copyText(text).then(() => tell("Copied"), () => tell("Could not be copied"));
  return (
    // The browser's own tip: this widget is on the scoring server's page, too, which has to stay small.
    <Button look="ghost" className={styles.copy} aria-label={told ?? label} title={told ?? label} onClick={copy} icon={told === "Copied" ? <Check /> : told ? <X /> : <Copy />} />
  );
}

/** A long identifier on one line, with a button that copies it. */
export const Copied = ({ text }: { text: string }) => (
  <span className={styles.copied}>
    <code className="clip" title={text}>
      {text}
    </code>
    <CopyButton text={text} />
  </span>
);

/** Grey lines where rows will be. */
export function Waiting({ rows = 6 }: { rows?: number }) {
  return (
    <div className={styles.waiting} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ width: `${88 - ((i * 17) % 38)}%` }} />
      ))}
    </div>
  );
}

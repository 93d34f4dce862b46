import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { Button } from "./Button";
import styles from "./Note.module.css";
import { notifyFailure } from "./notify";

const Markdown = lazy(() => import("./Markdown"));

/** A text in Markdown that can be edited where it stands. */
export function Note({ text, save, noun = "note" }: { text: string; save: (text: string) => Promise<unknown>; noun?: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null)
    return (
      <div className={styles.note}>
        {text ? (
          <Suspense fallback={<p className={styles.plain}>{text}</p>}>
            <Markdown text={text} />
          </Suspense>
        ) : null}
        <Button look="ghost" icon={<Pencil />} onClick={() => setDraft(text)} className={styles.edit}>
          {text ? "Edit" : `Write a ${noun}`}
        </Button>
      </div>
    );
  const keep = () => save(draft).then(() => setDraft(null), notifyFailure);
  return (
    <div className={styles.form}>
      <textarea
        className="textarea mono"
        aria-label={`The ${noun}, in Markdown`}
        value={draft}
        rows={Math.min(16, Math.max(4, draft.split("\n").length + 1))}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setDraft(null);
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void keep();
        }}
      />
      <div className="row-gap">
        <Button look="primary" onClick={() => void keep()}>
          Save
        </Button>
        <Button onClick={() => setDraft(null)}>Cancel</Button>
        <span className="dimmer">Markdown</span>
      </div>
    </div>
  );
}

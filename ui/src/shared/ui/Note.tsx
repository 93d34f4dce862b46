import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { Button } from "./Button";
import { Segments } from "./Controls";
import styles from "./Note.module.css";
import { notifyFailure } from "./notify";

const Markdown = lazy(() => import("./Markdown"));

/** A text in Markdown that can be edited where it stands. */
export function Note({ text, save, noun = "note" }: { text: string; save: (text: string) => Promise<unknown>; noun?: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [previewed, setPreviewed] = useState(false);
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
  const close = () => {
    setDraft(null);
    setPreviewed(false);
  };
  // What was written is not lost when it is refused: the form opens again with it.
  const keep = () => {
    close();
    void save(draft).catch((refusal: unknown) => {
      notifyFailure(refusal);
      setDraft(draft);
    });
  };
  return (
    <div className={styles.form}>
      {previewed && (
        <div className={styles.draft} aria-label="Preview" role="region">
          <Suspense fallback={null}>
            <Markdown text={draft} />
          </Suspense>
        </div>
      )}
      <textarea
        hidden={previewed}
        className="textarea mono"
        aria-label={`The ${noun}, in Markdown`}
        value={draft}
        rows={Math.min(16, Math.max(4, draft.split("\n").length + 1))}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) keep();
        }}
      />
      <div className="row-gap">
        <Button look="primary" onClick={keep}>
          Save
        </Button>
        <Button onClick={close}>Cancel</Button>
        <span className="grow" />
        <Segments
          label="Look at"
          value={previewed ? "preview" : "write"}
          options={[
            ["write", "Markdown"],
            ["preview", "Preview"],
          ]}
          onChange={(choice) => setPreviewed(choice === "preview")}
        />
      </div>
    </div>
  );
}

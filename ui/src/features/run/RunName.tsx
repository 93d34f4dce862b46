import { useState } from "react";

import { Tip } from "@/shared/ui/Button";
import { notifyFailure } from "@/shared/ui/notify";

import styles from "./RunPage.module.css";

interface RunNameProps {
  name: string;
  rename: (name: string) => Promise<unknown>;
  /** Whether it is being written; the menu and the key begin that too. */
  editing: boolean;
  setEditing: (on: boolean) => void;
}

/** The run's name, which is changed where it stands. */
export function RunName({ name, rename, editing, setEditing }: RunNameProps) {
  const [draft, setDraft] = useState<string>();
  const stop = () => {
    setDraft(undefined);
    setEditing(false);
  };
  const keep = () => {
    const wanted = draft?.trim();
    stop();
    if (wanted && wanted !== name) void rename(wanted).catch(notifyFailure);
  };
  if (!editing)
    return (
      <h1 className={`clip ${styles.name}`} data-testid="run-name">
        <Tip label="Rename" hint="r">
          <button type="button" className="clip" onClick={() => setEditing(true)}>
            {name}
          </button>
        </Tip>
      </h1>
    );
  return (
    <input
      className={`input ${styles.nameField}`}
      aria-label="Name of the run"
      value={draft ?? name}
      // The field appears because its name was pressed: the caret belongs in it.
      // eslint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") stop();
      }}
      onBlur={keep}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

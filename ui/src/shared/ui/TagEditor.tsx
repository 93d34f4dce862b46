import { Pencil, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";

import type { KeyValue } from "@/api/types";

import { Button, IconButton } from "./Button";
import styles from "./Facts.module.css";
import { notifyFailure } from "./notify";

interface TagEditorProps {
  tags: readonly KeyValue[];
  set: (key: string, value: string) => Promise<unknown>;
  remove: (key: string) => Promise<unknown>;
}

/** Tags as a table: add one, change its value, take it away. */
export function TagEditor({ tags, set, remove }: TagEditorProps) {
  const [editing, setEditing] = useState<string | null>(null);
  const sorted = tags.toSorted((a, b) => a.key.localeCompare(b.key));
  const save = async (key: string, value: string) => {
    try {
      await set(key, value);
      setEditing(null);
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <div>
      <table className={styles.facts}>
        <tbody>
          {sorted.map(({ key, value = "" }) =>
            editing === key ? (
              <tr key={key}>
                <td colSpan={2}>
                  <TagForm initial={{ key, value }} save={save} cancel={() => setEditing(null)} />
                </td>
              </tr>
            ) : (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>
                  <div className={styles.editable}>
                    <span className={styles.value}>{value}</span>
                    <span className={styles.acts}>
                      <IconButton label={`Edit ${key}`} onClick={() => setEditing(key)}>
                        <Pencil />
                      </IconButton>
                      <IconButton label={`Remove ${key}`} onClick={() => void remove(key).catch(notifyFailure)}>
                        <Trash2 />
                      </IconButton>
                    </span>
                  </div>
                </td>
              </tr>
            ),
          )}
          {editing === "" && (
            <tr>
              <td colSpan={2}>
                <TagForm initial={{ key: "", value: "" }} save={save} cancel={() => setEditing(null)} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {editing !== "" && (
        <Button look="ghost" icon={<Plus />} onClick={() => setEditing("")} className={styles.add}>
          Add tag
        </Button>
      )}
    </div>
  );
}

interface TagFormProps {
  initial: Required<KeyValue>;
  save: (key: string, value: string) => Promise<void>;
  cancel: () => void;
}

function TagForm({ initial, save, cancel }: TagFormProps) {
  const [key, setKey] = useState(initial.key);
  const [value, setValue] = useState(initial.value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim()) void save(key.trim(), value);
  };
  return (
    // Escape anywhere in the form leaves it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form className={styles.form} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && cancel()}>
      {/* The form appears because its button was pressed: the caret belongs in it. */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <input className="input" aria-label="Tag name" placeholder="Name" value={key} disabled={initial.key !== ""} onChange={(e) => setKey(e.target.value)} autoFocus={!initial.key} />
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <input className="input" aria-label="Tag value" placeholder="Value" value={value} onChange={(e) => setValue(e.target.value)} autoFocus={!!initial.key} />
      <Button type="submit" look="primary" disabled={!key.trim()}>
        Save
      </Button>
      <Button onClick={cancel}>Cancel</Button>
    </form>
  );
}

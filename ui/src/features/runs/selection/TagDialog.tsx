import { useState } from "react";

import { Segments } from "@/shared/ui/Controls";
import { ActDialog, Field } from "@/shared/ui/Dialog";

interface TagDialogProps {
  runs: string;
  onClose: () => void;
  set: (key: string, value: string) => Promise<unknown>;
  remove: (key: string) => Promise<unknown>;
}

/** A tag for all selected runs, or away from them. */
export function TagDialog({ runs, onClose, set, remove }: TagDialogProps) {
  const [mode, setMode] = useState<"set" | "remove">("set");
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const setting = mode === "set";
  const act = () => {
    // It may take a while and tells itself how far it is.
    void (setting ? set(key.trim(), value) : remove(key.trim()));
    return Promise.resolve();
  };
  return (
    <ActDialog open onClose={onClose} title={`Tag ${runs}`} action={setting ? "Set tag" : "Remove tag"} act={act} ready={key.trim() !== ""}>
      <Segments
        label="What to do"
        value={mode}
        options={[
          ["set", "Set"],
          ["remove", "Remove"],
        ]}
        onChange={setMode}
      />
      <Field label="Name">
        <input className="input" value={key} onChange={(event) => setKey(event.target.value)} autoComplete="off" spellCheck={false} />
      </Field>
      {setting && (
        <Field label="Value">
          <input className="input" value={value} onChange={(event) => setValue(event.target.value)} autoComplete="off" spellCheck={false} />
        </Field>
      )}
    </ActDialog>
  );
}

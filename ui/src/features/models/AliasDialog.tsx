import { type FormEvent, useState } from "react";

import { Button } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import { Dialog, DialogForm } from "@/shared/ui/Dialog";

const USUAL = ["champion", "challenger", "production", "staging"];

interface AliasDialogProps {
  version: string;
  known: readonly { alias: string; version: string }[];
  close: () => void;
  move: (alias: string) => void;
}

/** Which alias shall point at a version: a new one, or one that another version has. */
export function AliasDialog({ version, known, close, move }: AliasDialogProps) {
  const [text, setText] = useState("");
  const alias = text.trim().replace(/^@/, "");
  const holder = known.find((each) => each.alias === alias)?.version;
  const fits = (each: string) => each.includes(alias.toLowerCase());
  const completions = [
    ...known.filter((each) => each.version !== version && fits(each.alias)).map((each) => ({ value: each.alias, hint: `now version ${each.version}` })),
    ...USUAL.filter((each) => fits(each) && !known.some((other) => other.alias === each)).map((value) => ({ value, hint: "new" })),
  ];
  const set = (chosen: string) => {
    const wanted = chosen.trim().replace(/^@/, "");
    if (!wanted) return;
    move(wanted);
    close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(alias);
  };
  return (
    <Dialog open onClose={close} title={`Alias for version ${version}`}>
      <DialogForm
        submit={submit}
        buttons={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" look="primary" disabled={!alias}>
              {holder && holder !== version ? "Move" : "Add"}
            </Button>
          </>
        }
      >
        <Combobox label="Alias" value={text} onChange={setText} completions={completions} onPick={set} placeholder="champion" />
        <p className="dim">
          {holder && holder !== version
            ? `@${alias} points at version ${holder} now and will be taken from it.`
            : "Letters, digits, _ and -. Code that loads models:/…@alias gets this version."}
        </p>
      </DialogForm>
    </Dialog>
  );
}

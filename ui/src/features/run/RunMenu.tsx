import { BoxSelect, Columns3, Copy, FileJson, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";

import type { Run } from "@/api/types";
import { copy } from "@/shared/copying";
import { type Act, ActMenu } from "@/shared/ui/ActMenu";

import { ComparePicker } from "./ComparePicker";
import { useRunEdits } from "./edits";
import { saveAsJson } from "./export";
import { RegisterPicker } from "./RegisterPicker";

interface RunMenuProps {
  run: Run;
  rename: () => void;
  comparing: boolean;
  setComparing: (on: boolean) => void;
}

export function RunMenu({ run, rename, comparing, setComparing }: RunMenuProps) {
  const { remove, restore } = useRunEdits(run);
  const [registering, setRegistering] = useState(false);
  const acts: Act[] = [
    { name: "Rename", icon: <Pencil />, hint: "r", act: rename },
    { name: "Compare with…", icon: <Columns3 />, hint: "c", act: () => setComparing(true) },
    { name: "Register a model…", icon: <BoxSelect />, act: () => setRegistering(true) },
    { name: "Copy run ID", icon: <Copy />, act: () => copy(run.info.run_id, "Copied the run ID") },
    { name: "Save as JSON", icon: <FileJson />, act: () => saveAsJson(run) },
    run.info.lifecycle_stage === "deleted"
      ? { name: "Restore", icon: <RotateCcw />, apart: true, act: restore }
      : { name: "Delete", icon: <Trash2 />, danger: true, apart: true, act: remove },
  ];
  return (
    <>
      <ActMenu acts={acts} of="this run" />
      {comparing && <ComparePicker run={run} close={() => setComparing(false)} />}
      {registering && <RegisterPicker run={run} close={() => setRegistering(false)} />}
    </>
  );
}

import { BoxSelect, Columns3, Copy, Ellipsis, FileJson, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";

import type { Run } from "@/api/types";
import { copy } from "@/shared/copying";
import { IconButton } from "@/shared/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";

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
  return (
    <>
      <Menu
        trigger={
          <IconButton label="Actions" look="plain">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={rename}>
          Rename
        </MenuItem>
        <MenuItem icon={<Columns3 />} onSelect={() => setComparing(true)}>
          Compare with…
        </MenuItem>
        <MenuItem icon={<BoxSelect />} onSelect={() => setRegistering(true)}>
          Register a model…
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => copy(run.info.run_id, "Copied the run ID")}>
          Copy run ID
        </MenuItem>
        <MenuItem icon={<FileJson />} onSelect={() => saveAsJson(run)}>
          Save as JSON
        </MenuItem>
        <MenuLine />
        {run.info.lifecycle_stage === "deleted" ? (
          <MenuItem icon={<RotateCcw />} onSelect={restore}>
            Restore
          </MenuItem>
        ) : (
          <MenuItem icon={<Trash2 />} danger onSelect={remove}>
            Delete
          </MenuItem>
        )}
      </Menu>
      {comparing && <ComparePicker run={run} close={() => setComparing(false)} />}
      {registering && <RegisterPicker run={run} close={() => setRegistering(false)} />}
    </>
  );
}

import { ChevronsDownUp, ChevronsUpDown } from "lucide-react";

import { IconButton } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Controls";

interface CornerProps {
  selected: boolean | "indeterminate";
  selectLoaded: (on: boolean) => void;
  /** Whether all branches are open; undefined where there are none. */
  open: boolean | undefined;
  openAll: (on: boolean) => void;
}

/** Above the first column: all rows selected, all branches open. */
export function Corner({ selected, selectLoaded, open, openAll }: CornerProps) {
  return (
    <>
      <Checkbox label="Select all loaded runs" checked={selected} onChange={selectLoaded} />
      {open !== undefined && (
        <IconButton label={open ? "Close all" : "Open all"} onClick={() => openAll(!open)} style={{ width: 20, height: 20 }}>
          {open ? <ChevronsDownUp /> : <ChevronsUpDown />}
        </IconButton>
      )}
    </>
  );
}

import { Download, Ellipsis, FolderTree, List, RotateCcw, Rows3, Rows4, Timer, Trash2 } from "lucide-react";

import { IconButton } from "@/shared/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";
import type { TableState } from "@/shared/urlState/table";

interface TableToolsProps {
  state: TableState;
  change: (next: Partial<TableState>) => void;
  exportAll: () => void;
}

/** How the table is looked at, beside what is in it. */
export function TableTools({ state, change, exportAll }: TableToolsProps) {
  return (
    <Menu
      trigger={
        <IconButton label="More" look="plain">
          <Ellipsis />
        </IconButton>
      }
    >
      {!state.group &&
        (state.flat ? (
          <MenuItem icon={<FolderTree />} onSelect={() => change({ flat: undefined })}>
            Nest children below parents
          </MenuItem>
        ) : (
          <MenuItem icon={<List />} onSelect={() => change({ flat: true })}>
            Show all runs side by side
          </MenuItem>
        ))}
      <MenuItem icon={state.dense ? <Rows3 /> : <Rows4 />} onSelect={() => change({ dense: state.dense ? undefined : true })}>
        {state.dense ? "Usual rows" : "Lower rows"}
      </MenuItem>
      <MenuItem icon={<Timer />} onSelect={() => change({ times: state.times ? undefined : "absolute" })}>
        {state.times ? "Times as ages" : "Times written out"}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<Download />} onSelect={exportAll}>
        Export all as CSV
      </MenuItem>
      <MenuLine />
      {state.view === "deleted" ? (
        <MenuItem icon={<RotateCcw />} onSelect={() => change({ view: undefined })}>
          Show active runs
        </MenuItem>
      ) : (
        <MenuItem icon={<Trash2 />} onSelect={() => change({ view: "deleted" })}>
          Show deleted runs
        </MenuItem>
      )}
    </Menu>
  );
}

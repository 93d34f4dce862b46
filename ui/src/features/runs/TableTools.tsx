import { Ellipsis, FolderTree, List, RotateCcw, Trash2 } from "lucide-react";

import { IconButton } from "@/shared/ui/Button";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";
import type { TableState } from "@/shared/urlState/table";

import { ColumnPicker } from "./ColumnPicker";

interface TableToolsProps {
  state: TableState;
  change: (next: Partial<TableState>) => void;
  experimentId: string;
  shown: readonly string[];
}

export function TableTools({ state, change, experimentId, shown }: TableToolsProps) {
  return (
    <>
      <ColumnPicker experimentId={experimentId} shown={shown} choose={(cols) => change({ cols })} />
      <Menu
        trigger={
          <IconButton label="More" look="plain">
            <Ellipsis />
          </IconButton>
        }
      >
        {state.flat ? (
          <MenuItem icon={<FolderTree />} onSelect={() => change({ flat: undefined })}>
            Nest children below parents
          </MenuItem>
        ) : (
          <MenuItem icon={<List />} onSelect={() => change({ flat: true })}>
            Show all runs side by side
          </MenuItem>
        )}
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
    </>
  );
}

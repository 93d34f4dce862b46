import { Download, FolderTree, List, RotateCcw, Rows3, Rows4, Timer, Trash2 } from "lucide-react";

import { type Act, ActMenu } from "@/shared/ui/ActMenu";
import type { TableState } from "@/shared/urlState/table";

interface TableToolsProps {
  state: TableState;
  change: (next: Partial<TableState>) => void;
  exportAll: () => void;
}

/** How the table is looked at, beside what is in it. */
export function TableTools({ state, change, exportAll }: TableToolsProps) {
  const nesting: Act[] = state.group
    ? []
    : state.flat
      ? [{ name: "Nest children below parents", icon: <FolderTree />, act: () => change({ flat: undefined }) }]
      : [{ name: "Show all runs side by side", icon: <List />, act: () => change({ flat: true }) }];
  const acts: Act[] = [
    ...nesting,
    { name: state.dense ? "Usual rows" : "Lower rows", icon: state.dense ? <Rows3 /> : <Rows4 />, act: () => change({ dense: state.dense ? undefined : true }) },
    { name: state.times ? "Times as ages" : "Times written out", icon: <Timer />, act: () => change({ times: state.times ? undefined : "absolute" }) },
    { name: "Export all as CSV", icon: <Download />, apart: true, act: exportAll },
    state.view === "deleted"
      ? { name: "Show active runs", icon: <RotateCcw />, apart: true, act: () => change({ view: undefined }) }
      : { name: "Show deleted runs", icon: <Trash2 />, apart: true, act: () => change({ view: "deleted" }) },
  ];
  return <ActMenu label="More" acts={acts} of="the table" />;
}

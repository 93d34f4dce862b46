import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ChartLine, Copy, Download, Ellipsis, GitCompareArrows, Pencil, RotateCcw, Tag, Trash2 } from "lucide-react";
import { useState } from "react";

import type { RunSearch } from "@/api/runSearch";
import type { Run } from "@/api/types";
import { usePageActions } from "@/shared/actions";
import { copyText } from "@/shared/clipboard";
import { plural } from "@/shared/format";
import { useRunRename } from "@/shared/runs/useRunRename";
import { Button, IconButton } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { Menu, MenuItem } from "@/shared/ui/Menu";
import { notify, notifyFailure } from "@/shared/ui/notify";
import { SelectionToolbar } from "@/shared/ui/SelectionToolbar";

import type { Column } from "../columns/columns";
import { ALL_PICKED, countPicked, type Picked } from "../rows/picked";
import { deleteRuns, restoreRuns, tagRuns, untagRuns } from "./acts";
import { idsOf } from "./bulk";
import { compareSearch, MOST_COMPARED } from "./compareSearch";
import { exportRuns } from "./exported";
import { TagDialog } from "./TagDialog";

interface SelectionBarProps {
  selection: Picked;
  select: (next: Picked) => void;
  clear: () => void;
  search: RunSearch;
  columns: readonly Column[];
  /** Runs that match in all, as far as that is known. */
  total: number | undefined;
  /** Runs that are loaded, by which a single one's name is known. */
  runs: readonly Run[];
  /** Draws only these in the charts; absent where there are none. */
  drawOnly: ((ids: readonly string[]) => void) | undefined;
}

/** What can be done with the selected runs. */
export function SelectionBar({ selection, select, clear, search, columns, total, runs, drawOnly }: SelectionBarProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const rename = useRunRename();
  const [asking, setAsking] = useState<"name" | "tag" | null>(null);
  const count = countPicked(selection, total ?? 0);
  const ids = selection.all ? [] : [...selection.except];
  const single = ids.length === 1 ? runs.find((run) => run.info.run_id === ids[0]) : undefined;
  const comparable = !selection.all && ids.length >= 2 && ids.length <= MOST_COMPARED;
  const target = { queries, selection, search };

  const gone = (act: Promise<void>) => {
    clear();
    void act;
  };
  const copy = async () => {
    const all = await idsOf(selection, search);
    await copyText(all.join("\n"));
    notify(`Copied the ids of ${plural(all.length, "run")}`);
  };
  const compare = () => void navigate({ to: "/compare-runs", search: compareSearch(ids, search.experimentIds) });
  const remove = () => gone(deleteRuns(target));
  const restore = () => gone(restoreRuns(target));
  const save = () => void exportRuns("runs", search, columns, selection);
  const active = search.lifecycle !== "deleted";
  const what = plural(count, "run");
  usePageActions(
    [
      ...(active && comparable ? [{ name: `Compare ${what}`, hint: "c", act: compare }] : []),
      ...(active && single ? [{ name: "Rename the run…", act: () => setAsking("name") }] : []),
      ...(active ? [{ name: `Tag ${what}…`, act: () => setAsking("tag") }, { name: `Delete ${what}`, act: remove }] : [{ name: `Restore ${what}`, act: restore }]),
      { name: `Export ${what} as CSV`, act: save },
    ],
    "selected",
  );
  return (
    <SelectionToolbar
      label="Selected runs"
      count={count}
      all={total !== undefined && count < total ? { count: total, select: () => select(ALL_PICKED) } : undefined}
      clear={clear}
    >
      {!active ? (
        <Button icon={<RotateCcw />} onClick={restore}>
          Restore
        </Button>
      ) : (
        <>
          <Button look="primary" icon={<GitCompareArrows />} disabled={!comparable} title={comparable ? "c" : `Select two to ${MOST_COMPARED} runs`} onClick={compare}>
            Compare
          </Button>
          <Button icon={<Tag />} onClick={() => setAsking("tag")}>
            Tag
          </Button>
          <Button look="danger" icon={<Trash2 />} onClick={remove}>
            Delete
          </Button>
        </>
      )}
      <Menu
        trigger={
          <IconButton label="More for these runs">
            <Ellipsis />
          </IconButton>
        }
      >
        {single && active && (
          <MenuItem icon={<Pencil />} onSelect={() => setAsking("name")}>
            Rename…
          </MenuItem>
        )}
        {drawOnly && !selection.all && (
          <MenuItem icon={<ChartLine />} onSelect={() => drawOnly(ids)}>
            Draw only these
          </MenuItem>
        )}
        <MenuItem icon={<Download />} onSelect={save}>
          Export as CSV
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => void copy().catch(notifyFailure)}>
          Copy run IDs
        </MenuItem>
      </Menu>
      <NameDialog
        open={asking === "name" && single !== undefined}
        initial={single?.info.run_name}
        onClose={() => setAsking(null)}
        title="Rename run"
        label="Name"
        action="Rename"
        act={async (name) => single && rename(single.info, name)}
      />
      {asking === "tag" && <TagDialog runs={what} onClose={() => setAsking(null)} set={(key, value) => tagRuns(target, key, value)} remove={(key) => untagRuns(target, key)} />}
    </SelectionToolbar>
  );
}

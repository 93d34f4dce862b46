import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteRun, renameRun, restoreRun } from "@/api/runs";
import type { Run } from "@/api/types";
import { IconButton } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";
import { notifyDone, notifyFailure } from "@/shared/ui/notify";

export function RunMenu({ run }: { run: Run }) {
  const { run_id: runId, run_name: name, experiment_id: experimentId } = run.info;
  const queries = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const refresh = () => Promise.all([queries.invalidateQueries({ queryKey: ["run", runId] }), queries.invalidateQueries({ queryKey: ["runs", experimentId] })]);
  const restore = () => restoreRun(runId).then(refresh);
  const remove = async () => {
    await deleteRun(runId);
    await refresh();
    notifyDone(`Deleted “${name}”`, restore);
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label="Actions" look="plain">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
          Rename…
        </MenuItem>
        <MenuLine />
        {run.info.lifecycle_stage === "deleted" ? (
          <MenuItem icon={<RotateCcw />} onSelect={() => void restore().catch(notifyFailure)}>
            Restore
          </MenuItem>
        ) : (
          <MenuItem icon={<Trash2 />} danger onSelect={() => void remove().catch(notifyFailure)}>
            Delete
          </MenuItem>
        )}
      </Menu>
      <NameDialog
        open={renaming}
        initial={name}
        onClose={() => setRenaming(false)}
        title="Rename run"
        label="Name"
        action="Rename"
        act={(next) => renameRun(runId, next).then(refresh)}
      />
    </>
  );
}

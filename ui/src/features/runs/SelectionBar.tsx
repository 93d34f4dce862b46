import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { GitCompareArrows, Pencil, RotateCcw, Trash2, X } from "lucide-react";
import { useState } from "react";

import type { Lifecycle } from "@/api/experiments";
import { deleteRun, renameRun, restoreRun } from "@/api/runs";
import type { Run } from "@/api/types";
import { plural } from "@/shared/format";
import { Button, IconButton } from "@/shared/ui/Button";
import { NameDialog } from "@/shared/ui/Dialog";
import { notifyDone, notifyFailure } from "@/shared/ui/notify";

import { compareSearch, MOST_COMPARED } from "./compareSearch";
import styles from "./SelectionBar.module.css";

interface SelectionBarProps {
  chosen: readonly string[];
  runs: readonly Run[];
  experimentId: string;
  lifecycle: Lifecycle;
  clear: () => void;
}

/** What can be done with the selected runs. */
export function SelectionBar({ chosen, runs, experimentId, lifecycle, clear }: SelectionBarProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ["runs", experimentId] });
  const each = async (act: (runId: string) => Promise<unknown>) => {
    try {
      for (const runId of chosen) await act(runId);
      clear();
    } finally {
      await refresh();
    }
  };
  const remove = async () => {
    const gone = [...chosen];
    await each(deleteRun);
    notifyDone(`Deleted ${plural(gone.length, "run")}`, async () => {
      for (const runId of gone) await restoreRun(runId);
      await refresh();
    });
  };
  const single = chosen.length === 1 ? runs.find((run) => run.info.run_id === chosen[0]) : undefined;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selected runs">
      <span className="num">{chosen.length} selected</span>
      {lifecycle === "deleted" ? (
        <Button icon={<RotateCcw />} onClick={() => void each(restoreRun).catch(notifyFailure)}>
          Restore
        </Button>
      ) : (
        <>
          <Button
            look="primary"
            icon={<GitCompareArrows />}
            disabled={chosen.length < 2 || chosen.length > MOST_COMPARED}
            title={chosen.length < 2 ? "Select two to twenty runs" : undefined}
            onClick={() => void navigate({ to: "/compare-runs", search: compareSearch(chosen, experimentId) })}
          >
            Compare
          </Button>
          {single && (
            <Button icon={<Pencil />} onClick={() => setRenaming(true)}>
              Rename
            </Button>
          )}
          <Button look="danger" icon={<Trash2 />} onClick={() => void remove().catch(notifyFailure)}>
            Delete
          </Button>
        </>
      )}
      <IconButton label="Clear the selection" hint="Esc" onClick={clear}>
        <X />
      </IconButton>
      <NameDialog
        open={renaming && single !== undefined}
        initial={single?.info.run_name}
        onClose={() => setRenaming(false)}
        title="Rename run"
        label="Name"
        action="Rename"
        act={(name) => renameRun(single?.info.run_id ?? "", name).then(refresh)}
      />
    </div>
  );
}

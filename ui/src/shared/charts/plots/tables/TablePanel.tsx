import { useMemo } from "react";

import { Failed, Waiting } from "@/shared/ui/State";

import type { PanelViewProps } from "../../board/contract";
import panelStyles from "../panel/Panel.module.css";
import { JoinedTable } from "./JoinedTable";
import type { TableSettings } from "./settings";
import { MOST_TABLE_RUNS, useLoggedTables, useSheets } from "./useTables";

export default function TablePanel(panel: PanelViewProps<TableSettings>) {
  const { runs, settings, height } = panel;
  const { pathsOf, paths, pending, error } = useLoggedTables(runs);
  const path = settings.path ?? paths[0];
  const having = useMemo(() => runs.filter((run) => !run.hidden && path !== undefined && pathsOf.get(run.runId)?.includes(path)), [runs, path, pathsOf]);
  if (error) return <Failed error={error} />;
  if (pending) return <Waiting rows={4} />;
  if (path === undefined || having.length === 0)
    return (
      <p className={panelStyles.note} style={{ height }}>
        {path === undefined ? "No run that is shown has logged a table: mlflow.log_table(data, artifact_file) does." : `No run that is shown has logged ${path}.`}
      </p>
    );
  return <Read {...panel} path={path} having={having} />;
}

function Read({ path, having, ...panel }: PanelViewProps<TableSettings> & { path: string; having: PanelViewProps<TableSettings>["runs"] }) {
  const shown = useMemo(() => having.slice(0, MOST_TABLE_RUNS), [having]);
  const { sheets, pending } = useSheets(shown, path);
  if (pending && sheets.every(({ sheet }) => !sheet)) return <Waiting rows={4} />;
  return <JoinedTable {...panel} sheets={sheets} left={having.length - shown.length} />;
}

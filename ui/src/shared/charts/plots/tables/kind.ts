import { TableProperties } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { readTables, type TableSettings } from "./settings";
import { TableForm } from "./TableForm";

export const tableKind: PanelKind<TableSettings> = {
  name: "tables",
  label: "Tables",
  about: "A table that runs logged (mlflow.log_table), side by side, with the differences marked",
  icon: TableProperties,
  size: "full",
  defaults: () => ({}),
  read: readTables,
  describe: ({ path }) => path ?? "Logged tables",
  mentions: ({ path }) => [path ?? "tables"],
  View: lazy(() => import("./TablePanel")),
  Settings: TableForm,
};

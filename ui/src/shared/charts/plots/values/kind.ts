import { Table2 } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric, likelyParams } from "../panel/keys";
import { readValues, type ValueSettings } from "./settings";
import { ValueForm } from "./ValueForm";

export const valueKind: PanelKind<ValueSettings> = {
  name: "values",
  label: "Values",
  about: "Runs and some of their values as a table, sorted by any of them",
  icon: Table2,
  defaults: ({ keys }) => ({ columns: [...likelyParams(keys).slice(0, 2), likelyMetric(keys)].filter(Boolean) }),
  read: readValues,
  describe: ({ columns }) => (columns.length ? columns.slice(0, 3).map(labelOf).join(", ") : "Values"),
  mentions: ({ columns }) => columns.map(labelOf),
  View: lazy(() => import("./ValuePanel")),
  Settings: ValueForm,
};

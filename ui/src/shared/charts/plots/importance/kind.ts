import { Scale } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric } from "../panel/keys";
import { ImportanceForm } from "./ImportanceForm";
import { type ImportanceSettings, readImportance } from "./settings";

export const importanceKind: PanelKind<ImportanceSettings> = {
  name: "importance",
  label: "Importance",
  about: "Which params matter for a metric, and in which direction (parameter importance)",
  icon: Scale,
  defaults: ({ keys }) => ({ metric: likelyMetric(keys) }),
  read: readImportance,
  describe: ({ metric }) => (metric ? `What matters for ${labelOf(metric)}` : "Parameter importance"),
  mentions: ({ metric, params = [] }) => [metric, ...params].map(labelOf),
  View: lazy(() => import("./ImportancePanel")),
  Settings: ImportanceForm,
};

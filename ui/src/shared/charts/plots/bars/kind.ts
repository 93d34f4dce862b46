import { ChartBarBig } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric } from "../panel/keys";
import { BarForm } from "./BarForm";
import { type BarSettings, readBars } from "./settings";

export const barKind: PanelKind<BarSettings> = {
  name: "bar",
  label: "Bars",
  about: "A value of each run, or its mean in groups with the deviation; sorted",
  icon: ChartBarBig,
  defaults: ({ keys }) => ({ value: likelyMetric(keys) }),
  read: readBars,
  describe: ({ value, by }) => (value ? (by ? `Mean ${labelOf(value)} by ${labelOf(by)}` : `${labelOf(value)} of each run`) : "Bars"),
  mentions: ({ value, by }) => [value, ...(by ? [by] : [])].map(labelOf),
  View: lazy(() => import("./BarPanel")),
  Settings: BarForm,
};

import { ChartCandlestick } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric, likelyParams } from "../panel/keys";
import { BoxForm } from "./BoxForm";
import { type BoxSettings, readBoxes } from "./settings";

export const boxKind: PanelKind<BoxSettings> = {
  name: "box",
  label: "Box",
  about: "How a value is spread in groups of runs: quartiles, outliers, counts",
  icon: ChartCandlestick,
  defaults: ({ keys }) => ({ value: likelyMetric(keys), by: likelyParams(keys)[0] }),
  read: readBoxes,
  describe: ({ value, by }) => (value ? (by ? `${labelOf(value)} in groups of ${labelOf(by)}` : `Spread of ${labelOf(value)}`) : "Box"),
  mentions: ({ value, by }) => [value, ...(by ? [by] : [])].map(labelOf),
  View: lazy(() => import("./BoxPanel")),
  Settings: BoxForm,
};

import { Grid3x3 } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric, likelyParams } from "../panel/keys";
import { HeatForm } from "./HeatForm";
import { type HeatSettings, readHeat } from "./settings";

export const heatKind: PanelKind<HeatSettings> = {
  name: "heat",
  label: "Heat map",
  about: "A value over two others, as cells or as a smooth surface with contours",
  icon: Grid3x3,
  defaults: ({ keys }) => ({ x: likelyParams(keys)[0] ?? "", y: likelyParams(keys)[1] ?? "", value: likelyMetric(keys) }),
  read: readHeat,
  describe: ({ x, y, value, fold }) => (x && y ? `${fold === "count" ? "Runs" : labelOf(value)} over ${labelOf(x)} and ${labelOf(y)}` : "Heat map"),
  mentions: ({ x, y, value }) => [x, y, value].map(labelOf),
  View: lazy(() => import("./HeatPanel")),
  Settings: HeatForm,
};

import { ChartScatter } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric, likelyParams } from "../panel/keys";
import { readScatter, type ScatterSettings } from "./settings";
import { ScatterForm } from "./ScatterForm";

export const scatterKind: PanelKind<ScatterSettings> = {
  name: "scatter",
  label: "Scatter",
  about: "Runs as points: any two values against each other, a third and a fourth as colour and size",
  icon: ChartScatter,
  defaults: ({ keys }) => ({ x: likelyParams(keys)[0] ?? "attributes.start_time", y: likelyMetric(keys) }),
  read: readScatter,
  describe: ({ x, y }) => (x && y ? `${labelOf(y)} by ${labelOf(x)}` : "Scatter"),
  mentions: ({ x, y, colour, size }) => [x, y, colour, size].filter((key) => key !== undefined).map(labelOf),
  View: lazy(() => import("./ScatterPanel")),
  Settings: ScatterForm,
};

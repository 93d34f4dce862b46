import { Waypoints } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric, likelyParams } from "../panel/keys";
import { ParallelForm } from "./ParallelForm";
import { type ParallelSettings, readParallel } from "./settings";

/** Axes of a new chart: more are not told apart at first sight. */
const FEW = 5;

export const parallelKind: PanelKind<ParallelSettings> = {
  name: "parallel",
  label: "Parallel axes",
  about: "Parallel coordinates: runs as lines over several axes, which settings lead to which result; brushes choose runs",
  icon: Waypoints,
  size: "full",
  defaults: ({ keys }) => ({ columns: [...likelyParams(keys).slice(0, FEW), likelyMetric(keys)].filter(Boolean) }),
  read: readParallel,
  describe: ({ columns }) => (columns.length > 3 ? `${labelOf(columns[0] ?? "")} … ${labelOf(columns.at(-1) ?? "")}` : columns.map(labelOf).join(", ") || "Parallel coordinates"),
  mentions: ({ columns }) => columns.map(labelOf),
  View: lazy(() => import("./ParallelPanel")),
  Settings: ParallelForm,
};

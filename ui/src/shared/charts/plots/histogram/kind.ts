import { ChartColumnBig } from "lucide-react";
import { lazy } from "react";

import type { PanelKind } from "../../board/contract";
import { labelOf } from "../core/column";
import { likelyMetric } from "../panel/keys";
import { HistogramForm } from "./HistogramForm";
import { type HistogramSettings, readHistogram } from "./settings";

export const histogramKind: PanelKind<HistogramSettings> = {
  name: "histogram",
  label: "Histogram",
  about: "How many runs have which values",
  icon: ChartColumnBig,
  defaults: ({ keys }) => ({ column: likelyMetric(keys) }),
  read: readHistogram,
  describe: ({ column }) => (column ? `Histogram of ${labelOf(column)}` : "Histogram"),
  mentions: ({ column }) => [labelOf(column)],
  View: lazy(() => import("./HistogramPanel")),
  Settings: HistogramForm,
};

import { ChartLine } from "lucide-react";

import type { PanelKind } from "../board/contract";
import { LinePanel } from "./LinePanel";
import { LineForm } from "./LineForm";
import { type LineSettings, readLineSettings, titleOf } from "./settings";

export const lineKind: PanelKind<LineSettings> = {
  name: "line",
  label: "Lines",
  about: "Metrics over steps, time or another metric",
  icon: ChartLine,
  defaults: ({ keys }) => ({ metrics: keys.metrics.slice(0, 1) }),
  read: readLineSettings,
  describe: titleOf,
  mentions: ({ metrics }) => metrics,
  View: LinePanel,
  Settings: LineForm,
};

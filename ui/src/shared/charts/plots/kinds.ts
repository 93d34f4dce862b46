import type { PanelKind } from "../board/contract";
import { barKind } from "./bars/kind";
import { boxKind } from "./boxes/kind";
import { heatKind } from "./heat/kind";
import { histogramKind } from "./histogram/kind";
import { imageKind } from "./images/kind";
import { importanceKind } from "./importance/kind";
import { noteKind } from "./notes/kind";
import { parallelKind } from "./parallel/kind";
import { scatterKind } from "./scatter/kind";
import { tableKind } from "./tables/kind";
import { valueKind } from "./values/kind";

/** Kinds of charts beside lines. */
export const PLOT_KINDS: readonly PanelKind[] = [
  scatterKind,
  parallelKind,
  importanceKind,
  barKind,
  boxKind,
  heatKind,
  histogramKind,
  imageKind,
  tableKind,
  valueKind,
  noteKind,
];

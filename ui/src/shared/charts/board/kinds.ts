import { lineKind } from "../lines/kind";
import { PLOT_KINDS } from "../plots/kinds";
import type { PanelKind } from "./contract";
import { metricOf, type PanelState } from "./state";

/** Every kind of chart a board can hold. A new kind is an object, and a line here or in its room. */
export const KINDS: readonly PanelKind[] = [lineKind, ...PLOT_KINDS];

const byName = new Map(KINDS.map((kind) => [kind.name, kind]));

/** A panel with its kind, ready to be shown. */
export interface Panel {
  id: string;
  kind: PanelKind;
  settings: object;
  title: string;
  size?: PanelState["size"];
  /** Whether it is the chart that a metric has by itself, unchanged. */
  automatic: boolean;
}

/** The panel of an id; undefined where its kind is not known here (a view saved by a later version). */
export function panelOf(id: string, changed: PanelState | undefined): Panel | undefined {
  const metric = metricOf(id);
  const kind = byName.get(changed?.kind ?? lineKind.name);
  if (!kind || (!changed && metric === undefined)) return undefined;
  const settings = kind.read(changed?.settings ?? { metrics: [metric] });
  return { id, kind, settings, title: kind.describe(settings), size: changed?.size, automatic: !changed };
}

/** What a panel can be found by. */
export function mentionsOf(panel: PanelState): readonly string[] {
  const kind = byName.get(panel.kind);
  if (!kind) return [panel.kind];
  const settings = kind.read(panel.settings);
  return [...kind.mentions(settings), kind.describe(settings)];
}

/** From names of metrics and what was changed to sections of panels. Pure. */

import { naturally } from "../../names";
import { type BoardState, metricOf, metricPanel, type PanelState } from "./state";

export interface BoardSection {
  key: string;
  title: string;
  open: boolean;
  /** Ids of its panels, in order. */
  ids: readonly string[];
}

/** Key of the section of panels that were added, which may be no metric's prefix. */
export const OWN = "+";
const SYSTEM = "system";

/** Fewer charts than this need no heading of their own. */
const GROUP = 3;

const prefixOf = (metric: string): string => metric.slice(0, Math.max(0, metric.indexOf("/")));

/** Metrics by what stands before the first slash, where several share it; the others first, the machine's own last. */
function groupMetrics(keys: readonly string[]): { name: string; metrics: string[] }[] {
  const sizes = new Map<string, number>();
  for (const key of keys) sizes.set(prefixOf(key), (sizes.get(prefixOf(key)) ?? 0) + 1);
  const groups = new Map<string, string[]>();
  for (const key of keys.toSorted(naturally)) {
    const own = prefixOf(key);
    const name = own === SYSTEM || (sizes.get(own) ?? 0) >= GROUP ? own : "";
    const group = groups.get(name);
    if (group) group.push(key);
    else groups.set(name, [key]);
  }
  const rank = (name: string) => (name === "" ? 0 : name === SYSTEM ? 2 : 1);
  return [...groups].map(([name, metrics]) => ({ name, metrics })).sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name));
}

/**
 * Sections of a board in order; those without panels are left out.
 *
 * @param mentions - what a changed or added panel can be found by
 */
export function sectionsOf(metrics: readonly string[], state: BoardState, mentions: (panel: PanelState) => readonly string[]): BoardSection[] {
  const wanted = (state.find ?? "").trim().toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const changed = new Map((state.panels ?? []).map((panel) => [panel.id, panel]));
  const removed = new Set(state.removed);
  const found = (id: string, name: string) => {
    const panel = changed.get(id);
    return panel ? mentions(panel).some(has) || has(name) : has(name);
  };
  const shown = state.bare ? [] : metrics.filter((metric) => !removed.has(metricPanel(metric)) && found(metricPanel(metric), metric));
  const known = new Set(metrics);
  // A changed chart whose metric no run here has is not lost: it stands with those that were added.
  const added = [...changed.values()].filter(({ id }) => metricOf(id) === undefined || state.bare || !known.has(metricOf(id) ?? ""));
  const own = { name: OWN, ids: added.filter((panel) => found(panel.id, "")).map(({ id }) => id) };
  const groups = groupMetrics(shown).map(({ name, metrics }) => ({ name, ids: metrics.map(metricPanel) }));
  return [own, ...groups]
    .filter(({ ids }) => ids.length > 0)
    .map(({ name, ids }) => ({
      key: name,
      title: titleOf(name),
      open: wanted !== "" || (name === SYSTEM) === (state.toggled?.includes(name) ?? false),
      ids: inOrder(ids, state.order?.[name] ?? []),
    }));
}

const titleOf = (name: string): string => (name === OWN ? "Charts" : name === SYSTEM ? "System" : name || "Metrics");

function inOrder(ids: readonly string[], first: readonly string[]): readonly string[] {
  if (first.length === 0) return ids;
  const here = new Set(ids);
  const led = first.filter((id) => here.has(id));
  const leading = new Set(led);
  return [...led, ...ids.filter((id) => !leading.has(id))];
}

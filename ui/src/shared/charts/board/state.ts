/** What stands on a board, small enough for an address: what differs from the board that makes itself. Pure. */

/** How lines are looked at, everywhere on the board unless a chart says otherwise. Absent is usual. */
export interface BoardLook {
  /** Steps where absent. `metric:<name>`: the values of another metric at the same steps. */
  x?: "time" | "relative" | `metric:${string}`;
  log?: true;
  logX?: true;
  smooth?: number;
  /** How `smooth` works where it is not the exponential average. */
  smoother?: "mean" | "gaussian";
  /** The axis leaves out the most extreme values. */
  robust?: true;
  /** What is drawn around the mean of a group; the standard deviation where absent. */
  band?: "range" | "none";
  /** Part of the horizontal axis that is looked at. */
  zoom?: readonly [from: number, to: number];
  /** Each chart is zoomed for itself. */
  apart?: true;
}

export type PanelSize = "wide" | "full";

export interface PanelState {
  /** `m:<metric>` takes the place of the chart that this metric has anyway. */
  id: string;
  kind: string;
  settings: Readonly<Record<string, unknown>>;
  size?: PanelSize;
}

/**
 * A board. The empty one shows each metric of the runs in a chart, in sections by what stands before the first slash.
 *
 * Only what was changed is kept, so that a board with thousands of metrics fits in an address, and metrics that are new
 * get their charts. A panel is known by its id: `m:<metric>`, or anything else for those that were added.
 */
export interface BoardState {
  panels?: readonly PanelState[];
  /** Charts of metrics that were taken away. */
  removed?: readonly string[];
  /** Ids that come first in their section, in this order. */
  order?: Readonly<Record<string, readonly string[]>>;
  /** Sections that are not as they are at first: closed, or for the machine's metrics open. */
  toggled?: readonly string[];
  /** Only panels that were added. */
  bare?: true;
  /** Only panels whose metrics have this in their names. */
  find?: string;
  look?: BoardLook;
}

type Raw = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : []);

/** Without what is absent or empty. */
function compact<T extends object>(full: T): T {
  const kept = Object.entries(full).filter(([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0) && !(isRecord(value) && Object.keys(value).length === 0));
  return Object.fromEntries(kept) as T;
}

/** A board from whatever an address or a saved view says. What is not understood is left out. */
export function readBoard(raw: unknown): BoardState {
  if (!isRecord(raw)) return {};
  return compact<BoardState>({
    panels: (Array.isArray(raw.panels) ? raw.panels : []).map(readPanel).filter((panel) => panel !== undefined),
    removed: words(raw.removed),
    order: isRecord(raw.order) ? Object.fromEntries(Object.entries(raw.order).map(([section, ids]) => [section, words(ids)])) : undefined,
    toggled: words(raw.toggled),
    bare: raw.bare === true || undefined,
    find: typeof raw.find === "string" ? raw.find : undefined,
    look: isRecord(raw.look) ? readLook(raw.look) : undefined,
  });
}

function readPanel(raw: unknown): PanelState | undefined {
  if (!isRecord(raw) || typeof raw.id !== "string" || typeof raw.kind !== "string") return undefined;
  return {
    id: raw.id,
    kind: raw.kind,
    settings: isRecord(raw.settings) ? raw.settings : {},
    ...(raw.size === "wide" || raw.size === "full" ? { size: raw.size } : {}),
  };
}

const isX = (x: unknown): x is NonNullable<BoardLook["x"]> => x === "time" || x === "relative" || (typeof x === "string" && x.startsWith("metric:") && x.length > 7);

export function readLook(raw: Raw): BoardLook {
  const { zoom } = raw;
  return compact<BoardLook>({
    x: isX(raw.x) ? raw.x : undefined,
    log: raw.log === true || undefined,
    logX: raw.logX === true || undefined,
    smooth: typeof raw.smooth === "number" && raw.smooth > 0 && raw.smooth < 1 ? raw.smooth : undefined,
    smoother: raw.smoother === "mean" || raw.smoother === "gaussian" ? raw.smoother : undefined,
    robust: raw.robust === true || undefined,
    band: raw.band === "range" || raw.band === "none" ? raw.band : undefined,
    zoom: Array.isArray(zoom) && zoom.length === 2 && zoom.every(Number.isFinite) && zoom[0] < zoom[1] ? [zoom[0], zoom[1]] : undefined,
    apart: raw.apart === true || undefined,
  });
}

/** The id of the chart that a metric has by itself. */
export const metricPanel = (metric: string): string => `m:${metric}`;
export const metricOf = (id: string): string | undefined => (id.startsWith("m:") ? id.slice(2) : undefined);

const panelsOf = (state: BoardState): readonly PanelState[] => state.panels ?? [];

/** Puts a panel on the board, or in the place of the one with its id. */
export function withPanel(state: BoardState, panel: PanelState): BoardState {
  const panels = panelsOf(state);
  const known = panels.some(({ id }) => id === panel.id);
  return { ...state, panels: known ? panels.map((other) => (other.id === panel.id ? panel : other)) : [...panels, panel] };
}

export function withoutPanel(state: BoardState, id: string): BoardState {
  const removed = metricOf(id) === undefined ? state.removed : [...(state.removed ?? []), id];
  return compact({ ...state, panels: panelsOf(state).filter((panel) => panel.id !== id), removed });
}

/** An id that no panel has. */
export function freshId(state: BoardState): string {
  const taken = new Set(panelsOf(state).map(({ id }) => id));
  let number = taken.size + 1;
  while (taken.has(`p${number}`)) number += 1;
  return `p${number}`;
}

/** Moves a panel among those of its section, which stand there as `ids`. */
export function moved(state: BoardState, section: string, ids: readonly string[], id: string, to: number): BoardState {
  const from = ids.indexOf(id);
  if (from < 0 || from === to) return state;
  const after = ids.filter((other) => other !== id);
  after.splice(to, 0, id);
  const told = Math.max(from, to, (state.order?.[section]?.length ?? 0) - 1);
  return { ...state, order: { ...state.order, [section]: after.slice(0, told + 1) } };
}

export function toggled(state: BoardState, section: string): BoardState {
  const known = state.toggled ?? [];
  return compact({ ...state, toggled: known.includes(section) ? known.filter((other) => other !== section) : [...known, section] });
}

export const withLook = (state: BoardState, look: Partial<BoardLook>): BoardState => compact({ ...state, look: compact({ ...state.look, ...look }) });

/** Puts back what was removed. */
export function restored(state: BoardState, id: string, panel: PanelState | undefined): BoardState {
  const back = compact({ ...state, removed: state.removed?.filter((other) => other !== id) });
  return panel ? withPanel(back, panel) : back;
}

/** Whether anything stands elsewhere than it would by itself. */
export const isArranged = ({ panels, removed, order, toggled: folded, bare }: BoardState): boolean => [panels, removed, order, folded, bare].some((part) => part !== undefined);

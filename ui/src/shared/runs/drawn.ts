/** Which runs of a table its charts draw. Pure; an address and a saved view hold it. */

export interface DrawnState {
  /** What is drawn of those that nobody decided on: the first few where absent. */
  draw?: "none" | "all";
  /** Ids of runs that are drawn in any case. */
  show?: string[];
  /** Ids of runs that are not. */
  hide?: string[];
}

/** Runs drawn until someone chooses. */
const FIRST_DRAWN = 10;
/** Runs that charts can be asked to draw at once. */
export const MOST_DRAWN = 100;

const ids = (value: unknown): string[] | undefined => {
  const found = Array.isArray(value) ? value.filter((id): id is string => typeof id === "string") : [];
  return found.length > 0 ? found.slice(0, MOST_DRAWN) : undefined;
};

export const readDrawn = (search: Record<string, unknown>): DrawnState => ({
  draw: search.draw === "none" || search.draw === "all" ? search.draw : undefined,
  show: ids(search.show),
  hide: ids(search.hide),
});

/** Ids of the runs that are not drawn, of those that a table shows in some order. */
export function hiddenOf(runs: readonly string[], { draw, show = [], hide = [] }: DrawnState): Set<string> {
  const shown = new Set(show);
  const hidden = new Set(hide);
  const usual = (index: number) => draw === "all" || (draw === undefined && index < FIRST_DRAWN);
  return new Set(runs.filter((id, index) => !shown.has(id) && (hidden.has(id) || !usual(index))));
}

/** A run drawn, or no longer. */
export function withDrawn({ draw, show = [], hide = [] }: DrawnState, id: string, on: boolean): { [K in keyof Required<DrawnState>]: DrawnState[K] } {
  const without = (all: readonly string[]) => all.filter((other) => other !== id);
  const some = (all: string[]) => (all.length > 0 ? all : undefined);
  return { draw, show: some(on ? [...without(show), id] : without(show)), hide: some(on ? without(hide) : [...without(hide), id]) };
}

/** All, none, or the first few; what was decided on single runs is forgotten. */
export const drawing = (draw: DrawnState["draw"]) => ({ draw, show: undefined, hide: undefined });

/** Just these. */
export const drawingOnly = (ids: readonly string[]) => ({ draw: "none" as const, show: ids.slice(0, MOST_DRAWN), hide: undefined });

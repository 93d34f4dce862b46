/** Some of many things: these, or all but these. So many can be meant without one being named. */
export interface Picked {
  all: boolean;
  except: ReadonlySet<string>;
}

export const NONE_PICKED: Picked = { all: false, except: new Set() };
export const ALL_PICKED: Picked = { all: true, except: new Set() };

export const isPicked = ({ all, except }: Picked, id: string): boolean => all !== except.has(id);

export const toggled = (picked: Picked, id: string): Picked => withIds(picked, [id], !isPicked(picked, id));

/** With some put in or left out. */
export function withIds({ all, except }: Picked, ids: readonly string[], on: boolean): Picked {
  const next = new Set(except);
  for (const id of ids) {
    if (on === all) next.delete(id);
    else next.add(id);
  }
  return { all, except: next };
}

/** How many of so many. */
export const countPicked = ({ all, except }: Picked, total: number): number => (all ? Math.max(0, total - except.size) : except.size);

/** Saved views: everything an address says of the table, under a name. They are tags of the experiment. Pure. */

import type { KeyValue } from "@/api/types";
import { readTableState, type TableState } from "@/shared/urlState/table";

/** The tag that names the view in which the experiment opens. */
export const DEFAULT_TAG = "penstock.view";
const PREFIX = `${DEFAULT_TAG}.`;
/** Characters that a tag of an experiment can hold. */
const MOST_CHARACTERS = 5_000;

export interface View {
  name: string;
  state: TableState;
}

export const tagOf = (name: string): string => PREFIX + name;

/** The state without what only says where it came from. */
function kept(state: TableState): TableState {
  const rest = { ...state };
  delete rest.saved;
  return rest;
}

export const written = (state: TableState): string => JSON.stringify(kept(state));

function read(value: string | undefined): TableState | undefined {
  try {
    return kept(readTableState(Object(JSON.parse(value ?? ""))));
  } catch {
    // Somebody wrote something else into this tag.
    return undefined;
  }
}

/** The views that an experiment's tags hold, by name. */
export function viewsIn(tags: readonly KeyValue[]): View[] {
  const views = tags.flatMap(({ key, value }) => {
    const state = key.startsWith(PREFIX) ? read(value) : undefined;
    return state ? [{ name: key.slice(PREFIX.length), state }] : [];
  });
  return views.sort((a, b) => a.name.localeCompare(b.name));
}

export const defaultIn = (tags: readonly KeyValue[]): string | undefined => tags.find(({ key }) => key === DEFAULT_TAG)?.value || undefined;

/** JSON with the keys of each object in order: an address may hold them in another. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

export const isSame = (a: TableState, b: TableState): boolean => ordered(kept(a)) === ordered(kept(b));

/** A state that comes to nothing: the experiment as it opens by itself. */
export const isBare = (state: TableState): boolean => Object.values(state).every((value) => value === undefined);

/** Why a view cannot be saved under a name; undefined when it can. */
export function refusal(name: string, state: TableState): string | undefined {
  if (tagOf(name).length > 250) return "The name is too long.";
  const size = written(state).length;
  if (size > MOST_CHARACTERS) return `This view takes ${size.toLocaleString("en")} characters; a view can have ${MOST_CHARACTERS.toLocaleString("en")}. Show fewer columns, or remove charts.`;
  return undefined;
}

import { useSyncExternalStore } from "react";

export type PlaceKind = "experiment" | "run" | "model" | "page";

/** A page that was visited. */
export interface Place {
  /** Its address behind "#", without the state of the page. */
  path: string;
  title: string;
}

const MOST = 40;
const listeners = new Set<() => void>();
let places: readonly Place[] | null = null;

/** One list per server: several may be served under one host. */
const key = () => `penstock.places:${location.pathname}`;

export function kindOf(path: string): PlaceKind | undefined {
  if (/^\/experiments\/[^/]+$/.test(path)) return "experiment";
  if (/^\/experiments\/[^/]+\/runs\/[^/]+/.test(path)) return "run";
  if (/^\/models\/[^/]+/.test(path)) return "model";
  return undefined;
}

/** The list with a place at its head; a run's tabs are one place. */
export function visited(before: readonly Place[], path: string, title: string): readonly Place[] {
  const whole = /^\/experiments\/[^/]+\/runs\/[^/]+/.exec(path)?.[0] ?? path;
  if (!kindOf(whole)) return before;
  return [{ path: whole, title }, ...before.filter((place) => place.path !== whole)].slice(0, MOST);
}

/** Places as storage holds them; whatever is odd is left out. */
export function readPlaces(text: string | null): readonly Place[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(found)) return [];
    return found.filter((one: Partial<Place> | null): one is Place => typeof one?.path === "string" && typeof one.title === "string").slice(0, MOST);
  } catch {
    return [];
  }
}

function current(): readonly Place[] {
  if (places) return places;
  try {
    places = readPlaces(localStorage.getItem(key()));
  } catch {
    places = []; // storage may be forbidden
  }
  return places;
}

function keep(next: readonly Place[]): void {
  if (next === places) return;
  places = next;
  try {
    localStorage.setItem(key(), JSON.stringify(next));
  } catch {
    // Then the list lasts as long as the page.
  }
  for (const tell of listeners) tell();
}

const here = () => location.hash.replace(/^#/, "").replace(/[?#].*$/, "");

/** The page that is shown is called this. */
export const notePlace = (title: string): void => keep(visited(current(), here(), title));

/** What was at these places is not there any more: an experiment with its runs, a run. */
export const forgetPlaces = (ids: readonly string[]): void => keep(current().filter((place) => !place.path.split("/").some((part) => ids.includes(part))));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Pages that were visited, the last first. */
export const usePlaces = (): readonly Place[] => useSyncExternalStore(subscribe, current);

import { Boxes, FlaskConical, Play } from "lucide-react";
import type { ComponentType } from "react";

import { kindOf, type Place, type PlaceKind } from "@/shared/places";

/** Something the palette offers. */
export interface Entry {
  id: string;
  name: string;
  /** Where it belongs, in a quieter voice. */
  where?: string;
  icon: ComponentType;
  hint?: string;
  act: () => unknown;
}

export const ICONS: Readonly<Record<Exclude<PlaceKind, "page">, ComponentType>> = { experiment: FlaskConical, run: Play, model: Boxes };

export const iconOf = (path: string): ComponentType => {
  const kind = kindOf(path);
  return kind && kind !== "page" ? ICONS[kind] : FlaskConical;
};

/** Whether every word of the text stands somewhere in a name. */
export function fits(name: string, text: string): boolean {
  const low = name.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
}

const RUN_ID = /^[0-9a-f]{32}$/;

/** A text that can only be the id of a run. */
export const runIdIn = (text: string): string | undefined => {
  const trimmed = text.trim().toLowerCase();
  return RUN_ID.test(trimmed) ? trimmed : undefined;
};

/** Places that fit, without the one that is shown. */
export const placesFor = (places: readonly Place[], text: string, here: string, most: number): readonly Place[] =>
  places.filter((place) => place.path !== here && fits(place.title, text)).slice(0, most);

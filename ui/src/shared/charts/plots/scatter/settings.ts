import { type Raw, readFlag, readMaybe, readOne, readText, set } from "../../../urlState/read";

const AIMS = ["min", "max"] as const;

export interface ScatterSettings {
  x: string;
  y: string;
  colour?: string;
  size?: string;
  logX?: true;
  logY?: true;
  logColour?: true;
  /** The front is drawn where both say which way is better. */
  bestX?: (typeof AIMS)[number];
  bestY?: (typeof AIMS)[number];
}

export const readScatter = (raw: Raw): ScatterSettings =>
  set({
    x: readText(raw.x),
    y: readText(raw.y),
    colour: readMaybe(raw.colour),
    size: readMaybe(raw.size),
    logX: readFlag(raw.logX),
    logY: readFlag(raw.logY),
    logColour: readFlag(raw.logColour),
    bestX: readOne(raw.bestX, AIMS),
    bestY: readOne(raw.bestY, AIMS),
  });

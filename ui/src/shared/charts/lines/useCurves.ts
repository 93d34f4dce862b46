import { useMemo } from "react";

import type { BoardLook } from "../board/state";
import { paintNames } from "../palette";
import { type Curve, type CurveLook, curveOf, type Track } from "./curves";
import { grouped } from "./grouping";
import type { LegendEntry } from "./Legend";

/** What the legend lists: runs that logged something, those of a group together. */
export function entriesOf(tracks: readonly Track[]): LegendEntry[] {
  const filled = tracks.filter(({ points }) => points.length > 0);
  const groups = new Map<string | Track, Track[]>();
  for (const track of filled) groups.set(track.group ?? track, [...(groups.get(track.group ?? track) ?? []), track]);
  const paints = paintNames([...groups.keys()].filter((key) => typeof key === "string"));
  return [...groups].map(([key, members]): LegendEntry => {
    const runIds = members.map(({ runId }) => runId);
    if (typeof key === "string") return { id: `group ${key}`, label: key || "(empty)", ...(paints.get(key) ?? { colour: "" }), runIds, tracks: members };
    const { id, label, colour, dash } = key;
    return { id, label, colour, dash, runIds, tracks: members };
  });
}

/** The entries' lines as they are drawn. */
export function useCurves(entries: readonly LegendEntry[], look: BoardLook): readonly Curve[] {
  const { smooth = 0, smoother = "ema", log = false, logX = false, band = "deviation", x } = look;
  return useMemo(() => {
    const line: CurveLook = { weight: smooth, smoother, log, logX: logX && x !== "time" };
    return entries.map(({ id, label, colour, dash, tracks }) => {
      const own = tracks.map((track) => curveOf(track, line));
      return tracks[0]?.group === undefined ? (own[0] as Curve) : grouped({ id, label, colour, dash, curves: own }, band);
    });
  }, [entries, smooth, smoother, log, logX, band, x]);
}

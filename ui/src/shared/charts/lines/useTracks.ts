import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";

import { type Point, type Series, seriesQuery, type SeriesWish } from "@/api/metrics";

import type { ChartRun } from "../board/contract";
import type { BoardLook } from "../board/state";
import { colourOf } from "../palette";
import { abscissas, joinedOnStep, order, spliced, stepsBetween, xKind, xMetric } from "./abscissas";
import { type Track, unitOf } from "./curves";

/** Patterns that tell metrics apart where the colour tells runs apart. */
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [6, 3], [2, 2.5], [9, 3, 2, 3]];

/** All the points of one chart: what the wire carries in a moment and the screen can show. */
const MOST_POINTS = 12_000;

/** Points of one line: two for each pixel of a chart, fewer where there are very many lines. */
const pointsOf = (lines: number, width: number): number => {
  const wanted = width > 700 ? 2000 : 800;
  // In steps, so that one run more does not make all others be fetched anew.
  const share = [2000, 1200, 800, 500, 300, 200].find((some) => some * lines <= MOST_POINTS) ?? 120;
  return Math.min(wanted, share);
};

interface Tracks {
  tracks: readonly Track[];
  pending: boolean;
  failure: Error | null;
  retry: () => void;
}

interface TracksWish {
  runs: readonly ChartRun[];
  metrics: readonly string[];
  look: BoardLook;
  width: number;
}

const NONE: readonly Point[] = [];

/** The series of some metrics of some runs, and of the part that is looked at closely a finer one. */
export function useTracks({ runs, metrics, look, width }: TracksWish): Tracks {
  const kind = xKind(look.x);
  const other = xMetric(look.x);
  const pairs = useMemo(() => runs.flatMap((run) => metrics.map((metric, place) => ({ run, metric, place }))), [runs, metrics]);
  const points = pointsOf(pairs.length, width);
  const coarse = useSeries(pairs.map(({ run, metric }) => ({ runId: run.runId, metric, live: run.live, points })));
  const axes = useSeries(other === undefined ? [] : pairs.map(({ run }) => ({ runId: run.runId, metric: other, live: run.live, points })));

  const placed = useMemo(
    () =>
      pairs.map((_, i) => {
        const series = coarse.found[i]?.points ?? NONE;
        return kind === "metric" ? joinedOnStep(series, axes.found[i]?.points ?? NONE) : abscissas(series, kind);
      }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what was found changes with its `known`
    [pairs, kind, coarse.known, axes.known],
  );
  const zoom = look.zoom;
  const spans = pairs.map((_, i) => {
    const series = coarse.found[i];
    return zoom && series?.thinned ? stepsBetween(series.points, placed[i] as number[], zoom[0], zoom[1]) : undefined;
  });
  const fine = useSeries(pairs.map(({ run, metric }, i) => (spans[i] ? { runId: run.runId, metric, live: run.live, points, span: spans[i] } : undefined)));

  const tracks = useMemo(
    () =>
      pairs.map(({ run, metric, place }, i): Track => {
        const series = coarse.found[i];
        const closer = fine.found[i];
        const all = series && closer ? spliced(series.points, closer.points) : (series?.points ?? NONE);
        const xs = !closer ? (placed[i] as number[]) : kind === "metric" ? joinedOnStep(all, axes.found[i]?.points ?? NONE) : abscissas(all, kind);
        const own = placed[i] as number[];
        return {
          ...lookOf(run, metric, place, runs.length, metrics.length),
          id: `${run.runId} ${metric}`,
          runId: run.runId,
          group: run.group === undefined || metrics.length === 1 ? run.group : `${run.group} · ${metric}`,
          points: all,
          xs,
          thinned: (closer ?? series)?.thinned ?? false,
          unit: closer ? unitOf(order(own).map((at) => own[at] as number)) : undefined,
        };
      }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what was found changes with its `known`
    [placed, fine.known],
  );
  return {
    tracks,
    pending: coarse.pending || axes.pending,
    failure: coarse.failure ?? axes.failure ?? fine.failure,
    retry: () => [coarse, axes, fine].forEach(({ retry }) => retry()),
  };
}

/** The colour tells runs apart, and metrics where there is one run. */
function lookOf(run: ChartRun, metric: string, place: number, runs: number, metrics: number): Pick<Track, "label" | "colour" | "dash"> {
  if (metrics === 1) return { label: run.label, colour: run.colour, dash: run.dash };
  if (runs === 1) return { label: metric, colour: colourOf(place) };
  return { label: `${run.label} · ${metric}`, colour: run.colour, dash: DASHES[place % DASHES.length] };
}

function useSeries(wishes: readonly (SeriesWish | undefined)[]) {
  // One question for what several lines need, such as the metric on the horizontal axis.
  const places = new Map<string, number>();
  const distinct: SeriesWish[] = [];
  const at = wishes.map((wish) => {
    if (!wish) return -1;
    const key = JSON.stringify(wish);
    const place = places.get(key) ?? distinct.push(wish) - 1;
    places.set(key, place);
    return place;
  });
  const answers = useQueries({ queries: distinct.map(seriesQuery) });
  const failed = answers.filter(({ error }) => error);
  return {
    found: at.map((place): Series | undefined => answers[place]?.data),
    /** Changes with what was found. */
    known: at.map((place) => answers[place]?.dataUpdatedAt).join(),
    pending: answers.some(({ isLoading }) => isLoading),
    failure: failed[0]?.error ?? null,
    retry: () => failed.forEach((answer) => void answer.refetch()),
  };
}

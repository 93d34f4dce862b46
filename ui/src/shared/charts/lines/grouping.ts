/** Many runs as one line with a band around it. Pure. */

import { type Curve, firstFrom, valueAt } from "./curves";

type Band = "deviation" | "range" | "none";

/** Places at which a group is measured: more than this are not seen. */
const MOST_PLACES = 600;

interface Group extends Pick<Curve, "id" | "label" | "colour" | "dash"> {
  curves: readonly Curve[];
}

/** Mean of the curves of a group wherever one of them has a point, each between its own ends, and what is around it. */
export function grouped({ curves, ...look }: Group, band: Band): Curve {
  const places = placesOf(curves);
  const half = places.length > 1 ? ((places[1] as number) - (places[0] as number)) / 2 : 0;
  const thin = places.length === MOST_PLACES;
  const [xs, ys, low, high]: number[][] = [[], [], [], []] as never;
  for (const x of places) {
    const values = curves.map((curve) => valueAt(curve.xs, curve.ys, x)).filter((value) => value !== undefined);
    if (values.length === 0) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    xs?.push(x);
    ys?.push(mean);
    if (band === "range") {
      // Between the places of a group that is measured at fewer there may be values further out.
      const all = thin ? [...values, ...curves.flatMap((curve) => valuesAround(curve, x, half))] : values;
      low?.push(Math.min(...all));
      high?.push(Math.max(...all));
    } else {
      const deviation = values.length > 1 ? Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) : 0;
      low?.push(mean - deviation);
      high?.push(mean + deviation);
    }
  }
  const drawn = band === "none" ? {} : { low, high };
  return { ...look, runIds: curves.flatMap(({ runIds }) => runIds), xs: xs as number[], ys: ys as number[], ...drawn, odd: curves.flatMap(({ odd }) => odd) };
}

function placesOf(curves: readonly Curve[]): number[] {
  const all = [...new Set(curves.flatMap(({ xs }) => xs))].sort((a, b) => a - b);
  if (all.length <= MOST_PLACES) return all;
  const [first, last] = [all[0] as number, all.at(-1) as number];
  const places = Array.from({ length: MOST_PLACES }, (_, i) => (i === MOST_PLACES - 1 ? last : first + ((last - first) * i) / (MOST_PLACES - 1)));
  // There is nothing between two steps.
  return all.every(Number.isInteger) ? places.map(Math.round) : places;
}

function valuesAround({ xs, ys }: Curve, x: number, half: number): number[] {
  return ys.slice(firstFrom(xs, x - half), firstFrom(xs, x + half));
}

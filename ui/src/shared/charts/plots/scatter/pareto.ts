export type Aim = "min" | "max";

/**
 * The runs that no other run beats: better in one aim without being worse in the other. In order of x.
 *
 * One sweep from the best x on keeps the best y so far (Kung, Luccio and Preparata, "On finding the maxima of a set of
 * vectors", JACM 22(4), 1975). Of runs with equal values all are in it.
 */
export function paretoFront(xs: ArrayLike<number>, ys: ArrayLike<number>, rows: readonly number[], aimX: Aim, aimY: Aim): number[] {
  const sx = aimX === "min" ? 1 : -1;
  const sy = aimY === "min" ? 1 : -1;
  const x = (row: number) => sx * (xs[row] as number);
  const y = (row: number) => sy * (ys[row] as number);
  const front: number[] = [];
  let best = Infinity;
  let bestX = NaN;
  for (const row of rows.toSorted((a, b) => x(a) - x(b) || y(a) - y(b))) {
    const twin = y(row) === best && x(row) === bestX;
    if (!twin && y(row) >= best) continue;
    best = y(row);
    bestX = x(row);
    front.push(row);
  }
  return sx > 0 ? front : front.reverse();
}

/** The front as a staircase, which is what it says: between two of its runs nothing better is known. x, y, x, y, … in pixels. */
export function stairs(points: readonly (readonly [number, number])[], aimX: Aim): number[] {
  const out: number[] = [];
  points.forEach(([x, y], i) => {
    const before = points[i - 1];
    // Towards the worse x the y of the better run still holds.
    if (before) out.push(...(aimX === "min" ? [x, before[1]] : [before[0], y]));
    out.push(x, y);
  });
  return out;
}

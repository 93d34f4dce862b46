import { describe, expect, it } from "vitest";

import { rankRatio, ranksOf, spearman } from "./correlation";
import { dice } from "./forest";
import { influencesOf, type Param } from "./importance";

const roll = dice(3);
const column = (n: number): Float64Array => Float64Array.from({ length: n }, roll);
const param = (key: string, numbers: Float64Array, words = false): Param => ({ key, label: key, words, numbers });

/** Friedman, "Multivariate Adaptive Regression Splines", 1991: five of ten inputs matter, the fourth most, the fifth least. */
function friedman(n: number) {
  const xs = Array.from({ length: 10 }, () => column(n));
  const x = (i: number, row: number) => xs[i]?.[row] as number;
  const target = Float64Array.from(
    { length: n },
    (_, row) => 10 * Math.sin(Math.PI * x(0, row) * x(1, row)) + 20 * (x(2, row) - 0.5) ** 2 + 10 * x(3, row) + 5 * x(4, row) + (roll() - 0.5),
  );
  return { params: xs.map((numbers, i) => param(`x${i + 1}`, numbers)), target };
}

describe("influencesOf", () => {
  it("finds what matters in Friedman's first function", () => {
    const { rows, explained, runs } = influencesOf(friedman(1000));
    expect(runs).toBe(1000);
    expect(rows[0]?.key).toBe("x4");
    expect(rows.slice(0, 5).map((row) => row.key).sort()).toEqual(["x1", "x2", "x3", "x4", "x5"]);
    expect(rows.slice(5).every((row) => row.importance < 0.02)).toBe(true);
    expect(rows.reduce((sum, row) => sum + row.importance, 0)).toBeCloseTo(1);
    expect(explained).toBeGreaterThan(0.7);
  });

  it("learns from few runs", () => {
    const lr = Float64Array.from({ length: 60 }, (_, row) => 10 ** (-4 + (3 * ((row * 7) % 60)) / 60));
    const kinds = Float64Array.from({ length: 60 }, (_, row) => row % 3);
    const target = Float64Array.from(lr, (rate, row) => (Math.log10(rate) + 2.5) ** 2 / 4 + (kinds[row] as number) / 10);
    const { rows, explained } = influencesOf({ params: [param("lr", lr), param("kind", kinds, true), param("noise", column(60))], target });
    expect(rows.map((row) => row.key)).toEqual(["lr", "kind", "noise"]);
    expect(explained).toBeGreaterThan(0.7);
  });

  it("says the same each time", () => {
    const question = friedman(120);
    expect(influencesOf(question)).toEqual(influencesOf(question));
  });

  it("explains nothing where there is nothing to explain", () => {
    const { explained } = influencesOf({ params: [param("a", column(300)), param("b", column(300))], target: column(300) });
    expect(explained).toBeLessThan(0.1);
  });

  it("knows words, and params that not every run has", () => {
    const kinds = Float64Array.from({ length: 200 }, (_, row) => row % 4);
    const gaps = Float64Array.from({ length: 200 }, (_, row) => (row % 3 ? NaN : roll()));
    // The order of the words means nothing: the second and the fourth are high.
    const target = Float64Array.from(kinds, (kind) => (kind % 2 ? 5 : 1) + roll());
    const { rows } = influencesOf({ params: [param("gaps", gaps), param("kind", kinds, true)], target });
    expect(rows[0]).toMatchObject({ key: "kind", signed: false, count: 200 });
    expect(rows[0]?.importance).toBeGreaterThan(0.95);
    expect(rows[0]?.correlation).toBeGreaterThan(0.8);
    expect(rows[1]).toMatchObject({ key: "gaps", count: 67 });
  });

  it("leaves out runs without the metric, and params that never change", () => {
    const target = Float64Array.from({ length: 50 }, (_, row) => (row < 10 ? NaN : row));
    const { runs, rows, constant } = influencesOf({ params: [param("a", Float64Array.from(target)), param("seed", new Float64Array(50).fill(7))], target });
    expect([runs, constant, rows.map((row) => row.key)]).toEqual([40, ["seed"], ["a"]]);
    expect(rows[0]?.correlation).toBeCloseTo(1);
  });
});

describe("correlation", () => {
  it("gives ties the mean of their ranks", () => expect([...ranksOf([10, 20, 20, 5])]).toEqual([2, 3.5, 3.5, 1]));
  it("sees order, not distance", () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1);
    // Worked by hand: differences of ranks −1, 1, −1, 1, 0: 1 − 6·4/(5·24).
    expect(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8);
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
  });
  it("is 1 where groups do not overlap at all and 0 where they are alike", () => {
    expect(rankRatio([0, 0, 1, 1], [5, 5, 9, 9])).toBeCloseTo(1);
    expect(rankRatio([0, 1, 0, 1], [1, 1, 2, 2])).toBeCloseTo(0);
  });
});

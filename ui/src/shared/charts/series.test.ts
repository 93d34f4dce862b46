import { describe, expect, it } from "vitest";

import { abscissas, downsample, drawable, inOrder, type Point, smooth, summarise } from "./series";

const points = (...values: number[]): Point[] => values.map((value, step) => ({ step, timestamp: 1000 + step * 500, value }));

describe("summarise", () => {
  it("finds the ends and the extremes", () => {
    expect(summarise(points(3, 1, 5, 2))).toEqual({ count: 4, last: 2, min: 1, max: 5, lastStep: 3 });
  });
  it("passes over NaN but tells a NaN at the end", () => {
    expect(summarise(points(NaN, 2, 1, NaN))).toEqual({ count: 4, last: NaN, min: 1, max: 2, lastStep: 3 });
  });
  it("knows infinity", () => {
    expect(summarise(points(1, Infinity))?.max).toBe(Infinity);
  });
  it("has nothing to say about nothing", () => {
    expect(summarise([])).toBeUndefined();
  });
});

it("measures x in steps, seconds and seconds since the start", () => {
  expect(abscissas(points(1, 1), "step")).toEqual([0, 1]);
  expect(abscissas(points(1, 1), "time")).toEqual([1, 1.5]);
  expect(abscissas(points(1, 1), "relative")).toEqual([0, 0.5]);
});

describe("smooth", () => {
  it("leaves values alone without weight", () => expect(smooth([1, 5, 2], 0)).toEqual([1, 5, 2]));
  it("is not drawn towards zero at the start", () => expect(smooth([10, 10, 10], 0.9).map((y) => y.toFixed(6))).toEqual(["10.000000", "10.000000", "10.000000"]));
  it("averages", () => {
    const [, second] = smooth([0, 1], 0.5);
    expect(second).toBeCloseTo(2 / 3);
  });
  it("steps over NaN", () => {
    const out = smooth([1, NaN, 1], 0.5);
    expect(out[1]).toBeNaN();
    expect(out[2]).toBeCloseTo(1);
  });
});

describe("downsample", () => {
  const xs = Array.from({ length: 10_000 }, (_, i) => i);
  const ys = xs.map((x) => Math.sin(x / 300));
  ys[4321] = 50;
  ys[777] = -50;
  const [dx, dy] = downsample(xs, ys, 100);
  it("keeps within its budget", () => expect(dx.length).toBeLessThanOrEqual(202));
  it("keeps both ends", () => expect([dx[0], dx.at(-1)]).toEqual([0, 9999]));
  it("keeps the extremes where they were", () => {
    expect(dy[dx.indexOf(4321)]).toBe(50);
    expect(dy[dx.indexOf(777)]).toBe(-50);
  });
  it("keeps the order", () => expect(dx).toEqual([...dx].sort((a, b) => a - b)));
  it("leaves short series alone", () => expect(downsample([1, 2], [3, 4], 100)).toEqual([[1, 2], [3, 4]]));
});

it("orders points and keeps the later value of an x", () => {
  expect(inOrder([3, 1, 3, 2], [30, 10, 31, 20])).toEqual([
    [1, 2, 3],
    [10, 20, 31],
  ]);
});

it("leaves gaps for what cannot be drawn", () => {
  expect(drawable([1, NaN, -1, Infinity, 0], false)).toEqual([1, null, -1, null, 0]);
  expect(drawable([1, NaN, -1, Infinity, 0], true)).toEqual([1, null, null, null, null]);
});

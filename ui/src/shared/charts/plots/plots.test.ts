import { describe, expect, it } from "vitest";

import { barsOf } from "./bars/bars";
import { boxesOf } from "./boxes/boxes";
import { boxOf, densityOf } from "./boxes/quartiles";
import { type Column, columnsOf, type Frame } from "./core/column";
import { cellsOf, samplesOf, surfaceOf } from "./heat/surface";
import { binsOf } from "./histogram/histogram";
import { imageAt, seriesOf, stepsOf } from "./images/series";
import { brushBetween, insideBrushes, moved, rangeOf } from "./parallel/brushes";
import { readParallel } from "./parallel/settings";
import { paretoFront, stairs } from "./scatter/pareto";
import { scatterScene, scatterTable } from "./scatter/scatter";

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const frame = (columns: Record<string, (number | string | null)[]>): Frame => {
  const n = Object.values(columns)[0]?.length ?? 0;
  return { ids: range(n).map((i) => `id${i}`), names: range(n).map((i) => `run ${i}`), columns: columnsOf(columns) };
};
const column = (of: Frame, key: string): Column => of.columns.get(key) as Column;

describe("boxOf", () => {
  it("has the quartiles of NumPy", () => {
    // numpy.percentile([1, 2, 3, 4, 10], [25, 50, 75]) == [2, 3, 4]; of [1, 2, 3, 4] it is [1.75, 2.5, 3.25].
    expect(boxOf([10, 1, 3, 2, 4])).toMatchObject({ count: 5, q1: 2, median: 3, q3: 4, low: 1, high: 4, outliers: [10] });
    expect(boxOf([1, 2, 3, 4])).toMatchObject({ q1: 1.75, median: 2.5, q3: 3.25, low: 1, high: 4, outliers: [] });
  });
  it("is one line for one value and nothing for none", () => {
    expect(boxOf([5])).toMatchObject({ q1: 5, median: 5, q3: 5, sd: 0 });
    expect(boxOf([])).toBeUndefined();
  });
  it("groups, and leaves out runs that lack either", () => {
    const runs = frame({ "metrics.x": [1, 2, 3, null], "params.o": ["a", "a", null, "b"] });
    expect(boxesOf({ frame: runs, value: column(runs, "metrics.x"), by: column(runs, "params.o"), log: false, violin: false }).map(({ label, values }) => [label, values])).toEqual([["a", [1, 2]]]);
  });
});

it("a density has the area 1", () => {
  const values = range(100).map((i) => Math.sin(i * 12.9898) * 3);
  const places = range(801).map((i) => -8 + i / 50);
  const density = densityOf(values, places) as number[];
  expect(density.reduce((sum, one) => sum + one / 50, 0)).toBeCloseTo(1, 3);
  expect(densityOf([2, 2, 2, 2, 2, 2], places)).toBeUndefined();
});

describe("paretoFront", () => {
  const [xs, ys] = [
    [1, 2, 3, 3, 4, 1],
    [5, 3, 4, 1, 0.5, 5],
  ];
  const all = range(6);
  it("keeps what nothing beats", () => {
    expect(paretoFront(xs, ys, all, "min", "min")).toEqual([0, 5, 1, 3, 4]);
    expect(paretoFront(xs, ys, all, "max", "max")).toEqual([5, 0, 2, 4]);
    expect(paretoFront(xs, ys, all, "min", "max")).toEqual([0, 5]);
  });
  it("agrees with comparing every pair", () => {
    const [a, b] = [range(300).map((i) => Math.round(50 * Math.abs(Math.sin(i * 78.233)))), range(300).map((i) => Math.round(50 * Math.abs(Math.cos(i * 12.9898))))];
    const beaten = (i: number) => range(300).some((j) => a[j]! <= a[i]! && b[j]! >= b[i]! && (a[j]! < a[i]! || b[j]! > b[i]!));
    expect(paretoFront(a, b, range(300), "min", "max").sort((i, j) => i - j)).toEqual(range(300).filter((i) => !beaten(i)));
  });
  it("is drawn as stairs that claim nothing better than known", () => {
    expect(stairs([[0, 9], [5, 3]], "min")).toEqual([0, 9, 5, 9, 5, 3]);
    expect(stairs([[0, 3], [5, 9]], "max")).toEqual([0, 3, 0, 9, 5, 9]);
  });
});

it("a scatter finds runs at a place and inside a box, and says who is on the front", () => {
  const runs = frame({ "params.lr": ["0.1", "0.2", null], "metrics.loss": [1, 2, 3] });
  const [x, y] = [column(runs, "params.lr"), column(runs, "metrics.loss")];
  const scatter = { frame: runs, x, y, logX: false, logY: false, logColour: false, front: { x: "min", y: "min" } as const };
  const scene = scatterScene(scatter, { width: 600, height: 300 });
  const at = scene.at(1) as { x: number; y: number };
  expect([scene.near(at.x + 3, at.y - 3), scene.near(at.x + 40, at.y), scene.at(2)]).toEqual([1, undefined, undefined]);
  expect(scene.within({ left: 0, top: 0, right: 600, bottom: 300 })).toEqual([0, 1]);
  expect(scene.order).toEqual([0, 1]);
  expect(scatterTable(scatter).rows).toEqual([["run 0", 0.1, 1, "id0", "yes"], ["run 1", 0.2, 2, "id1", "no"]]);
});

describe("bars", () => {
  const runs = frame({ "metrics.acc": [0.5, 0.9, 0.7, null], "params.o": ["a", "b", "a", "b"] });
  it("stand in order", () => {
    const bars = barsOf({ frame: runs, value: column(runs, "metrics.acc"), order: "most", top: 9 });
    expect(bars.map(({ label, value }) => [label, value])).toEqual([["run 1", 0.9], ["run 2", 0.7], ["run 0", 0.5]]);
  });
  it("are means of groups, with the deviation of a sample", () => {
    const [best, other] = barsOf({ frame: runs, value: column(runs, "metrics.acc"), by: column(runs, "params.o"), order: "least", top: 9 });
    expect([best?.label, best?.value, best?.sd]).toEqual(["a", expect.closeTo(0.6), expect.closeTo(Math.SQRT2 / 10)]);
    expect([other?.label, other?.sd]).toEqual(["b", undefined]);
  });
});

describe("bins", () => {
  const values = range(1000).map((i) => 10 ** ((i / 999) * 4 - 5));
  const runs = frame({ "metrics.x": values, "params.o": values.map((_, i) => (i % 3 ? "x" : "y")) });
  it.each([undefined, 7])("hold every run once (%s)", (bins) => {
    for (const log of [false, true]) {
      const made = binsOf({ frame: runs, column: column(runs, "metrics.x"), bins, log });
      expect(made.flatMap((one) => one.rows).sort((a, b) => a - b)).toEqual(range(1000));
      if (bins) expect(made).toHaveLength(bins);
      if (bins && log) expect(Math.max(...made.map((one) => one.rows.length)) - Math.min(...made.map((one) => one.rows.length))).toBeLessThanOrEqual(2);
    }
  });
  it("count words", () => expect(binsOf({ frame: runs, column: column(runs, "params.o"), log: false }).map((one) => one.rows.length)).toEqual([666, 334]));
  it("are one for one value", () => expect(binsOf({ frame: frame({ "metrics.x": [2, 2] }), column: column(frame({ "metrics.x": [2, 2] }), "metrics.x"), log: false })).toEqual([{ from: 2, to: 2, rows: [0, 1] }]));
});

describe("heat", () => {
  it("puts every run in one cell, the ends included", () => {
    const places = [[0, 0], [1, 1], [0.49, 0.2], [0.5, 0.9]] as const;
    const cells = cellsOf(range(4), (i) => places[i] as [number, number], (i) => i, [2, 2], "mean");
    expect(cells.members).toEqual([[0, 2], [], [], [1, 3]]);
    expect([...cells.values]).toEqual([1, NaN, NaN, 2]);
  });
  it("is smooth between points and unknown far from them", () => {
    const points = range(400).map((i) => [((i % 20) + 0.5) / 40, (Math.floor(i / 20) + 0.5) / 20, (i % 20) / 20] as const);
    const surface = surfaceOf(points, 20, 20);
    // A slope is found again inside of the points' half; on the other half nothing is known.
    expect(surface[10 * 20 + 4]).toBeCloseTo(0.42, 1);
    expect(surface[10 * 20 + 18]).toBeNaN();
  });
  it("loses no run when it thins", () => expect(samplesOf(range(5000).map((i) => [(i % 71) / 70, (i % 53) / 52, 1])).reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(5000));
});

describe("brushes", () => {
  const runs = frame({ "metrics.x": [1, 2, 3, null], "params.o": ["a", "b", "c", "a"] });
  const columns = [...runs.columns.values()];
  it("choose runs that are in all of them", () => {
    expect([...insideBrushes(columns, { "metrics.x": [1.5, 3], "params.o": ["a", "b"] }, 4)]).toEqual([0, 1, 0, 0]);
    expect([...insideBrushes(columns, { "metrics.x": [9, 0] }, 4)]).toEqual([1, 1, 1, 0]);
  });
  it("hold words, so that a link means the same when there are new ones", () => {
    const words = column(runs, "params.o");
    expect(brushBetween(words, 1.4, -0.5)).toEqual(["a", "b"]);
    expect([rangeOf(words, ["b", "c"]), rangeOf(words, ["b", "gone"])]).toEqual([[1, 2], undefined]);
  });
  it("are read from an address only where they are some", () => {
    expect(readParallel({ columns: ["a", 1, "a"], brushes: { a: [1, 2], b: ["x", 2], c: [NaN, 1], d: "no" }, logs: [] })).toEqual({ columns: ["a"], brushes: { a: [1, 2] } });
  });
  it("stay with axes that move", () => expect([moved([1, 2, 3], 0, 2), moved([1, 2, 3], 2, 0), moved([1, 2, 3], 1, 9)]).toEqual([[2, 3, 1], [3, 1, 2], [1, 3, 2]]));
});

describe("images", () => {
  const name = (key: string, step: number, at: number, tail = ".png") => `images/${key}%step%${step}%timestamp%${at}%g1b2c3d4${tail}`;
  const series = seriesOf([name("a#b", 10, 5), name("a#b", 10, 5, "%compressed.webp"), name("a#b", 2, 9), name("a#b", -1, 1), "images/other.png", name("odd step%", 0, 1).replaceAll("%", "+")]);
  it("are known by their names", () => {
    expect([...series.keys()]).toEqual(["a/b", "odd step+"]);
    expect(series.get("a/b")?.map(({ step, preview }) => [step, preview !== undefined])).toEqual([[-1, false], [2, false], [10, true]]);
  });
  it("stand until the next one", () => {
    const images = series.get("a/b") ?? [];
    expect([imageAt(images, 9)?.step, imageAt(images, 10)?.step, imageAt(images, -2)]).toEqual([2, 10, undefined]);
    expect(stepsOf([images, images])).toEqual([-1, 2, 10]);
  });
});

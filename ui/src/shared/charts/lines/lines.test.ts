import { describe, expect, it } from "vitest";

import type { Point } from "@/api/metrics";

import { fileName } from "../../download";
import { toCSV } from "../export/csv";
import type { Ink } from "../plots/core/ink";
import { abscissas, joinedOnStep, order, spliced, stepsBetween } from "./abscissas";
import { type Curve, curveOf, nearest, type Track, valueAt } from "./curves";
import { legendOf, rowsOf } from "./export";
import { grouped } from "./grouping";
import { readingsAt, stepFrom } from "./readings";
import { durationTicks, logTicks, robustEnds, roomy, scaleOf, stepWriter } from "./scales";
import { smooth } from "./smoothing";
import { effectiveLook, readLineSettings } from "./settings";
import { stage } from "./stage";
import { summarise } from "./summary";
import { dotsOf, stretches } from "./traces";
import { unitOf } from "./units";
import { entriesOf } from "./useCurves";

const points = (...values: number[]): Point[] => values.map((value, i) => ({ step: i * 2, timestamp: 1000 + i * 500, value }));
const track = (values: number[], more: Partial<Track> = {}): Track => {
  const all = points(...values);
  return { id: "r m", label: "r", colour: "#111111", runId: "r", points: all, xs: abscissas(all, "step"), thinned: false, ...more };
};
const plain = { weight: 0, smoother: "ema", log: false, logX: false } as const;
const curve = (id: string, xs: number[], ys: number[]): Curve => ({ id, label: id, colour: "#111111", runIds: [id], xs, ys, odd: [] });

describe("the horizontal axis", () => {
  it("counts steps, seconds, and seconds since the first point", () => {
    expect(abscissas(points(1, 1), "step")).toEqual([0, 2]);
    expect(abscissas(points(1, 1), "time")).toEqual([1, 1.5]);
    expect(abscissas(points(1, 1), "relative")).toEqual([0, 0.5]);
  });
  it("can be another metric, joined on the step", () => {
    const epochs = [{ step: 0, timestamp: 0, value: 0 }, { step: 4, timestamp: 0, value: 1 }, { step: 4, timestamp: 1, value: 2 }];
    // Step 2 lies between two of the other's; of two values at step 4 the later counts; step 6 lies beyond.
    expect(joinedOnStep(points(9, 9, 9, 9), epochs)).toEqual([0, 0.5, 2, NaN]);
    expect(joinedOnStep(points(9), [])).toEqual([NaN]);
  });
  it("has one point at each place, the last, and none where there is no place", () => expect(order([3, 1, NaN, 3, 2])).toEqual([1, 4, 3]));
  it("finds the steps of a part, with a neighbour on both sides", () => {
    const all = points(0, 0, 0, 0, 0);
    expect(stepsBetween(all, [0, 1, 2, 3, 4], 1.5, 2.5)).toEqual([2, 6]);
    expect(stepsBetween(all, [0, 1, 2, 3, 4], 7, 8)).toBeUndefined();
  });
  it("puts a finer part in the place of the coarse one", () => {
    const fine = [{ step: 3, timestamp: 0, value: 5 }, { step: 5, timestamp: 0, value: 6 }];
    expect(spliced(points(0, 1, 2, 3), fine).map(({ step }) => step)).toEqual([0, 2, 3, 5, 6]);
    expect(spliced(points(0, 1), [])).toHaveLength(2);
  });
});

describe("smoothing", () => {
  const steps = [0, 1, 2];
  it("leaves values alone without weight", () => expect(smooth(steps, [1, 5, 2], 0, "ema", 1)).toEqual([1, 5, 2]));
  it("is not drawn towards zero at the start", () => expect(smooth(steps, [10, 10, 10], 0.9, "ema", 1).map((y) => y.toFixed(6))).toEqual(Array(3).fill("10.000000")));
  it("averages exponentially", () => expect(smooth([0, 1], [0, 1], 0.5, "ema", 1)[1]).toBeCloseTo(2 / 3));
  it("keeps its course where points lie closer", () => {
    const xs = Array.from({ length: 401 }, (_, i) => i / 4);
    const ramp = (x: number) => (x < 50 ? 0 : 1);
    const coarse = smooth(xs.filter(Number.isInteger), xs.filter(Number.isInteger).map(ramp), 0.9, "ema", 1);
    const fine = smooth(xs, xs.map(ramp), 0.9, "ema", 1);
    expect(fine[xs.indexOf(60)]).toBeCloseTo(coarse[60] as number, 1);
  });
  it.each(["mean", "gaussian"] as const)("takes the neighbours of both sides: %s", (smoother) => {
    const xs = Array.from({ length: 9 }, (_, i) => i);
    const out = smooth(xs, [0, 0, 0, 0, 9, 0, 0, 0, 0], 0.75, smoother, 1);
    expect(out[3]).toBeCloseTo(out[5] as number);
    expect(out[4]).toBeLessThan(9);
    expect(out[4]).toBeGreaterThan(0);
  });
});

describe("a curve", () => {
  it("goes through what is finite and remembers what is not", () => {
    const { xs, ys, odd } = curveOf(track([1, NaN, -1, Infinity, -Infinity]), plain);
    expect([xs, ys]).toEqual([[0, 4], [1, -1]]);
    expect(odd).toEqual([{ x: 2, kind: "NaN" }, { x: 6, kind: "∞" }, { x: 8, kind: "−∞" }]);
  });
  it("has only positive values on logarithmic axes", () => {
    expect(curveOf(track([1, 0, -1, 2]), { ...plain, log: true }).ys).toEqual([1, 2]);
    expect(curveOf(track([1, 2]), { ...plain, logX: true }).xs).toEqual([2]);
  });
  it("keeps what was logged behind a smoothed line", () => expect(curveOf(track([1, 3]), { ...plain, weight: 0.5 }).raw).toEqual([1, 3]));
  it("of a thinned series is surrounded by all its extremes", () => {
    const values = [1, 9, 2, 8, 3, -7, 4];
    const { xs, low, high } = curveOf(track(values, { thinned: true }), { ...plain, weight: 0.9 });
    values.forEach((value, i) => expect(value >= (low?.[i] as number) && value <= (high?.[i] as number)).toBe(true));
    expect(xs).toHaveLength(7);
    expect([Math.min(...(low ?? [])), Math.max(...(high ?? []))]).toEqual([-7, 9]);
  });
  it("has values between its points and none outside", () => {
    expect([-1, 0, 1, 2, 3].map((x) => valueAt([0, 2], [0, 4], x))).toEqual([undefined, 0, 2, 4, undefined]);
    expect([-5, 0.9, 1.1, 9].map((x) => nearest([0, 2], x))).toEqual([0, 0, 1, 1]);
    expect(nearest([], 1)).toBe(-1);
  });
});

describe("a group", () => {
  const group = { id: "g", label: "g", colour: "#111111", curves: [curve("a", [0, 2], [0, 4]), curve("b", [0, 1, 2, 3], [4, 4, 4, 4])] };
  it("has the mean of those that reach there", () => {
    const { xs, ys, runIds } = grouped(group, "none");
    expect([xs, ys]).toEqual([[0, 1, 2, 3], [2, 3, 4, 4]]);
    expect(runIds).toEqual(["a", "b"]);
  });
  it("has a band of the standard deviation, or of the extremes", () => {
    const spread = Math.sqrt(8);
    expect(grouped(group, "deviation").low?.[0]).toBeCloseTo(2 - spread);
    expect(grouped(group, "deviation").high?.[3]).toBe(4);
    expect(grouped(group, "range").low).toEqual([0, 2, 4, 4]);
    expect(grouped(group, "none").low).toBeUndefined();
  });
  it("loses no extreme where it is measured at fewer places than there are points", () => {
    const xs = Array.from({ length: 5000 }, (_, i) => i);
    const ys = xs.map((x) => (x === 3333 ? 100 : 0));
    const { xs: places, high } = grouped({ ...group, curves: [curve("a", xs, ys)] }, "range");
    expect(places.length).toBeLessThanOrEqual(600);
    expect(Math.max(...(high ?? []))).toBe(100);
  });
});

describe("how a chart is drawn", () => {
  const board = { log: true, zoom: [1, 2] } as const;
  it("is the board's way, with its own zoom where each has one", () => {
    expect(effectiveLook({ metrics: ["a"], zoom: [3, 4] }, board)).toBe(board);
    expect(effectiveLook({ metrics: ["a"], zoom: [3, 4] }, { ...board, apart: true })).toMatchObject({ log: true, zoom: [3, 4] });
  });
  it("is its own way altogether", () => {
    expect(effectiveLook({ metrics: ["a"], look: { x: "time" } }, board)).toEqual({ x: "time", zoom: undefined });
    expect(readLineSettings({ metrics: ["a", 7], look: {}, zoom: [2, 1], low: 0, high: NaN })).toEqual({ metrics: ["a"], look: {}, low: 0 });
  });
});

describe("files", () => {
  const entries = entriesOf([track([1, NaN], { id: "a", label: "a" }), track([2], { id: "b", label: "b", group: "odd" }), track([], { id: "c", label: "c" })]);
  it("have every point, with the group and the run where there are several", () => {
    const { columns, rows } = rowsOf(entries);
    expect(columns).toEqual(["group", "run", "step", "time", "value"]);
    expect(rows).toEqual([
      ["", "a", 0, "1970-01-01T00:00:01.000Z", 1],
      ["", "a", 2, "1970-01-01T00:00:01.500Z", NaN],
      ["odd", "b", 0, "1970-01-01T00:00:01.000Z", 2],
    ]);
    expect(rowsOf(entriesOf([track([1])])).columns).toEqual(["step", "time", "value"]);
  });
  it("have names that every file system takes, and no formulas", () => {
    expect(fileName('val/loss: "a"?.png')).toBe("val-loss- -a-.png");
    expect(toCSV({ columns: ["run", "value"], rows: [["=1+1", -2], ["a,b", NaN]] })).toBe("run,value\r\n\"'=1+1\",-2\r\n\"a,b\",NaN");
  });
  it("draw real paths, inside the picture", () => {
    const out: number[][] = [];
    const pen = { line: (points: readonly number[]) => out.push([...points]), area: () => 0, rect: () => 0, dot: () => 0, text: () => 0, inside: (_x: number, _y: number, _w: number, _h: number, draw: () => void) => draw() };
    const wish = { curves: [curve("a", [0, 5, 10], [1, 3, 2])], kind: "step", log: false, logX: false, robust: false } as const;
    const scene = stage(wish, { width: 400, height: 200 });
    scene.draw(pen, {} as Ink);
    const line = out.find((points) => points.length === 6);
    expect(line?.filter((_, i) => i % 2 === 0).map(Math.round)).toEqual([0, 5, 10].map((x) => Math.round(scene.x.place(x))));
    expect(line?.every((at, i) => at >= 0 && at <= (i % 2 === 0 ? 400 : 200))).toBe(true);
  });
  it("put a legend into as many rows as it needs", () => {
    const many = entriesOf(Array.from({ length: 20 }, (_, i) => track([1, 2], { id: `${i}`, label: `a rather long name ${i}` })));
    expect(legendOf(many, { width: 400, height: 0 }).height).toBeGreaterThan(legendOf(many.slice(0, 2), { width: 400, height: 0 }).height * 4);
  });
});

describe("strokes", () => {
  it("keep the extremes where there are more points than pixels", () => {
    const xs = Array.from({ length: 20_000 }, (_, i) => i);
    const ys = xs.map((x) => (x === 7777 ? 50 : x === 4242 ? -50 : Math.sin(x)));
    const scene = stage({ curves: [curve("a", xs, ys)], kind: "step", log: false, logX: false, robust: false }, { width: 400, height: 200 });
    const [stroke, ...others] = stretches(xs, ys, scene.x, scene.y, scene.box);
    expect(others).toEqual([]);
    const heights = stroke?.filter((_, i) => i % 2 === 1) ?? [];
    expect(heights.length).toBeLessThan(4 * 400);
    expect([Math.min(...heights), Math.max(...heights)].map((height) => Math.round(scene.y.invert(height)))).toEqual([50, -50]);
  });
  it("mark points that stand apart, and those alone", () => {
    const scene = stage({ curves: [curve("a", [0, 1, 2], [0, 1, 0])], kind: "step", log: false, logX: false, robust: false }, { width: 400, height: 200 });
    expect(dotsOf([0, 1, 2], [0, 1, 0], scene.x, scene.y, scene.box)).toHaveLength(3);
    expect(dotsOf([0, 0.001, 0.002], [0, 1, 0], scene.x, scene.y, scene.box)).toEqual([]);
    expect(dotsOf([1], [1], scene.x, scene.y, scene.box)).toHaveLength(1);
  });
});

describe("ticks", () => {
  it("of logarithms are powers of ten, or rounder numbers where there are few", () => {
    expect(logTicks([0.001, 1000], 10)).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
    expect(logTicks([1e-9, 1e9], 5)).toHaveLength(5);
    expect(logTicks([2, 60], 5)).toEqual([2, 5, 10, 20, 50]);
    expect(logTicks([0.31, 0.34], 5).length).toBeGreaterThanOrEqual(2);
  });
  it("of durations stand at minutes and hours", () => {
    expect(durationTicks([0, 600], 5).map(({ text }) => text)).toEqual(["0", "2 min", "4 min", "6 min", "8 min", "10 min"].slice(0, 6));
    expect(durationTicks([0, 30_000], 4).map(({ text }) => text)).toEqual(["0", "3 h", "6 h"]);
  });
  it("of many steps are short, all in one way", () => {
    expect([0, 5000, 15_000].map(stepWriter([0, 20_000]))).toEqual(["0", "5K", "15K"]);
    expect([0, 500].map(stepWriter([0, 900]))).toEqual(["0", "500"]);
  });
  it("lie where their values do", () => {
    const scale = scaleOf({ domain: [0, 10], from: 100, to: 0, most: 5 });
    expect(scale.ticks.map(({ value }) => Math.round(scale.place(value)))).toEqual([100, 80, 60, 40, 20, 0]);
    expect(scale.invert(50)).toBe(5);
  });
});

describe("the vertical axis", () => {
  it("has room, and a flat line stands in its middle", () => {
    expect(roomy([0, 100], false)).toEqual([-6, 106]);
    expect(roomy([5, 5], false)).toEqual([4.5, 5.5]);
    expect(roomy([1, 100], true)[0]).toBeGreaterThan(0);
  });
  it("can leave out what lies far off", () => {
    const [low, high] = robustEnds([...Array.from({ length: 100 }, (_, i) => i), 1e9]);
    expect(low).toBe(0);
    expect(high).toBeLessThan(200);
  });
  it("knows the units of a machine", () => {
    expect(unitOf(["system/cpu_utilization_percentage"])?.domain).toEqual([0, 100]);
    expect(unitOf(["system/system_memory_usage_megabytes"])?.write(8000)).toBe("8.0 GB");
    expect(unitOf(["accuracy_percentage"])).toBeUndefined();
    expect(unitOf(["system/gpu_0_power_usage_watts", "system/cpu_utilization_percentage"])).toBeUndefined();
  });
});

describe("a laid out chart", () => {
  const wish = { curves: [curve("a", [0, 10], [0, 1]), curve("b", [0, 5], [4, 4])], kind: "step", log: false, logX: false, robust: false } as const;
  const size = { width: 400, height: 200 };
  it("is zoomed where there is something, and its values fill the height", () => {
    expect(stage({ ...wish, zoom: [2, 4] }, size).x.domain).toEqual([2, 4]);
    expect(stage({ ...wish, zoom: [50, 60] }, size).x.domain).toEqual([0, 10]);
    expect(stage({ ...wish, low: 0, high: 10 }, size).y.domain).toEqual([0, 10]);
  });
  it("is read at the nearest points, the greatest first, and not beyond a line's end", () => {
    const scene = stage(wish, size);
    expect(readingsAt(scene, 2).map(({ curve: { id }, value }) => [id, value])).toEqual([["b", 4], ["a", 0]]);
    expect(readingsAt(scene, 9).map(({ curve: { id }, x }) => [id, x])).toEqual([["a", 10]]);
  });
  it("is walked through from point to point", () => {
    const walk = (x: number | undefined, by: 1 | -1) => stepFrom(wish.curves, x, by, [0, 10]);
    expect([walk(undefined, 1), walk(0, 1), walk(5, 1), walk(10, 1), walk(10, -1)]).toEqual([0, 5, 10, 10, 5]);
  });
});

describe("summarise", () => {
  it("finds the ends and the extremes", () => {
    expect(summarise(points(3, 1, 5, 2))).toEqual({ count: 4, last: 2, min: 1, max: 5, lastStep: 6 });
  });
  it("passes over NaN but tells a NaN at the end", () => {
    expect(summarise(points(NaN, 2, 1, NaN))).toEqual({ count: 4, last: NaN, min: 1, max: 2, lastStep: 6 });
  });
  it("knows infinity", () => {
    expect(summarise(points(1, Infinity))?.max).toBe(Infinity);
  });
  it("has nothing to say about nothing", () => {
    expect(summarise([])).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";

import { axisOf } from "./axis";
import { paintOf } from "./colours";
import { cellOf, columnOf, columnsOf, complete, labelOf, missing, rowsOf, write } from "./column";
import { groupsOf } from "./groups";
import { type Ink, rampOf } from "./ink";
import { svgPicture } from "./svgPen";

describe("columnOf", () => {
  it("takes params for numbers where all of them are", () => {
    const lr = columnOf("params.lr", ["0.1", "1e-3", null, "", "nan"]);
    expect([lr.kind, [...lr.numbers]]).toEqual(["number", [0.1, 0.001, NaN, NaN, NaN]]);
  });
  it("places words in the order that people count in", () => {
    const layer = columnOf("params.layer", ["l10", "l2", null, "l2"]);
    expect([layer.kind, layer.levels, [...layer.numbers]]).toEqual(["text", ["l2", "l10"], [1, 0, NaN, 0]]);
    expect([write(layer, 1), write(layer, NaN), cellOf(layer, 1), cellOf(layer, 2)]).toEqual(["l10", "–", "l2", null]);
  });
  it("leaves out numbers that no axis can hold", () => expect([...columnOf("metrics.loss", ["Infinity", "NaN", 2]).numbers]).toEqual([NaN, NaN, 2]));
  it("knows times", () => expect(columnOf("attributes.start_time", [1]).kind).toBe("time"));
});

it("names columns as people do", () => {
  expect(["metrics.val/loss", "min(metrics.loss)", "params.`a b`", "attributes.status"].map(labelOf)).toEqual(["val/loss", "min loss", "a b", "status"]);
});

it("says what is missing", () => {
  const [lr, loss] = [columnOf("params.lr", ["1", null]), columnOf("metrics.loss", [null, 2])];
  expect(complete([lr, loss], 2)).toEqual([]);
  expect(missing([lr, loss], ["params.lr", "metrics.loss"])).toBe("No run has both lr and loss.");
  expect(missing([lr, columnOf("metrics.x", [null, null])], ["params.lr", "metrics.x"])).toBe("No run has a value of x.");
});

it("makes rows of runs", () => {
  const frame = { ids: ["a", "b"], names: ["one", "two"], columns: columnsOf({ "params.lr": ["0.1", null], "params.opt": ["sgd", "adam"] }) };
  expect(rowsOf(frame, [0, 1], [...frame.columns.values()])).toEqual({
    columns: ["Run", "lr", "opt", "Run ID"],
    rows: [
      ["one", 0.1, "sgd", "a"],
      ["two", null, "adam", "b"],
    ],
  });
});

describe("axisOf", () => {
  it("goes there and back", () => {
    const axis = axisOf(columnOf("metrics.x", [0, 10]), 100, 0);
    expect([axis.place(5), axis.invert(50), axis.place(NaN)]).toEqual([50, 5, undefined]);
  });
  it("has no place on a logarithmic scale for what is not positive", () => {
    const axis = axisOf(columnOf("metrics.x", [0, 1, 100]), 0, 100, { log: true });
    expect(axis.place(0)).toBeUndefined();
    expect(axis.place(10)).toBeCloseTo(50);
    expect(axis.ticks.map((tick) => tick.text)).toEqual(["1", "10", "100"]);
  });
  it("gives each word its own stretch", () => expect(axisOf(columnOf("params.o", ["a", "b"]), 0, 100).ticks).toEqual([{ at: 25, text: "a" }, { at: 75, text: "b" }]));
  it("has room around a value that is alone", () => expect(axisOf(columnOf("metrics.x", [7]), 0, 100).place(7)).toBeCloseTo(50, -1));
});

describe("groupsOf", () => {
  it("groups by value while there are few", () => {
    expect(groupsOf(columnOf("params.depth", ["4", "2", "4", null]), [0, 1, 2, 3])).toEqual([{ label: "2", rows: [1] }, { label: "4", rows: [0, 2] }]);
  });
  it("groups many numbers by ranges that hold every run once", () => {
    const column = columnOf("metrics.x", Array.from({ length: 600 }, (_, i) => i));
    const groups = groupsOf(column, Array.from({ length: 600 }, (_, i) => i));
    expect(groups.map((group) => group.rows.length)).toEqual([100, 100, 100, 100, 100, 100]);
    expect(groups.flatMap((group) => group.rows).sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, i) => i));
  });
});

describe("colours", () => {
  const light = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  it.each([
    ["light", "#ffffff"],
    ["dark", "#111216"],
  ] as const)("stand out on the %s ground, and grow lighter from step to step", (theme, ground) => {
    const ramp = rampOf(theme).map(light);
    const other = light(ground);
    for (const one of ramp) expect((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)).toBeGreaterThanOrEqual(2.99);
    expect(ramp.every((one, i) => i === 0 || one > (ramp[i - 1] as number))).toBe(true);
  });
  it("tell least from most, and what has no value", () => {
    const ink = { ramp: rampOf("light"), lineStrong: "grey" } as unknown as Ink;
    const paint = paintOf(columnOf("metrics.x", [1, 3, null]));
    expect([paint.of(0, ink), paint.of(1, ink), paint.of(2, ink)]).toEqual([ink.ramp[0], ink.ramp.at(-1), "grey"]);
  });
});

it("writes SVG that holds any name", () => {
  const svg = svgPicture({ width: 10, height: 20 }, { font: "a", ground: "#fff", title: "a<b & \"c\"" }, (pen, lower) => lower(5, () => pen.text(1, 2, "x<y", { fill: "#000" })));
  expect(svg).toContain("<title>a&lt;b &amp; &quot;c&quot;</title>");
  expect(svg).toContain('<g transform="translate(0 5)"><text x="1" y="2"');
  expect(svg).toContain(">x&lt;y</text>");
});

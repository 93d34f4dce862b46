import { expect, it } from "vitest";

import type { Run } from "@/api/types";

import { metricLines, pairLines, requirementLines } from "./sides";

const run = (metrics: Record<string, number | "NaN">): Run => ({
  info: { run_id: "r", experiment_id: "0" },
  data: { metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 0 })) },
});

it("sets metrics against the first version's", () => {
  expect(metricLines([run({ a: 1, b: 2 }), run({ a: 1.5, b: 2 }), undefined, run({ a: "NaN" })])).toEqual([
    { name: "a", values: [1, 1.5, undefined, NaN], deltas: [undefined, 0.5, undefined, undefined], differs: true },
    { name: "b", values: [2, 2, undefined, undefined], deltas: [undefined, 0, undefined, undefined], differs: true },
  ]);
  expect(metricLines([run({ a: 1 }), run({ a: 1 })])[0]?.differs).toBe(false);
});

it("tells what differs and what is absent", () => {
  expect(pairLines([[{ key: "x", value: "1" }], [{ key: "x", value: "1" }, { key: "w" }], undefined])).toEqual([
    { name: "w", values: [undefined, "", undefined], differs: true },
    { name: "x", values: ["1", "1", undefined], differs: true },
  ]);
});

it("reads requirements whatever way they are written", () => {
  expect(requirementLines(["numpy==2.1\nScikit_Learn>=1.3 # ours\n\n# all\n", "numpy==2.2\nscikit-learn>=1.3\npandas[excel]"])).toEqual([
    { name: "numpy", values: ["==2.1", "==2.2"], differs: true },
    { name: "pandas[excel]", values: [undefined, "any"], differs: true },
    { name: "scikit-learn", values: [">=1.3", ">=1.3"], differs: false },
  ]);
});

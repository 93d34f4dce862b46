import { describe, expect, it } from "vitest";

import type { TableState } from "@/shared/urlState/table";

import { defaultIn, isBare, isSame, refusal, tagOf, viewsIn, written } from "./views";

const state: TableState = { filter: "metrics.a > 1", cols: ["metrics.a", "params.b"], widths: { "metrics.a": 90 }, layout: "both", saved: "mine" };

describe("views", () => {
  it("are tags of the experiment, and come back as they were", () => {
    const tags = [
      { key: tagOf("b"), value: written(state) },
      { key: tagOf("a.b c"), value: '{"sort":"-metrics.a","junk":1}' },
      { key: tagOf("broken"), value: "no JSON" },
      { key: "penstock.view", value: "b" },
      { key: "other", value: "x" },
    ];
    expect(viewsIn(tags)).toEqual([
      { name: "a.b c", state: { sort: "-metrics.a" } },
      { name: "b", state: { filter: "metrics.a > 1", cols: ["metrics.a", "params.b"], widths: { "metrics.a": 90 }, layout: "both" } },
    ]);
    expect(defaultIn(tags)).toBe("b");
    expect(defaultIn([])).toBeUndefined();
  });
  it("are the same whatever the order of names in an address, and wherever they came from", () => {
    expect(isSame(state, { layout: "both", widths: { "metrics.a": 90 }, cols: ["metrics.a", "params.b"], filter: "metrics.a > 1" })).toBe(true);
    expect(isSame(state, { ...state, group: undefined })).toBe(true);
    expect(isSame(state, { ...state, cols: ["params.b", "metrics.a"] })).toBe(false);
  });
  it("tell what is too long before the server does", () => {
    expect(refusal("mine", state)).toBeUndefined();
    expect(refusal("x".repeat(300), state)).toContain("name");
    const many = { cols: Array.from({ length: 400 }, (_, i) => `metrics.layer.${i}/grad`) };
    expect(refusal("mine", many)).toMatch(/takes [\d,]+ characters; a view can have 5,000/);
  });
  it("open where nothing else is asked for", () => {
    expect([isBare({}), isBare({ filter: undefined }), isBare({ saved: "" })]).toEqual([true, true, false]);
  });
});

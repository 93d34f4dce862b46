import { expect, it } from "vitest";

import { drawing, drawingOnly, hiddenOf, readDrawn, withDrawn } from "./drawn";

const runs = Array.from({ length: 14 }, (_, i) => `r${i}`);
const drawn = (state: Parameters<typeof hiddenOf>[1]) => runs.filter((id) => !hiddenOf(runs, state).has(id));

it("draws the first few until someone chooses", () => expect(drawn({})).toEqual(runs.slice(0, 10)));

it("keeps what was decided on single runs", () => {
  const state = withDrawn(withDrawn({}, "r0", false), "r13", true);
  expect(drawn(state)).toEqual([...runs.slice(1, 10), "r13"]);
  expect(drawn(withDrawn(withDrawn(state, "r0", true), "r13", false))).toEqual(runs.slice(0, 10));
});

it("draws all, none, or just some", () => {
  expect(drawn(drawing("all"))).toHaveLength(14);
  expect(drawn(drawing("none"))).toEqual([]);
  expect(drawn(drawingOnly(["r3", "r5"]))).toEqual(["r3", "r5"]);
});

it("reads what an address says", () => {
  expect(readDrawn({ draw: "all", show: ["a", 1], hide: [] })).toEqual({ draw: "all", show: ["a"], hide: undefined });
  expect(readDrawn({ draw: "some" })).toEqual({ draw: undefined, show: undefined, hide: undefined });
});

import { expect, test } from "vitest";

import { fits, placesFor, runIdIn } from "./entries";

test("A name fits when each word of the text is in it", () => {
  expect(fits("Switch to dark", "dark sw")).toBe(true);
  expect(fits("Switch to dark", "light")).toBe(false);
  expect(fits("anything", "")).toBe(true);
});

test("The id of a run is known by its form", () => {
  expect(runIdIn(` ${"AB".repeat(16)} `)).toBe("ab".repeat(16));
  expect(runIdIn("ab".repeat(15))).toBeUndefined();
  expect(runIdIn("forest")).toBeUndefined();
});

test("Where one is is no place to go to", () => {
  const places = ["a", "b", "ab"].map((title) => ({ path: `/experiments/${title}`, title }));
  expect(placesFor(places, "a", "/experiments/a", 5).map(({ title }) => title)).toEqual(["ab"]);
  expect(placesFor(places, "", "/elsewhere", 2)).toHaveLength(2);
});

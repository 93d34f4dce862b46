import { expect, it } from "vitest";

import { isFilter, placeOf, sentenceOf } from "./refused";

it("finds the place an error points at", () => {
  const message = "Cannot read the filter at character 13: expected a number.\n  metrics.a > b\n            ^";
  expect([placeOf(message), sentenceOf(message)]).toEqual([12, "Cannot read the filter at character 13: expected a number."]);
  expect([placeOf(message, 1), sentenceOf(message, 1)]).toEqual([11, "Cannot read the filter at character 12: expected a number."]);
  expect(placeOf("Something else")).toBeUndefined();
});

it("tells filters from parts of names", () => {
  expect(["name = 'a'", "tags.team LIKE 'x%'", "version_number>3", "description IS NULL"].map(isFilter)).toEqual([true, true, true, true]);
  expect(["wine quality", "linear", "island", "likely"].map(isFilter)).toEqual([false, false, false, false]);
});

import { expect, test } from "vitest";

import { movedByKey } from "./split";

test("Arrows move a separator within its limits, Home and End to them", () => {
  expect(movedByKey("ArrowRight", 200, 160, 720)).toBe(216);
  expect(movedByKey("ArrowLeft", 170, 160, 720)).toBe(160);
  expect(movedByKey("Home", 300, 160, 720)).toBe(160);
  expect(movedByKey("End", 300, 160, 720)).toBe(720);
  expect(movedByKey("a", 300, 160, 720)).toBeUndefined();
});

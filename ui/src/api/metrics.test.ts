import { describe, expect, it } from "vitest";

import { joined, toNumber } from "./metrics";

const point = (step: number, value = step) => ({ step, timestamp: step, value });

describe("what came since", () => {
  const before = [point(0), point(1), point(2)];
  it("follows what was known, and takes the place of its last step", () => {
    expect(joined(before, [point(2, 7), point(3)]).map(({ value }) => value)).toEqual([0, 1, 7, 3]);
    expect(joined([], [point(1)])).toEqual([point(1)]);
  });
  it("is nothing where nothing came", () => {
    expect(joined(before, [])).toBe(before);
    expect(joined(before, [point(2)])).toBe(before);
    expect(joined([point(0, NaN)], [point(0, NaN)])).toHaveLength(1);
  });
});

it("reads numbers that travel as words", () => expect(["NaN", "Infinity", "-Infinity", 2, undefined].map((value) => toNumber(value as never))).toEqual([NaN, Infinity, -Infinity, 2, NaN]));

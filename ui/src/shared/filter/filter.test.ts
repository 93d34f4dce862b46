import { describe, expect, it } from "vitest";

import { filterOf, isFilter } from "./meant";
import { placeOf, sentenceOf } from "./refused";

describe("errors", () => {
  const message = "Cannot read the filter at character 14: expected a number.\n  (metrics.a > b)\n             ^";
  it("point at a character of the filter", () => {
    expect(placeOf(message)).toBe(13);
    expect(placeOf(message, 1)).toBe(12);
    expect(placeOf("Something else")).toBeUndefined();
    expect(sentenceOf(message, 12)).toBe("Cannot read the filter at character 13: expected a number.");
  });
});

describe("a text", () => {
  it("is a filter where it compares something", () => {
    expect(["name = 'a'", "tags.team LIKE 'x%'", "version_number>3", "description IS NULL", "status IN ('a')", "a BETWEEN 1 AND 2"].map(isFilter)).toEqual([true, true, true, true, true, true]);
    expect(["wine quality", "linear", "wine in oak", "likely", "is it"].map(isFilter)).toEqual([false, false, false, false, false]);
  });
  it("is a part of a name otherwise", () => {
    expect(filterOf(" ")).toBe("");
    expect(filterOf("wine in oak")).toBe("name ILIKE '%wine in oak%'");
    expect(filterOf("tags.team = 'cellar'")).toBe("tags.team = 'cellar'");
    expect(filterOf("name LIKE 'w%'")).toBe("name LIKE 'w%'");
    expect(filterOf("it's")).toBe(`name ILIKE "%it's%"`);
  });
});

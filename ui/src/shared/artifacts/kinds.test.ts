import { describe, expect, it } from "vitest";

import { kindOf, sheetOf } from "./kinds";

it.each([
  ["plots/roc.PNG", "image"],
  ["a/MLmodel", "text"],
  ["conda.yaml", "text"],
  ["table.json", "json"],
  ["pred.csv", "table"],
  ["README.md", "markdown"],
  ["model.pkl", "binary"],
  ["weights", "binary"],
  ["report.html", "text"],
])("%s is shown as %s", (path, kind) => expect(kindOf(path)).toBe(kind));

describe("sheetOf", () => {
  it("reads columns and data", () => {
    expect(sheetOf({ columns: ["a", "b"], data: [[1, null], ["x", { y: 1 }]] })).toEqual({ columns: ["a", "b"], rows: [["1", ""], ["x", '{"y":1}']] });
  });
  it("reads records of one shape", () => {
    expect(sheetOf([{ a: 1, b: 2 }, { a: 3, b: 4 }])).toEqual({ columns: ["a", "b"], rows: [["1", "2"], ["3", "4"]] });
  });
  it("leaves other JSON alone", () => {
    expect([sheetOf({ a: 1 }), sheetOf([1, 2]), sheetOf([]), sheetOf([{ a: 1 }, { b: 2 }]), sheetOf(null)]).toEqual(Array(5).fill(undefined));
  });
});

import { describe, expect, it } from "vitest";

import { cellOf, columnWidths, nextOrder, numericColumns, orderOf, sheetOf } from "./sheets";

describe("sheetOf", () => {
  it("reads columns and data", () => {
    expect(sheetOf({ columns: ["a", 2], data: [[1, null], ["x", { y: 1 }]] })).toEqual({ columns: ["a", "2"], rows: [[1, null], ["x", '{"y":1}']] });
  });
  it("reads records of one shape", () => {
    expect(sheetOf([{ a: 1, b: 2 }, { a: 3, b: 4 }])).toEqual({ columns: ["a", "b"], rows: [[1, 2], [3, 4]] });
  });
  it("leaves other JSON alone", () => {
    expect([sheetOf({ a: 1 }), sheetOf([1, 2]), sheetOf([]), sheetOf([{ a: 1 }, { b: 2 }]), sheetOf(null)]).toEqual(Array(5).fill(undefined));
  });
});

it("writes what a Parquet file may hold", () => {
  expect([7n, 2n ** 60n, new Date(Date.UTC(2026, 0, 2, 3)), new Uint8Array(3), { a: 1n }, undefined].map(cellOf)).toEqual([7, "1152921504606846976", "2026-01-02 03:00:00", "3 bytes", '{"a":"1"}', null]);
});

const SHEET = { columns: ["n", "word", "mixed"], rows: [["10", "b", "x"], ["9", "a10", 1], [null, "a9", ""], ["-1e3", "B", 2]] };

it("finds columns of numbers, whatever is missing", () => {
  expect(numericColumns(SHEET)).toEqual([true, false, false]);
  expect(columnWidths({ columns: ["a"], rows: [["x".repeat(99)]] })).toEqual([44]);
});

it("sorts numbers as numbers, words as people do, and leaves what is missing at the end", () => {
  const numeric = numericColumns(SHEET);
  expect(orderOf(SHEET, undefined, numeric)).toEqual([0, 1, 2, 3]);
  expect(orderOf(SHEET, { column: 0, descending: false }, numeric)).toEqual([3, 1, 0, 2]);
  expect(orderOf(SHEET, { column: 0, descending: true }, numeric)).toEqual([0, 1, 3, 2]);
  expect(orderOf(SHEET, { column: 1, descending: false }, numeric)).toEqual([2, 1, 0, 3]);
});

it("turns: one way, the other, as it was", () => {
  const first = nextOrder(undefined, 0, true);
  const second = nextOrder(first, 0, true);
  expect([first, second, nextOrder(second, 0, true)]).toEqual([{ column: 0, descending: true }, { column: 0, descending: false }, undefined]);
});

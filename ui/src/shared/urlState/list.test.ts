import { expect, it } from "vitest";

import { readListState, readOrder, readVersionsState, turned, writeOrder } from "./list";

it("keeps what it knows of a list", () => {
  expect(readListState({ q: 5, sort: "-name", metrics: ["a", 1, null], junk: 1 })).toEqual({ q: "5", sort: "-name", metrics: ["a", "1"] });
  expect(readListState({ q: " ", sort: 3, metrics: "a" })).toEqual({});
});

it("orders by known columns only", () => {
  const usual = { key: "name", descending: false };
  expect(readOrder("-created", ["created"], usual)).toEqual({ key: "created", descending: true });
  expect(readOrder("x; DROP", ["created"], usual)).toBe(usual);
  expect(readOrder(writeOrder({ key: "created", descending: false }), ["created"], usual)).toEqual({ key: "created", descending: false });
});

it("turns an order, and starts numbers with the greatest", () => {
  const first = turned({ key: "name", descending: false }, "created", true);
  expect(first).toEqual({ key: "created", descending: true });
  expect(turned(first, "created", true).descending).toBe(false);
  expect(turned(first, "name", false).descending).toBe(false);
});

it("reads versions, each once, ten at most", () => {
  expect(readVersionsState({ versions: [2, "1", "2", "x"], differ: true })).toEqual({ versions: ["2", "1"], differ: true });
  expect(readVersionsState({ versions: Array.from({ length: 20 }, (_, i) => i + 1) }).versions).toHaveLength(10);
  expect(readVersionsState({})).toEqual({ versions: [] });
});

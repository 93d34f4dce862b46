import { describe, expect, it } from "vitest";

import { readCompareState } from "./compare";
import { readRunState } from "./run";
import { DEFAULT_SORT, nextSort, readSort, readSeveralState, readTableState, writeSort } from "./table";

describe("readTableState", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(readTableState({ filter: "metrics.a > 1", cols: ["metrics.a", 3], flat: true, view: "deleted", junk: 1 })).toEqual({
      filter: "metrics.a > 1",
      cols: ["metrics.a"],
      flat: true,
      view: "deleted",
    });
  });
  it("holds widths, pins, groups, charts and the view it began as", () => {
    const state = { q: "warm", pins: ["metrics.a"], widths: { "metrics.a": 140 }, group: ["params.lr"], layout: "both", split: 500, dense: true, times: "absolute", draw: "all", smooth: 0.5, saved: "" };
    expect(readTableState(state)).toEqual(state);
    expect(readTableState({ widths: { a: 2, b: "x" }, split: 5, layout: "x", group: [], dense: 1 })).toEqual({ widths: { a: 56 } });
  });
  it("is empty for an empty address", () => expect(readTableState({ filter: "  ", cols: "x", flat: "yes" })).toEqual({}));
  it("understands MLflow's names", () => {
    expect(readTableState({ searchFilter: "params.a = '1'", orderByKey: "metrics.`val/loss`", orderByAsc: true })).toEqual({
      filter: "params.a = '1'",
      sort: "metrics.val/loss",
    });
    expect(readTableState({ orderByKey: "attributes.start_time", orderByAsc: false }).sort).toBe("-start_time");
  });
});

describe("sort", () => {
  it("goes to the address and back", () => {
    for (const sort of [{ key: "metrics.a", descending: true }, { key: "params.-b", descending: false }, DEFAULT_SORT]) {
      expect(readSort(writeSort(sort))).toEqual(sort);
    }
  });
  it("leaves the default out", () => expect(writeSort(DEFAULT_SORT)).toBeUndefined());
  it("turns numbers: greatest, least, none", () => {
    const first = nextSort(DEFAULT_SORT, "metrics.a", true);
    const second = nextSort(first, "metrics.a", true);
    expect([first, second, nextSort(second, "metrics.a", true)]).toEqual([
      { key: "metrics.a", descending: true },
      { key: "metrics.a", descending: false },
      DEFAULT_SORT,
    ]);
  });
  it("starts words with the first", () => expect(nextSort(DEFAULT_SORT, "run_name", false)).toEqual({ key: "run_name", descending: false }));
});

it("reads how charts are looked at", () => {
  expect(readRunState({ x: "time", log: true, smooth: 0.6, find: "loss" })).toEqual({ x: "time", log: true, smooth: 0.6, find: "loss" });
  expect(readRunState({ x: "nonsense", log: 1, smooth: 1.5, find: "" })).toEqual({});
});

it("reads runs to compare, each once, twenty at most", () => {
  expect(readCompareState({ runs: ["a", "b", "a"], experiments: [0] })).toEqual({ runs: ["a", "b"], experiments: ["0"] });
  expect(readCompareState({ runs: Array.from({ length: 30 }, (_, i) => `r${i}`) }).runs).toHaveLength(20);
  expect(readCompareState({})).toEqual({ runs: [] });
});

it("reads several experiments, each once, also as MLflow writes them", () => {
  expect(readSeveralState({ ids: ["1", 2, "1"], filter: "a = 1" })).toEqual({ ids: ["1", "2"], filter: "a = 1" });
  expect(readSeveralState({ experiments: ["3"] })).toEqual({ ids: ["3"] });
  expect(readSeveralState({}).ids).toEqual([]);
});

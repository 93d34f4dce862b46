import { describe, expect, it } from "vitest";

import { type Families, filterOfChildren, topsOf } from "@/api/families";
import type { RunPage } from "@/api/runSearch";
import type { Run, RunGroup } from "@/api/types";

import { arrangeGroups } from "./groupRows";
import { ALL_PICKED, countPicked, isPicked, NONE_PICKED, toggled, withIds } from "./picked";
import type { Row } from "./rows";
import { arrange, flat, openIds } from "./tree";

const run = (id: string, parent?: string): Run => ({
  info: { run_id: id, experiment_id: "0" },
  data: parent ? { tags: [{ key: "mlflow.parentRunId", value: parent }] } : {},
});
const page = (runs: Run[], next?: string): RunPage => ({ runs, next });
const families = (counts: Record<string, number>, rest: Partial<Families> = {}): Families => ({ counts: new Map(Object.entries(counts)), dimmed: new Set(), inner: new Map(), top: "", ...rest });

const word = (row: Row): string => {
  const indent = "·".repeat(row.depth);
  if (row.kind === "group") return `${indent}[${row.group.count}]${row.open ? "-" : "+"}`;
  if (row.kind === "more") return `${indent}${row.left}${row.busy ? "…" : " more"}`;
  return indent + row.run.info.run_id + (row.children ? (row.open ? "-" : "+") : "") + (row.dimmed ? "?" : "") + (row.stray ? "!" : "");
};
const shown = (rows: Row[]): string[] => rows.map(word);

describe("tree", () => {
  const tops = [run("a"), run("d", "gone")];
  const branches = new Map([
    ["a", page([run("b", "a"), run("c", "a")])],
    ["b", page([run("e", "b")])],
  ]);
  const counts = families({ a: 2, b: 1 });
  it("closes parents and marks children of absent ones", () => expect(shown(arrange(tops, counts, branches, NONE_PICKED))).toEqual(["a+", "d!"]));
  it("opens level by level, to any depth", () => {
    expect(shown(arrange(tops, counts, branches, withIds(NONE_PICKED, ["a"], true)))).toEqual(["a-", "·b+", "·c", "d!"]);
    expect(shown(arrange(tops, counts, branches, ALL_PICKED))).toEqual(["a-", "·b-", "··e", "·c", "d!"]);
  });
  it("says what is being fetched, and what more there is", () => {
    expect(shown(arrange(tops, counts, new Map(), ALL_PICKED))).toEqual(["a-", "·2…", "d!"]);
    expect(shown(arrange(tops, families({ a: 500 }), new Map([["a", page([run("b", "a")], "token")]]), ALL_PICKED))).toEqual(["a-", "·b", "·499 more", "d!"]);
  });
  it("dims parents that do not match themselves", () => {
    expect(shown(arrange([run("a")], families({ a: 1 }, { dimmed: new Set(["a"]) }), new Map([["a", page([run("b", "a")])]]), ALL_PICKED))).toEqual(["a-?", "·b"]);
  });
  it("ends in a circle", () => {
    const circle = new Map([["x", page([run("y", "x")])], ["y", page([run("x", "y")])]]);
    expect(shown(arrange([run("x", "y")], families({ x: 1, y: 1 }), circle, ALL_PICKED))).toEqual(["x-!", "·y-"]);
    expect(openIds([run("x", "y")], families({ x: 1, y: 1 }), circle, ALL_PICKED)).toEqual(["x", "y"]);
  });
  it("asks for the children of what is open and can be seen", () => {
    expect(openIds(tops, counts, new Map(), ALL_PICKED)).toEqual(["a"]);
    expect(openIds(tops, counts, branches, ALL_PICKED)).toEqual(["a", "b"]);
    expect(openIds(tops, counts, branches, withIds(NONE_PICKED, ["b"], true))).toEqual([]);
  });
  it("is flat where one wants it", () => expect(shown(flat([run("b", "a"), run("a")]))).toEqual(["b!", "a"]));
});

describe("families", () => {
  it("begin where nobody is above", () => {
    expect([...topsOf(new Map([["c", "b"], ["b", "a"], ["a", undefined], ["o", "gone"]]))].sort()).toEqual(["a", "o"]);
  });
  it("begin somewhere in a circle, once", () => {
    expect([...topsOf(new Map([["x", "y"], ["y", "x"], ["below", "x"]]))]).toHaveLength(1);
    expect([...topsOf(new Map([["s", "s"]]))]).toEqual(["s"]);
  });
  it("are found with those between that do not match", () => {
    const some = families({}, { inner: new Map([["a", ["m"]]]) });
    expect(filterOfChildren("metrics.x > 1", some, ["a"])).toBe("((metrics.x > 1) AND tags.`mlflow.parentRunId` IN ('a')) OR run_id IN ('m')");
    expect(filterOfChildren("", some, ["b"])).toBe("tags.`mlflow.parentRunId` IN ('b')");
  });
});

describe("groups", () => {
  const group = (values: RunGroup["values"], count: number): RunGroup => ({ values, count, metrics: {} });
  const groups = [group({ "params.my key": "it's" }, 2), group({ "params.my key": null }, 300)];
  const first = 'params.`my key` = "it\'s"';
  it("are closed until one opens them", () => {
    expect(shown(arrangeGroups(groups, new Map(), NONE_PICKED))).toEqual(["[2]+", "[300]+"]);
    expect(shown(arrangeGroups(groups, new Map([[first, page([run("a"), run("b")])]]), withIds(NONE_PICKED, [first], true)))).toEqual(["[2]-", "·a", "·b", "[300]+"]);
    expect(shown(arrangeGroups(groups, new Map([["params.`my key` IS NULL", page([run("a")], "t")]]), ALL_PICKED))).toEqual(["[2]-", "·2…", "[300]-", "·a", "·299 more"]);
  });
});

describe("picked", () => {
  it("is some, or all but some", () => {
    const some = withIds(NONE_PICKED, ["a", "b"], true);
    expect([isPicked(some, "a"), isPicked(some, "c"), countPicked(some, 10)]).toEqual([true, false, 2]);
    const most = toggled(ALL_PICKED, "a");
    expect([isPicked(most, "a"), isPicked(most, "c"), countPicked(most, 10)]).toEqual([false, true, 9]);
    expect(isPicked(toggled(most, "a"), "a")).toBe(true);
    expect(withIds(most, ["a"], true).except.size).toBe(0);
  });
});

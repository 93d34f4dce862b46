import { describe, expect, it } from "vitest";

import type { Run } from "@/api/types";
import { directionOf } from "@/shared/runs/direction";

import { commonNames } from "./commonFiles";
import { changedLines, differences } from "./differences";
import { bestOf, type Choices, deltaOf, movedRun, sidesOf } from "./sides";

const pairs = (of: Record<string, string>) => Object.entries(of).map(([key, value]) => ({ key, value }));

const runOf = (id: string, metrics: Record<string, number>, params: Record<string, string>, tags: Record<string, string> = {}): Run =>
  ({
    info: { run_id: id, run_name: id, experiment_id: "1", start_time: 1000, end_time: 3000 },
    data: { metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 0, step: 0 })), params: pairs(params), tags: pairs(tags) },
  }) as Run;

const RUNS = [
  runOf("a", { acc: 0.8, loss: 0.4, odd: 1 }, { lr: "0.1", opt: "adam", seed: "7" }, { "mlflow.source.git.commit": "c1", team: "x" }),
  runOf("b", { acc: 0.9, loss: 0.5, odd: 1 }, { lr: "0.2", opt: "sgd", seed: "7" }, { "mlflow.source.git.commit": "c2", team: "x" }),
];
const ALL: Choices = { summaries: new Map(), statistic: "last", base: "a", better: {}, onlyDiffering: false, wanted: "" };
const rowsOf = (choices: Partial<Choices>, title: string) => sidesOf(RUNS, { ...ALL, ...choices }).find((side) => side.title === title)?.rows;

describe("runs side by side", () => {
  it("has sections of what was logged, in a fixed order", () =>
    expect(sidesOf(RUNS, ALL).map(({ title, rows }) => [title, rows.map(({ key }) => key)])).toEqual([
      ["Run", ["Started", "Duration", "User"]],
      ["Parameters", ["lr", "opt", "seed"]],
      ["Metrics", ["acc", "loss", "odd"]],
      ["Tags", ["team"]],
      ["Code", ["Commit"]],
    ]));
  it("measures metrics against the baseline and marks the best by what its name says", () => {
    expect(rowsOf({}, "Metrics")?.map(({ cells }) => cells)).toEqual([
      [{ text: "0.8" }, { text: "0.9", delta: "+0.1 (+12 %)", better: true, best: true }],
      [{ text: "0.4", best: true }, { text: "0.5", delta: "+0.1 (+25 %)", better: false }],
      [{ text: "1" }, { text: "1" }],
    ]);
    expect(rowsOf({ better: { acc: "down" } }, "Metrics")?.[0]?.cells[0]?.best).toBe(true);
    expect(rowsOf({ base: undefined }, "Metrics")?.[0]?.cells[1]?.delta).toBeUndefined();
  });
  it("measures settings that are numbers", () => {
    expect(rowsOf({}, "Parameters")?.map(({ cells }) => cells[1])).toEqual([{ text: "0.2", delta: "+0.1 (+100 %)" }, { text: "sgd" }, { text: "7" }]);
  });
  it("takes least and greatest values from summaries where there are some", () => {
    const summaries = new Map([["a", new Map([["acc", { key: "acc", minimum: 0.1, maximum: 0.95, count: 2 }]])]]) as unknown as Choices["summaries"];
    expect(rowsOf({ statistic: "max", summaries }, "Metrics")?.[0]?.cells.map(({ text }) => text)).toEqual(["0.95", "0.9"]);
  });
  it("leaves out what is alike, and what has another name", () => {
    expect(sidesOf(RUNS, { ...ALL, onlyDiffering: true }).map(({ title, rows, alike }) => [title, rows.length, alike])).toEqual([
      ["Run", 0, 3],
      ["Parameters", 2, 1],
      ["Metrics", 2, 1],
      ["Tags", 0, 1],
      ["Code", 1, 0],
    ]);
    expect(sidesOf(RUNS, { ...ALL, wanted: "LO" }).map(({ rows }) => rows.map(({ key }) => key))).toEqual([["loss"]]);
  });
  it("is quick with twelve thousand metrics", () => {
    const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, i) => [`m${i}`, i]));
    const side = sidesOf([runOf("a", many, {}), runOf("b", many, {})], ALL).find(({ title }) => title === "Metrics");
    expect([side?.rows.length, side?.more]).toEqual([400, 11_600]);
  });
  it("moves a run, not past the ends", () => {
    expect([movedRun(["a", "b", "c"], "c", -1), movedRun(["a", "b"], "b", 1), movedRun(["a"], "x", 1)]).toEqual([["a", "c", "b"], ["a", "b"], ["a"]]);
  });
});

it("knows differences and the best of numbers that may be missing", () => {
  expect([deltaOf(1, 1), deltaOf(NaN, 1), deltaOf(1, 0), deltaOf(1.5, -3)]).toEqual([undefined, undefined, "+1", "+4.5 (+150 %)"]);
  expect([bestOf([1, undefined, 2], "up"), bestOf([1, 1], "up"), bestOf([1, 2], "none"), bestOf([3, 1, 1], "down")]).toEqual([[2], [], [], [1, 2]]);
});

it("guesses which way is better", () => {
  expect(["val/loss", "f1_score", "accuracy", "rmse", "test_auc", "f1_loss", "lr", "classes", "system/time"].map(directionOf)).toEqual(["down", "up", "up", "down", "up", "down", undefined, undefined, "down"]);
});

it("compares texts line by line, and folds what is far from a change", () => {
  const old = Array.from({ length: 20 }, (_, i) => `line ${i + 1}\n`).join("");
  const lines = differences(old, old.replace("line 10\n", "line ten\nand more\n")) ?? [];
  expect(changedLines(lines)).toEqual({ added: 2, removed: 1 });
  expect(lines[0]).toEqual({ kind: "gap", lines: 6 });
  expect(lines.find((line) => line.kind === "added")).toEqual({ text: "line ten", kind: "added", now: 10 });
  expect(lines.at(-1)).toEqual({ kind: "gap", lines: 7 });
  expect(changedLines(differences("a\r\nb\r\n", "a\nb\n") ?? [])).toEqual({ added: 0, removed: 0 });
});

it("offers texts that two runs have, what tells most first", () => {
  const file = { url: "" };
  expect(commonNames([new Map([["z.txt", file], ["a.py", file], ["only.txt", file]]), new Map([["a.py", file], ["z.txt", file]]), ...Array(2).fill(new Map([["Code version", file], ["Parameters", file], ["model/requirements.txt", file]]))])).toEqual([
    "Parameters",
    "Code version",
    "model/requirements.txt",
    "a.py",
    "z.txt",
  ]);
});

import { describe, expect, it } from "vitest";

import type { Run } from "@/api/types";
import { factsOf } from "@/shared/runs/facts";

import { type Column, columnOf, columnsOf, telling, usualColumns, wantedFrom } from "./columns";
import { placeOf } from "./filterError";
import { arrange } from "./tree";

const run = (id: string, parent?: string, data: Run["data"] = {}): Run => ({
  info: { run_id: id, experiment_id: "0" },
  data: { ...data, tags: [...(data.tags ?? []), ...(parent ? [{ key: "mlflow.parentRunId", value: parent }] : [])] },
});

const shown = (...args: Parameters<typeof arrange>) => arrange(...args).map((row) => "·".repeat(row.depth) + row.run.info.run_id + (row.parent ? (row.open ? "-" : "+") : ""));

describe("arrange", () => {
  const runs = [run("b", "a"), run("c", "a"), run("a"), run("d", "gone"), run("e", "b")];
  it("closes parents and keeps children of absent ones", () => expect(shown(runs, new Map(), new Set())).toEqual(["a+", "d"]));
  it("opens level by level", () => {
    expect(shown(runs, new Map(), new Set(["a"]))).toEqual(["a-", "·b+", "·c", "d"]);
    expect(shown(runs, new Map(), new Set(["a", "b"]))).toEqual(["a-", "·b-", "··e", "·c", "d"]);
  });
  it("shows children that only the server told", () => {
    const told = new Map([["a", [run("b", "a"), run("c", "a"), run("z", "a")]]]);
    expect(shown(runs, told, new Set(["a"]))).toEqual(["a-", "·b+", "·c", "·z", "d"]);
  });
  it("loses nothing in a circle", () => {
    expect(shown([run("x", "y"), run("y", "x"), run("s", "s")], new Map(), new Set()).length).toBeGreaterThanOrEqual(2);
  });
});

describe("columns", () => {
  const runs = [
    run("a", undefined, { metrics: [{ key: "val/loss", value: 1, timestamp: 0 }], params: [{ key: "lr", value: "1" }, { key: "opt", value: "adam" }] }),
    run("b", undefined, {
      metrics: [{ key: "val/loss", value: "NaN", timestamp: 0 }, { key: "acc", value: 1, timestamp: 0 }, { key: "system/cpu", value: 1, timestamp: 0 }],
      params: [{ key: "lr", value: "2" }, { key: "opt", value: "adam" }],
      tags: [{ key: "team", value: "x" }, { key: "mlflow.user", value: "ada" }],
    }),
  ];
  it("lists what runs with some keys could fill, without MLflow's own tags", () => {
    const keys = { metrics: ["acc", "val/loss", "system/cpu"], params: ["opt", "lr"], tags: ["mlflow.user", "team"] };
    expect(columnsOf(keys).map((c) => c.key).filter((key) => key.includes("."))).toEqual([
      "metrics.acc",
      "metrics.system/cpu",
      "metrics.val/loss",
      "params.lr",
      "params.opt",
      "tags.team",
    ]);
  });
  it("shows common metrics first and params that differ", () => {
    expect(usualColumns(runs).slice(4)).toEqual(["metrics.val/loss", "metrics.acc", "params.lr"]);
  });
  it("asks the server for what is shown, and no more", () => {
    const asked = (...keys: string[]) => wantedFrom(keys.map((key) => columnOf(key) as Column));
    expect(asked("start_time", "run_id")).toEqual(["tags.mlflow.parentRunId"]);
    expect(asked("metrics.val/loss", "user", "dataset", "tags.mlflow.user", "params.lr")).toEqual([
      "inputs",
      "metrics.val/loss",
      "params.lr",
      "tags.mlflow.parentRunId",
      "tags.mlflow.user",
    ]);
    expect(asked(...Array.from({ length: 1001 }, (_, i) => `metrics.m${i}`))).toEqual(["metrics", "params", "tags", "tags.mlflow.parentRunId"]);
  });
  it("looks at few names where there are thousands", () => {
    expect(telling({ metrics: ["a"], params: ["b"] })).toEqual(["metrics", "params"]);
    const metrics = ["loss", ...Array.from({ length: 12_000 }, (_, i) => `system/${i}`), "x"];
    expect(telling({ metrics, params: ["lr"] })).toEqual(["metrics.loss", "metrics.x", "params.lr"]);
    expect(telling({ metrics: Array.from({ length: 12_000 }, (_, i) => `m${i}`) })).toHaveLength(200);
  });
  it("quotes keys for the server where they need it", () => {
    expect(columnOf("metrics.val/loss")?.orderBy).toBe("metrics.`val/loss`");
    expect(columnOf("params.lr")?.orderBy).toBe("params.lr");
    expect(columnOf("nonsense")).toBeUndefined();
  });
  it("reads NaN", () => expect(factsOf(runs[1] as Run).metrics.get("val/loss")).toBeNaN());
});

it("finds the place an error points at", () => {
  expect(placeOf("Cannot read the filter at character 13: expected a number.\n  metrics.a > b\n            ^")).toBe(12);
  expect(placeOf("Something else")).toBeUndefined();
});

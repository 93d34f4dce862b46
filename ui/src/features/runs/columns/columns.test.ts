import { describe, expect, it } from "vitest";

import type { Run } from "@/api/types";
import { factsOf } from "@/shared/runs/facts";

import { type Arrangement, boundWidth, inOrder, moved, pinned, place, replaced, stepped, without } from "./arrangement";
import { type Column, columnOf, columnsOf, metricName, wantedFrom, withAggregate } from "./columns";
import { pickerItems } from "./pickerItems";
import { differingColumns, telling, usualColumns } from "./usual";

const run = (id: string, data: Run["data"]): Run => ({ info: { run_id: id, experiment_id: "0" }, data });

const runs = [
  run("a", { metrics: [{ key: "val/loss", value: 1, timestamp: 0 }], params: [{ key: "lr", value: "1" }, { key: "opt", value: "adam" }] }),
  run("b", {
    metrics: [{ key: "val/loss", value: "NaN", timestamp: 0 }, { key: "acc", value: 1, timestamp: 0 }, { key: "system/cpu", value: 1, timestamp: 0 }],
    params: [{ key: "lr", value: "2" }, { key: "opt", value: "adam" }],
    tags: [{ key: "team", value: "x" }, { key: "mlflow.user", value: "ada" }],
  }),
];

describe("columns", () => {
  it("lists what runs with some keys could fill, without MLflow's own tags", () => {
    const keys = { metrics: ["acc", "val/loss", "system/cpu"], params: ["opt", "lr"], tags: ["mlflow.user", "team"] };
    expect(columnsOf(keys).map((c) => c.key).filter((key) => key.includes("."))).toEqual(["metrics.acc", "metrics.system/cpu", "metrics.val/loss", "params.lr", "params.opt", "tags.team"]);
  });
  it("shows common metrics first and params that differ", () => {
    expect(usualColumns(runs).slice(4)).toEqual(["metrics.val/loss", "metrics.acc", "params.lr"]);
  });
  it("shows only what differs, without the machine's own", () => {
    expect(differingColumns({ metrics: ["acc", "system/cpu"], params: ["lr"], tags: ["mlflow.runName", "team"] })).toEqual(["params.lr", "metrics.acc", "tags.team"]);
  });
  it("asks the server for what is shown, and no more", () => {
    const asked = (...keys: string[]) => wantedFrom(keys.map((key) => columnOf(key) as Column));
    expect(asked("start_time", "run_id")).toEqual(["tags.mlflow.parentRunId"]);
    expect(asked("metrics.val/loss", "min(metrics.val/loss)", "user", "dataset", "tags.mlflow.user", "params.lr")).toEqual([
      "inputs",
      "metrics.val/loss",
      "min(metrics.val/loss)",
      "params.lr",
      "tags.mlflow.parentRunId",
      "tags.mlflow.user",
    ]);
    expect(asked("min(metrics.a)", ...Array.from({ length: 1001 }, (_, i) => `metrics.m${i}`))).toEqual(["metrics", "min(metrics.a)", "params", "tags", "tags.mlflow.parentRunId"]);
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
    expect(columnOf("sum(metrics.a)")).toBeUndefined();
  });
  it("shows another value of a series, and the last one again", () => {
    const least = columnOf("min(metrics.val/loss)") as Column;
    expect([least.orderBy, metricName(least), least.label]).toEqual(["min(metrics.`val/loss`)", "min(val/loss)", "val/loss"]);
    expect(withAggregate(least, "max").key).toBe("max(metrics.val/loss)");
    expect(withAggregate(least, undefined)).toEqual(columnOf("metrics.val/loss"));
  });
  it("reads NaN", () => expect(factsOf(runs[1] as Run).metrics.get("val/loss")).toBeNaN());
});

describe("arrangement", () => {
  const start: Arrangement = { cols: ["a", "b", "c", "d"], pins: ["c"] };
  it("stands with pinned columns first", () => expect(inOrder(start)).toEqual(["c", "a", "b", "d"]));
  it("moves a column before another, or last", () => {
    expect(inOrder(moved(start, "d", "a"))).toEqual(["c", "d", "a", "b"]);
    expect(inOrder(moved(start, "a", undefined))).toEqual(["c", "b", "d", "a"]);
    expect(moved(start, "a", "a")).toBe(start);
  });
  it("pins what is moved among the pinned, and lets go what is moved away", () => {
    expect(moved(start, "b", "c")).toEqual({ cols: ["b", "c", "a", "d"], pins: ["b", "c"] });
    expect(moved(start, "c", "d")).toEqual({ cols: ["a", "b", "c", "d"], pins: [] });
  });
  it("steps within its side", () => {
    expect(inOrder(stepped(start, "a", 1))).toEqual(["c", "b", "a", "d"]);
    expect(stepped(start, "a", -1)).toBe(start);
    expect(stepped(start, "c", 1)).toBe(start);
    expect(stepped({ cols: ["a", "b", "c"], pins: ["a", "b"] }, "b", -1)).toEqual({ cols: ["b", "a", "c"], pins: ["b", "a"] });
  });
  it("pins and lets go", () => {
    expect(pinned(start, "b", true).pins).toEqual(["c", "b"]);
    expect(inOrder(pinned(start, "c", false))).toEqual(["c", "a", "b", "d"]);
  });
  it("takes away and replaces without doubling", () => {
    expect(without(start, "c")).toEqual({ cols: ["a", "b", "d"], pins: [] });
    expect(replaced(start, "c", "e")).toEqual({ cols: ["a", "b", "e", "d"], pins: ["e"] });
    expect(replaced(start, "a", "b").cols).toEqual(["b", "c", "d"]);
  });
  it("places columns with the widths that were dragged; on a phone only the name is pinned", () => {
    const placed = place({ cols: ["start_time", "metrics.a", "nonsense"], pins: ["metrics.a"] }, { "metrics.a": 300 }, false);
    expect(placed.pinned.map(({ column, width }) => [column.key, width])).toEqual([["run_name", 288], ["metrics.a", 300]]);
    expect(placed.free.map(({ column }) => column.key)).toEqual(["start_time"]);
    expect(place({ cols: ["metrics.a"], pins: ["metrics.a"] }, {}, true).pinned).toHaveLength(1);
    expect([boundWidth(3), boundWidth(99.6), boundWidth(5000)]).toEqual([56, 100, 900]);
  });
});

describe("picker", () => {
  const known = columnsOf({ metrics: Array.from({ length: 12_000 }, (_, i) => `m/${i}`), params: ["lr"], tags: [] });
  const heads = (...args: Parameters<typeof pickerItems>) => pickerItems(...args).flatMap((item) => (item.kind === "head" ? `${item.title} ${item.keys.length}` : []));
  it("lists what is shown first, then all there is", () => {
    expect(heads(known, ["metrics.m/1", "min(metrics.m/1)"], "")).toEqual(["Shown 2", "Attributes 11", "Metrics 12000", "Parameters 1"]);
  });
  it("narrows to a name", () => expect(heads(known, ["metrics.m/1"], "M/1199")).toEqual(["Metrics 11"]));
});

import { expect, it } from "vitest";

import type { LoggedModel } from "@/api/types";

import { measureKey, measuresOf, orderBy, valueOf } from "./measured";

const model = (...metrics: [key: string, value: number, timestamp: number, dataset?: string][]): LoggedModel =>
  ({ info: {}, data: { metrics: metrics.map(([key, value, timestamp, dataset]) => ({ key, value, timestamp, dataset_name: dataset })) } }) as LoggedModel;

it("keeps a metric apart by the data it was measured on", () => {
  const models = [model(["f1", 0.5, 1, "train"], ["f1", 0.4, 1, "test"], ["loss", 1, 1]), model(["f1", 0.3, 1, "test"])];
  expect(measuresOf(models).map(measureKey)).toEqual(["f1 on test", "f1 on train", "loss"]);
  expect(measuresOf(models).map((measure) => valueOf(models[0] as LoggedModel, measure))).toEqual([0.4, 0.5, 1]);
  expect(valueOf(models[1] as LoggedModel, { metric: "loss" })).toBeUndefined();
});

it("takes the newest of several values", () => expect(valueOf(model(["a", 1, 5], ["a", 2, 9], ["a", 3, 7]), { metric: "a" })).toBe(2));

it("orders by a metric on its data", () => {
  expect(orderBy({ metric: "val/f1", dataset: "test" }, false)).toEqual({ field_name: "metrics.`val/f1`", ascending: false, dataset_name: "test" });
  expect(orderBy({ metric: "f1" }, true)).toEqual({ field_name: "metrics.f1", ascending: true });
});

import { expect, it } from "vitest";

import { PLOT_KINDS } from "../kinds";
import { foldOf, keyGroups, likelyMetric, likelyParams, plainKey, withFold } from "./keys";

const keys = { metrics: ["system/cpu", "epoch", "val/loss"], params: ["batch_size", "model.lr", "seed"], tags: ["team", "mlflow.user"] };
const context = { runs: [], keys, look: {} };

it("knows which value of a metric is meant", () => {
  expect([foldOf("metrics.a"), foldOf("min(metrics.a)"), foldOf("params.a")]).toEqual(["last", "min", undefined]);
  expect([plainKey("max(metrics.f(x))"), withFold("min(metrics.a)", "max"), withFold("max(metrics.a)", "last")]).toEqual(["metrics.f(x)", "max(metrics.a)", "metrics.a"]);
});

it("begins with what one would look at first", () => {
  expect(likelyMetric(keys)).toBe("metrics.val/loss");
  expect(likelyParams(keys)).toEqual(["params.model.lr", "params.batch_size", "params.seed"]);
  expect(keyGroups(keys).map(({ keys: all }) => all[0])).toEqual(["metrics.system/cpu", "params.batch_size", "tags.team", "attributes.start_time"]);
});

it.each(PLOT_KINDS.map((kind) => [kind.name, kind] as const))("%s: its settings survive an address, and it survives any address", (_, kind) => {
  const settings = kind.defaults(context);
  expect(kind.read(JSON.parse(JSON.stringify(settings)))).toEqual(JSON.parse(JSON.stringify(settings)));
  const nonsense = Object.fromEntries(["x", "y", "value", "by", "columns", "brushes", "bins", "top", "order", "step", "key", "text", "metric"].map((name, i) => [name, [null, 1, {}, ["a", 2], -5][i % 5]]));
  for (const raw of [{}, nonsense]) {
    const read = kind.read(raw);
    expect(kind.describe(read)).toMatch(/\S/);
    expect(kind.mentions(read).every((mention) => typeof mention === "string")).toBe(true);
    expect(kind.read({ ...read })).toEqual(read);
  }
});

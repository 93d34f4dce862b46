import { expect, it } from "vitest";

import type { Run } from "@/api/types";

import { columnOf, type Column } from "../columns/columns";
import { sentenceOf, toEach } from "./bulk";
import { exactly } from "./exported";

it("does what can be done, and says what was not and why", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => String(i));
  const told: number[] = [];
  const outcome = await toEach(ids, (id) => (id === "7" ? Promise.reject(new Error("It is locked.")) : Promise.resolve()), new AbortController().signal, (done) => told.push(done));
  expect([outcome.done.length, outcome.refused]).toEqual([19, [{ id: "7", why: "It is locked." }]]);
  expect(told.at(-1)).toBe(20);
  expect(sentenceOf("Deleted", outcome, 20)).toBe("Deleted 19 runs; 1 refused: It is locked.");
});

it("stops when it is told to", async () => {
  const stop = new AbortController();
  const outcome = await toEach(["a", "b", "c", "d", "e", "f", "g", "h", "i"], () => Promise.resolve(stop.abort()), stop.signal);
  expect(outcome.done.length).toBeLessThan(9);
  expect(sentenceOf("Deleted", outcome, 9)).toContain(`stopped before ${9 - outcome.done.length} other`);
});

it("exports values whole", () => {
  const run: Run = {
    info: { run_id: "r", experiment_id: "0", run_name: "x", start_time: 1_700_000_000_000, end_time: 1_700_000_001_500 },
    data: { metrics: [{ key: "loss", value: 0.123456789012, timestamp: 0 }, { key: "min(loss)", value: "NaN", timestamp: 0 }], params: [{ key: "lr" }] },
  };
  const of = (key: string) => exactly(run, columnOf(key) as Column);
  expect(["metrics.loss", "min(metrics.loss)", "params.lr", "duration", "start_time", "tags.none"].map(of)).toEqual([0.123456789012, NaN, "", 1.5, "2023-11-14T22:13:20.000Z", ""]);
});

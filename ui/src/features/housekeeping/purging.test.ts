import { expect, test } from "vitest";

import type { Doomed, Purge } from "@/api/housekeeping";

import { foretell, NOTHING, plus, purgeAll, requests, sentence } from "./purging";

const ids = (count: number) => Array.from({ length: count }, (_, i) => `id-${i}`);
const never = new AbortController().signal;

/** A server that purges two objects a request, except those it keeps. */
function server(keeps: readonly string[] = []) {
  const asked: Doomed[] = [];
  const ask = ({ kind, ids: named }: Doomed): Promise<Purge> => {
    asked.push({ kind, ids: named });
    const kept = named.filter((id) => keeps.includes(id)).map((id) => ({ what: `run ${id}`, why: "a version is made of its files" }));
    const waiting = named.filter((id) => !keeps.includes(id));
    const purged = waiting.slice(0, 2);
    return Promise.resolve({ runs: purged.length, purged, remaining: waiting.length - purged.length, kept });
  };
  return { ask, asked };
}

test("All is named, a hundred at a time; experiments one by one", () => {
  expect(requests("run", ids(250)).map((request) => request.ids.length)).toEqual([100, 100, 50]);
  expect(requests("experiment", ["1", "2"]).map((request) => request.ids)).toEqual([["1"], ["2"]]);
  expect(requests("run", [])).toEqual([]);
});

test("What remains is asked for again until nothing does", async () => {
  const { ask, asked } = server();
  const told: number[] = [];
  const sum = await purgeAll("run", ids(5), ask, (now) => told.push(now.runs), never);
  expect(sum.runs).toBe(5);
  expect(told).toEqual([2, 4, 5]);
  expect(asked.map((request) => request.ids)).toEqual([ids(5), ids(5).slice(2), ids(5).slice(4)]);
});

test("What the server keeps is told once and not asked for again", async () => {
  const { ask, asked } = server(["id-1"]);
  const sum = await purgeAll("run", ids(4), ask, () => undefined, never);
  expect(sum.runs).toBe(3);
  expect(sum.kept).toHaveLength(1);
  expect(asked[1]?.ids).toEqual(["id-3"]);
});

test("A server that gets nowhere is not asked for ever", async () => {
  let asked = 0;
  const stuck = () => Promise.resolve({ remaining: 3, purged: [] }).finally(() => void (asked += 1));
  await purgeAll("experiment", ["7"], stuck, () => undefined, never);
  expect(asked).toBe(1);
});

test("Stopping stops between two requests", async () => {
  const { ask } = server();
  const stop = new AbortController();
  const sum = await purgeAll("run", ids(6), ask, () => stop.abort(), stop.signal);
  expect(sum.runs).toBe(2);
});

test("What would go is added up over all requests", async () => {
  const sum = await foretell("experiment", ["1", "2"], () => Promise.resolve({ runs: 2, experiments: 1, files: 3, bytes: 10, at_least: true }));
  expect(sum).toEqual({ runs: 4, models: 0, experiments: 2, files: 6, bytes: 20, atLeast: true, kept: [] });
});

test("The sentence to type names what goes", () => {
  expect(sentence(plus(NOTHING, { runs: 1 }))).toBe("delete 1 run");
  expect(sentence(plus(NOTHING, { runs: 12, experiments: 1 }))).toBe("delete 12 runs and 1 experiment");
});

import { describe, expect, it } from "vitest";

import type { LoggedModel, ModelVersion, Run } from "@/api/types";

import { type AliasMove, modelAfter, versionAfter, wordsOf } from "./aliasing";
import { lineageOf } from "./lineage";
import { fieldDifferences, signatureLine } from "./signatures";
import { readModelTab, readVersionTab } from "./tabs";
import { metricNames, sourceIds, sourcesOf } from "./sources";
import { loadUri, versionFilter } from "./versions";

describe("aliases", () => {
  const model = { name: "m", aliases: [{ alias: "champion", version: "1" }] };
  const move: AliasMove = { alias: "champion", to: "2", from: "1" };
  it("move from one version to another at once", () => {
    expect(modelAfter(model, move).aliases).toEqual([{ alias: "champion", version: "2" }]);
    expect(modelAfter(model, { alias: "champion" }).aliases).toEqual([]);
    expect(versionAfter({ name: "m", version: "1", aliases: ["champion", "x"] }, move).aliases).toEqual(["x"]);
    expect(versionAfter({ name: "m", version: "2" }, move).aliases).toEqual(["champion"]);
  });
  it("say what they did", () => {
    expect([move, { alias: "a", to: "2" }, { alias: "a", from: "2" }].map(wordsOf)).toEqual(["Moved @champion from version 1 to 2", "@a points at version 2", "Removed @a"]);
  });
  it("are what people write to load a version", () => {
    expect(loadUri({ name: "m", version: "3", aliases: ["a"] })).toBe("models:/m@a");
    expect(loadUri({ name: "m", version: "3" })).toBe("models:/m/3");
  });
});

it("searches versions by number, words or filter", () => {
  expect(["", "7", "v7", "tags.a = '1'"].map(versionFilter)).toEqual(["", "version_number = 7", "version_number = 7", "tags.a = '1'"]);
  expect(versionFilter("@cham")).toBe("description ILIKE '%@cham%' OR alias ILIKE '%cham%'");
});

describe("source runs", () => {
  it("are each asked for once", () => expect(sourceIds([{ name: "m", version: "1", run_id: "a" }, { name: "m", version: "2", run_id: "a" }, { name: "m", version: "3" }])).toEqual(["a"]));
  it("come in columns", () => {
    const answer = { run_ids: ["a", "b"], run_names: ["first", ""], columns: { "metrics.`val/f1`": [0.5, null], "metrics.loss": ["NaN", 2] } };
    const sources = sourcesOf(answer, "7", ["val/f1", "loss"]);
    expect(sources.get("a")).toEqual({ runId: "a", name: "first", experimentId: "7", metrics: new Map([["val/f1", 0.5], ["loss", NaN]]) });
    expect(sources.get("b")).toEqual({ runId: "b", name: "b", experimentId: "7", metrics: new Map([["loss", 2]]) });
  });
  it("name their metrics, those of the system last", () => {
    const run = { data: { metrics: ["system/cpu", "b", "a"].map((key) => ({ key, value: 1, timestamp: 0 })) } } as Run;
    expect(metricNames(run)).toEqual(["a", "b", "system/cpu"]);
    expect(metricNames(undefined)).toEqual([]);
  });
});

describe("signatures", () => {
  const field = (name: string, type = "double", note = "") => ({ name, type, note });
  it("fit in one line", () => {
    expect(signatureLine({ inputs: ["a", "b", "c", "d"].map((name) => field(name)), outputs: [field("", "long")] })).toBe("(a, b, c +1) → long");
    expect(signatureLine({ inputs: [field("", "tensor")] })).toBe("(tensor)");
    expect(signatureLine({})).toBe("");
  });
  it("tell what differs", () => {
    expect(fieldDifferences([[field("a"), field("b")], [field("a", "long", "optional"), field("c")], undefined])).toEqual([
      { name: "a", types: ["double", "long, optional", undefined], differs: true },
      { name: "b", types: ["double", undefined, undefined], differs: true },
      { name: "c", types: [undefined, "double", undefined], differs: true },
    ]);
    expect(fieldDifferences([[field("a")], [field("a")]])[0]?.differs).toBe(false);
  });
});

it("reads tabs of addresses", () => {
  expect([undefined, "about", "nonsense"].map(readModelTab)).toEqual(["versions", "about", "versions"]);
  expect(["artifacts/a/b.txt", "try/x", undefined].map(readVersionTab)).toEqual([
    { tab: "artifacts", path: "a/b.txt" },
    { tab: "try", path: "" },
    { tab: "overview", path: "" },
  ]);
});

it("follows data over the run and its model to versions and what points at them", () => {
  const version: ModelVersion = { name: "m", version: "2", model_id: "m-1", aliases: ["champion"], current_stage: "Production" };
  const run = { info: { run_id: "r", experiment_id: "1" }, inputs: { dataset_inputs: [{ dataset: { name: "wine", digest: "d" }, tags: [] }] } } as unknown as Run;
  const model = { info: { model_id: "m-1", name: "model", experiment_id: "1" } } as LoggedModel;
  const { nodes, edges } = lineageOf({ version, run, model, siblings: [{ ...version }, { name: "other", version: "1" }] });
  expect(nodes.map(({ title }) => title)).toEqual(["wine", "r", "model", "m 2", "@champion", "Production", "other 1"]);
  expect(edges.map(({ from, to }) => `${from} → ${to}`.replaceAll("\n", " "))).toEqual([
    "data wine d → run",
    "run → model",
    "model → version m 2",
    "version m 2 → alias m champion",
    "version m 2 → stage version m 2",
    "run → version other 1",
  ]);
  expect(lineageOf({ version: { name: "m", version: "1" }, siblings: [] })).toMatchObject({ nodes: [{ title: "m 1" }], edges: [] });
});

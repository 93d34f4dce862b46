import { expect, it } from "vitest";

import { joinPath, type Root, splitPath } from "@/shared/artifacts/browser/roots";
import { readTab } from "./tabs";

it("reads the tab of an address, also MLflow's", () => {
  expect([undefined, "", "metrics", "model-metrics", "artifacts", "artifacts/a/b.txt", "artifactPath/a", "else", "evaluation", "system-metrics", "lineage/x", "toString"].map(readTab)).toEqual([
    { tab: "overview", path: "" },
    { tab: "overview", path: "" },
    { tab: "metrics", path: "" },
    { tab: "metrics", path: "" },
    { tab: "artifacts", path: "" },
    { tab: "artifacts", path: "a/b.txt" },
    { tab: "artifacts", path: "a" },
    { tab: "overview", path: "" },
    { tab: "evaluation", path: "" },
    { tab: "system", path: "" },
    { tab: "lineage", path: "" },
    { tab: "overview", path: "" },
  ]);
});

it("finds the tree an address is in", () => {
  const own: Root = { prefix: "", title: "", place: { runId: "r" }, uri: "u" };
  const model: Root = { prefix: "@m-1", title: "model", place: { modelId: "m-1" }, uri: "v" };
  expect(splitPath([own, model], "a/b")).toEqual({ root: own, inside: "a/b" });
  expect(splitPath([own, model], "@m-1/MLmodel")).toEqual({ root: model, inside: "MLmodel" });
  expect(splitPath([own, model], "@m-2/x").root).toBeUndefined();
  expect([joinPath(model, "MLmodel"), joinPath(model, ""), joinPath(own, "a")]).toEqual(["@m-1/MLmodel", "@m-1", "a"]);
});

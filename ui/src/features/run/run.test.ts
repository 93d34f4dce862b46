import { expect, it } from "vitest";

import { groupMetrics } from "./groups";
import { joinPath, type Root, splitPath } from "./roots";
import { readTab } from "./tabs";

it("reads the tab of an address, also MLflow's", () => {
  expect([undefined, "", "metrics", "model-metrics", "artifacts", "artifacts/a/b.txt", "artifactPath/a", "else"].map(readTab)).toEqual([
    { tab: "overview", path: "" },
    { tab: "overview", path: "" },
    { tab: "metrics", path: "" },
    { tab: "metrics", path: "" },
    { tab: "artifacts", path: "" },
    { tab: "artifacts", path: "a/b.txt" },
    { tab: "artifacts", path: "a" },
    { tab: "overview", path: "" },
  ]);
});

it("groups metrics by their prefix where several share it, the machine's last", () => {
  expect(groupMetrics(["val/loss", "system/cpu", "f1", "train/loss", "val/acc", "/odd", "val/f1"])).toEqual([
    { name: "", metrics: ["/odd", "f1", "train/loss"] },
    { name: "val", metrics: ["val/acc", "val/f1", "val/loss"] },
    { name: "system", metrics: ["system/cpu"] },
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

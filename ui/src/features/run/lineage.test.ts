import { expect, it } from "vitest";

import type { Run } from "@/api/types";

import { codeVersion, environmentFiles, runAgain, systemTags } from "./environment";
import { datasetFacts } from "./datasets";
import { membersOf } from "./family";
import { lineageOf } from "./lineage";

const runOf = (id: string, tags: Record<string, string> = {}, params: Record<string, string> = {}): Run => {
  const pairs = (of: Record<string, string>) => Object.entries(of).map(([key, value]) => ({ key, value }));
  return { info: { run_id: id, run_name: `run ${id}`, experiment_id: "1" }, data: { tags: pairs(tags), params: pairs(params) } } as Run;
};

const DATA = {
  dataset: {
    name: "wine",
    digest: "d1",
    source_type: "local",
    source: '{"uri": "wine.csv"}',
    schema: '{"mlflow_colspec": [{"type": "long", "name": "id"}, {"type": "double", "name": "x", "required": false}]}',
    profile: '{"num_rows": 5000, "num_elements": 10000}',
  },
  tags: [{ key: "mlflow.data.context", value: "training" }],
};

it("tells a data set in words", () => {
  expect(datasetFacts(DATA)).toEqual({
    name: "wine",
    digest: "d1",
    context: "training",
    source: "wine.csv",
    fields: [
      { name: "id", type: "long", note: "" },
      { name: "x", type: "double", note: "optional" },
    ],
    profile: [
      ["rows", "5,000"],
      ["elements", "10,000"],
    ],
  });
  const odd = datasetFacts({ dataset: { name: "a", digest: "b", source_type: "code", source: "{", schema: "[1", profile: "7" } });
  expect(odd).toEqual({ name: "a", digest: "b", context: undefined, source: "{", fields: undefined, profile: [] });
});

it("follows data sets over the run and its models to their versions", () => {
  const run = { ...runOf("r", { "mlflow.parentRunId": "p" }), inputs: { dataset_inputs: [DATA] } };
  const model = { info: { model_id: "m-1", name: "model" } } as Parameters<typeof lineageOf>[0]["models"][number];
  const version = { name: "wine", version: "3", model_id: "m-1", aliases: ["champion"] };
  const other = { name: "wine", version: "4" };
  const { nodes, edges, more } = lineageOf({ run, children: Array.from({ length: 14 }, (_, i) => runOf(`c${i}`)), models: [model], versions: [version, other] });
  expect(nodes.map((node) => node.layer).filter((layer) => layer === 0)).toHaveLength(2);
  expect(nodes.find((node) => node.kind === "version")).toMatchObject({ title: "wine 3", note: "@champion" });
  expect(edges).toContainEqual({ from: "wine\nd1", to: "r" });
  expect(edges).toContainEqual({ from: "p", to: "r" });
  expect(edges).toContainEqual({ from: "m-1", to: "wine\n3" });
  expect(edges).toContainEqual({ from: "r", to: "wine\n4" });
  expect(more).toBe(2);
});

it("shows a model that a run made and then read once", () => {
  const model = { info: { model_id: "m-1", name: "model" } } as Parameters<typeof lineageOf>[0]["models"][number];
  const run = { ...runOf("r"), inputs: { model_inputs: [{ model_id: "m-1" }, { model_id: "m-2" }] } };
  const { nodes } = lineageOf({ run, children: [], models: [model], versions: [] });
  expect(nodes.map(({ kind, id }) => [kind, id])).toEqual([["run", "r"], ["model in", "m-2"], ["model", "m-1"]]);
});

it("knows which children have children", () => {
  const members = membersOf([runOf("a"), runOf("b")], [runOf("x", { "mlflow.parentRunId": "b" })]);
  expect(members.map(({ children }) => children.map((run) => run.info.run_id))).toEqual([[], ["x"]]);
});

it("tells the code and how to run it again", () => {
  const script = runOf("r", { "mlflow.source.name": "my train.py", "mlflow.source.git.commit": "abc", "mlflow.source.git.dirty": "True", "mlflow.gitBranchName": "main", "mlflow.docker.image.uri": "x/y" });
  expect(codeVersion(script)).toMatchObject({ branch: "main", commit: "abc", dirty: true });
  expect(runAgain(script)).toBe("git checkout abc\n# there were changes that are not part of this commit\npython 'my train.py'");
  expect(systemTags(script)).toEqual([["docker.image.uri", "x/y"]]);
  const project = runOf("r", { "mlflow.source.name": "https://example.org/p.git#sub", "mlflow.source.type": "PROJECT", "mlflow.project.entryPoint": "train", "mlflow.source.git.commit": "abc" }, { lr: "0.1", note: "it's" });
  expect(runAgain(project)).toBe("mlflow run 'https://example.org/p.git#sub' -e train --version abc -P lr=0.1 -P 'note=it'\\''s'");
  expect(runAgain(runOf("r", { "mlflow.source.name": "t.py", "mlflow.source.git.commit": "a; rm -rf ~" }))).toBe("git checkout 'a; rm -rf ~'\npython t.py");
  expect([runAgain(runOf("r")), runAgain(runOf("r", { "mlflow.source.name": "a notebook.ipynb" }))]).toEqual([undefined, undefined]);
  expect(environmentFiles(["MLmodel", "python_env.yaml", "requirements.txt"])).toEqual(["requirements.txt", "python_env.yaml"]);
});

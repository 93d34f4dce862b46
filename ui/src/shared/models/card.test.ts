import { expect, it } from "vitest";

import { readCard, typeName } from "./card";
import { loadSnippet, serveSnippet } from "./snippets";

const FILE = `
flavors:
  python_function:
    loader_module: mlflow.sklearn
    python_version: 3.11.9
  sklearn:
    sklearn_version: 1.7.2
signature:
  inputs: '[{"type": "double", "name": "alcohol", "required": true}, {"type": "long", "name": "n", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: '[{"name": "k", "type": "integer", "default": 3, "shape": null}]'
`;

it("reads an MLmodel file", () => {
  expect(readCard(FILE)).toMatchObject({
    inputs: [
      { name: "alcohol", type: "double", note: "" },
      { name: "n", type: "long", note: "optional" },
    ],
    outputs: [{ name: "", type: "tensor int64 (-1)", note: "" }],
    params: [{ name: "k", type: "integer", note: "default 3" }],
    facts: [
      ["python_function", "Python 3.11.9"],
      ["sklearn", "1.7.2"],
    ],
    python: "3.11.9",
    environment: false,
  });
});

it("knows where the model is, its examples and its environment", () => {
  const info = "saved_input_example_info: {artifact_path: input_example.json, serving_input_path: serving_input_example.json}\n";
  expect(readCard(`${info}model_id: m-1\nrun_id: r\nartifact_path: x\nmodel_size_bytes: 12\nflavors: {python_function: {env: {conda: conda.yaml}}}\n`)).toMatchObject({
    uri: "models:/m-1",
    bytes: 12,
    example: "input_example.json",
    request: "serving_input_example.json",
    environment: true,
  });
  expect(readCard("run_id: r\nartifact_path: model\n").uri).toBe("runs:/r/model");
});

it("writes how to load a model and how to ask a server of it", () => {
  expect(loadSnippet("models:/m-1")).toContain('mlflow.pyfunc.load_model("models:/m-1")');
  expect(serveSnippet({ uri: "models:/m-1", request: "serving_input_example.json" }).split("\n")).toHaveLength(3);
  expect(serveSnippet({ uri: "runs:/r/model", inputs: [{ name: "a", type: "long", note: "" }] })).toContain('\'{"dataframe_split":{"columns":["a"],"data":[[]]}}\'');
});

it("gets along without a signature", () => {
  expect(readCard("flavors: {}\n")).toMatchObject({ inputs: undefined, outputs: undefined, params: undefined, facts: [], uri: undefined });
});

it("names nested types", () => {
  expect(typeName({ type: "array", items: { type: "object", properties: { a: { type: "long" }, b: { type: "map", values: { type: "string" } } } } })).toBe(
    "array<{a: long, b: map<string>}>",
  );
});

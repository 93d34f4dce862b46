import { expect, it } from "vitest";

import { readCard, typeName } from "./card";
import { newestVersion } from "./versions";

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
  expect(readCard(FILE)).toEqual({
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
  });
});

it("gets along without a signature", () => {
  expect(readCard("flavors: {}\n")).toEqual({ inputs: undefined, outputs: undefined, params: undefined, facts: [] });
});

it("names nested types", () => {
  expect(typeName({ type: "array", items: { type: "object", properties: { a: { type: "long" }, b: { type: "map", values: { type: "string" } } } } })).toBe(
    "array<{a: long, b: map<string>}>",
  );
});

it("knows the newest version by number, not by text", () => {
  const versions = ["9", "10"].map((version) => ({ name: "m", version }));
  expect(newestVersion({ name: "m", latest_versions: versions })).toBe("10");
  expect(newestVersion({ name: "m" })).toBeUndefined();
});

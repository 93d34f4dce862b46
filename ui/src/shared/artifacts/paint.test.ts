import { expect, it } from "vitest";

import { paint } from "./paint";

const looks = (line: string, path: string) =>
  paint(line, path)
    .filter((piece) => piece.look)
    .map((piece) => `${piece.look}:${piece.text.trim()}`);

it("paints JSON", () => {
  expect(looks('  "a": -1.5e3, "b": ["x", true, null]', "c.json")).toEqual(['key:"a"', "number:-1.5e3", 'key:"b"', 'string:"x"', "word:true", "word:null"]);
});

it("paints YAML", () => {
  expect(looks("  - name: 'x' # why", "conda.yaml")).toEqual(["key:- name", "string:'x'", "comment:# why"]);
  expect(looks("size: 12", "MLmodel")).toEqual(["key:size", "number:12"]);
});

it("loses no character", () => {
  for (const line of ['{"a": 1, "b": "c:d"}', "key: [1, 2] # x", "plain: text: more"]) {
    for (const path of ["a.json", "a.yaml", "a.txt"]) expect(paint(line, path).map((piece) => piece.text).join("")).toBe(line);
  }
});

import { expect, it } from "vitest";

import { paint } from "./grammars";
import { languageOf } from "./painting";

const CODE = 'class Model:\n    """A text\n    over two lines."""\n    size = 1.5  # why\n';

it("paints code line by line, also what goes over several lines", () => {
  const lines = paint(CODE, "python");
  expect(lines.map((line) => line.map((piece) => piece.text).join("")).join("\n")).toBe(CODE);
  const looks = (line: number) => lines[line]?.filter((piece) => piece.look).map((piece) => `${piece.look}:${piece.text.trim()}`);
  expect(looks(0)).toEqual(["keyword:class", "title:Model"]);
  expect([looks(1), looks(2)]).toEqual([['string:"""A text'], ['string:over two lines."""']]);
  expect(looks(3)).toEqual(["number:1.5", "comment:# why"]);
});

it("knows languages by names", () => {
  expect(["a/train.py", "MLmodel", "Dockerfile", "notes.txt", "x.toml"].map(languageOf)).toEqual(["python", "yaml", "dockerfile", undefined, "ini"]);
});

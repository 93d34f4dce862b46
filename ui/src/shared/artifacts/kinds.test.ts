import { expect, it } from "vitest";

import { kindOf, whatIs } from "./kinds";

it.each([
  ["plots/roc.PNG", "image"],
  ["a/MLmodel", "model"],
  ["conda.yaml", "yaml"],
  ["table.json", "json"],
  ["pred.csv", "table"],
  ["rows.parquet", "parquet"],
  ["README.md", "markdown"],
  ["area.geojson", "geojson"],
  ["model.pkl", "opaque"],
  ["net.onnx", "opaque"],
  ["weights", "unknown"],
  ["x.weird", "unknown"],
  ["report.html", "html"],
  ["report.pdf", "pdf"],
  ["tone.wav", "audio"],
  ["clip.webm", "video"],
  ["logs/train.log", "log"],
  ["Dockerfile", "text"],
  ["train.py", "text"],
])("%s is shown as %s", (path, kind) => expect(kindOf(path)).toBe(kind));

it("says what a file is that is not opened", () => {
  expect(whatIs("a/model.pkl")).toMatch(/runs code/);
  expect(whatIs("a/notes.txt")).toBeUndefined();
});

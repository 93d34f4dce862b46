import { expect, it } from "vitest";

import { classScores, outcomesOf } from "./outcomes";

it("counts what examples of two classes were taken for", () => {
  const found = outcomesOf({ metrics: { true_negatives: 30, false_positives: 10, false_negatives: 0, true_positives: 0 } });
  expect(found?.rows.map((row) => row.cells.map(({ count, share, right }) => [count, share, right]))).toEqual([
    [[30, 0.75, true], [10, 0.25, false]],
    [[0, 0, false], [0, 0, true]],
  ]);
  expect(outcomesOf({ metrics: { accuracy_score: 1 } })).toBeUndefined();
});

it("reads the scores of each class, and of no other table", () => {
  expect(classScores({ columns: ["positive_class", "precision_score", "roc_auc", "true_positives"], rows: [["cat", "0.5", "", "7"], ["dog", "0.25", "1", "3"]] })).toEqual([
    { name: "cat", scores: [{ name: "precision", value: 0.5 }, { name: "roc auc", value: undefined }] },
    { name: "dog", scores: [{ name: "precision", value: 0.25 }, { name: "roc auc", value: 1 }] },
  ]);
  expect(classScores({ columns: ["a", "precision_score"], rows: [["x", "1"]] })).toEqual([]);
});
